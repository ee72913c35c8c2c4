"""The server, started so that it tells what it keeps: python benchmarks/load/observed.py PATH …

The rest of the line is Streamlit's own (`run app/main.py …`). Whoever connects to the unix socket
at PATH gets one JSON object: see `census`. `observed()` starts such a server and asks it.
"""

import gc
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

TYPES: Final = 60  # of Python objects that are told, the most frequent ones


def census() -> dict[str, Any]:
    """Count what this process keeps: sessions, media files, trainings, threads, objects by type."""
    from streamlit.runtime import get_instance

    from app import trained, training

    runtime: Any = get_instance()
    sessions, media = runtime._session_mgr, runtime._media_file_mgr
    gc.collect()
    types = Counter(type(one).__name__ for one in gc.get_objects())
    return {
        "sessions": sessions.num_active_sessions(),
        "sessions gone": len(sessions._session_storage._cache),
        "AppSession": types["AppSession"],
        "media files": len(media._file_metadata),
        "trainings": len(training._all),
        "studios": types["Studio"],
        "jobs at work": training.jobs().running(),
        "networks": len(trained._kept),
        "threads": threading.active_count(),
        "objects": sum(types.values()),
        "types": dict(types.most_common(TYPES)),
    }


def _answer(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen()
        while True:
            with door.accept()[0] as caller:
                caller.sendall(json.dumps(census()).encode())


class Observed:
    """A server that is running, from outside."""

    def __init__(self, process: "subprocess.Popen[bytes]", url: str, folder: Path) -> None:
        self.process, self.url, self.folder = process, url, folder
        self.temporary = folder / "tmp"

    def census(self) -> dict[str, Any]:
        """Count what it keeps, and what the system knows of it; memory in MB."""
        with socket.socket(socket.AF_UNIX) as door:
            door.connect(str(self.folder / "door"))
            told = json.loads(b"".join(iter(lambda: door.recv(65536), b"")))
        process = Path(f"/proc/{self.process.pid}")
        files = sum(path.is_file() for path in self.temporary.rglob("*"))
        outside = {"descriptors": len(os.listdir(process / "fd")), "temporary files": files}
        return {**self.memory(), **outside, **told}

    def memory(self) -> dict[str, float]:
        """Return RSS and PSS in MB."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        told = {line.split()[0]: line.split()[1] for line in text.splitlines()[1:]}
        return {name: int(told[f"{name.title()}:"]) * 1024 / 1e6 for name in ("rss", "pss")}

    @property
    def log(self) -> str:
        """Read what it has said."""
        return (self.folder / "log").read_text(errors="replace")


@contextmanager
def observed(**environment: str) -> Iterator[Observed]:
    """Start a server with these variables on a free port."""
    from benchmarks.load.replicas import Fleet, free_ports

    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="gatescope-soak-") as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        main = str(ROOT / "app" / "main.py")
        options = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
        command = [sys.executable, __file__, str(folder / "door"), "run", main, *options]
        told = {**os.environ, "TMPDIR": str(folder / "tmp"), **environment}
        with (folder / "web0.log").open("wb") as out:
            process = subprocess.Popen(command, stdout=out, stderr=out, env=told)
        try:
            Fleet(folder, [port], "", {}).wait(url, process, "web0")
            yield Observed(process, url, folder)
        finally:
            process.terminate()
            process.wait(60)


if __name__ == "__main__":
    from streamlit.web.cli import main as streamlit

    threading.Thread(target=_answer, args=(sys.argv.pop(1),), name="census", daemon=True).start()
    streamlit()
