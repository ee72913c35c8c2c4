"""Shared by all tests: hypothesis, and one running server."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

MAIN = Path(__file__).resolve().parents[1] / "app" / "main.py"

# A first example pays for imports, and machines differ: what is slow is measured in benchmarks/.
settings.register_profile("gatescope", deadline=None)
settings.load_profile("gatescope")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser last: its driver keeps an event loop running in the main thread.

    Of its files those with many tests come first: of two workers none waits long for the other.
    """
    tests = Counter(item.path for item in items)
    browser = {path for path in tests if "browser" in path.parts}
    items.sort(key=lambda item: (1, -tests[item.path]) if item.path in browser else (0, 0))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app from a strange folder, as a learner would; yield its address."""
    with serving(tmp_path_factory.mktemp("elsewhere")) as url:
        yield url


@pytest.fixture(scope="session")
def serve() -> Callable[..., AbstractContextManager[str]]:
    """Hand out `serving` to tests that need a server of their own."""
    return serving


@contextmanager
def serving(folder: Path, base: str = "") -> Iterator[str]:
    """Run the app on a free port, under a base path if one is given."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    process = start(port, folder, log, base)
    url = f"http://127.0.0.1:{port}{base and f'/{base}'}"
    try:
        wait_until_ready(process, url, log)
        yield url
    finally:
        end(process)


def start(port: int, folder: Path, log: Path, base: str = "") -> subprocess.Popen[bytes]:
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(MAIN), "--server.address=127.0.0.1"),
        *(f"--server.port={port}", "--server.headless=true", f"--server.baseUrlPath={base}"),
    ]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with log.open("a") as out:
        return subprocess.Popen(
            command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=environment
        )


def end(process: subprocess.Popen[bytes], kill: bool = False) -> None:
    (process.kill if kill else process.terminate)()
    process.wait(30)


def wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(f"the server did not start:\n{log.read_text()}")
