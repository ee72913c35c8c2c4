"""Replicas of the app behind the real proxy, on this machine: for load, chaos and tests.

    with replicas(2) as fleet:
        print(fleet.url, fleet.pids)
        fleet.kill(0)

The proxy runs deploy/haproxy.cfg as it is; only where the replicas are comes from here. Needs
haproxy on the PATH (Debian: apt install haproxy), except with `proxy=False`.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRET = "the same for all replicas"
Process = subprocess.Popen[bytes]


@dataclass
class Fleet:
    """Running replicas; `url` is the proxy's, or the first replica's without one."""

    folder: Path
    ports: list[int]
    base: str
    environment: Mapping[str, str]
    web: list[Process] = field(default_factory=list)
    proxy: Process | None = None
    url: str = ""

    @property
    def pids(self) -> list[int]:
        """List the web processes; their trainings run in children of theirs."""
        return [process.pid for process in self.web]

    def own(self, number: int) -> str:
        """Return a replica's own address, past the proxy."""
        return f"http://127.0.0.1:{self.ports[number]}{self.base and f'/{self.base}'}"

    def log(self, name: str) -> str:
        """Read what `web0`, `web1` … or `proxy` has said."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def kill(self, number: int) -> None:
        """End a replica as a lost machine would end: without a word."""
        self.web[number].send_signal(signal.SIGKILL)
        self.web[number].wait(10)

    def stop(self, number: int) -> None:
        """End a replica as an update does: it is told to stop, and finishes."""
        self.web[number].terminate()
        self.web[number].wait(60)

    def start(self, number: int) -> None:
        """Start a replica again in its old place."""
        self.web[number] = self._web(number)
        self.wait(self.own(number), self.web[number], f"web{number}")

    def wait(self, url: str, process: Process, name: str) -> None:
        """Wait until an address is ready for learners. Raises RuntimeError with the log."""
        for _ in range(1200):
            try:
                urllib.request.urlopen(f"{url}/readyz", timeout=5).close()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"{name} did not start:\n{self.log(name)[-2000:]}")

    def _web(self, number: int) -> Process:
        address = ["--server.address=127.0.0.1", f"--server.port={self.ports[number]}"]
        base = ["--server.headless=true", f"--server.baseUrlPath={self.base}"]
        main = str(ROOT / "app" / "main.py")
        command = [sys.executable, "-m", "streamlit", "run", main, *address, *base]
        return self._start(f"web{number}", command, {"STREAMLIT_SERVER_COOKIE_SECRET": SECRET})

    def _proxy(self, port: int) -> Process:
        check = f"/{self.base}/readyz" if self.base else "/readyz"
        told = {"GATESCOPE_BIND": f"127.0.0.1:{port}", "GATESCOPE_READY": check}
        return self._start("proxy", proxy_command(self.folder, self.ports), told)

    def _start(self, name: str, command: list[str], told: Mapping[str, str]) -> Process:
        environment = {**os.environ, **self.environment, **told}
        with (self.folder / f"{name}.log").open("ab") as out:
            return subprocess.Popen(command, stdout=out, stderr=out, env=environment)

    def end(self) -> None:
        """End everything that was started here."""
        everybody = [*self.web, *([self.proxy] if self.proxy else [])]
        for process in everybody:
            if process.poll() is None:
                process.terminate()
        for process in everybody:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


@contextmanager
def replicas(
    count: int = 2,
    proxy: bool = True,
    base: str = "",
    environment: Mapping[str, str] | None = None,
) -> Iterator[Fleet]:
    """Run replicas on free ports behind the proxy, under a base path if one is given.

    `environment` adds variables such as GATESCOPE_TRAININGS, for replicas and proxy alike.
    """
    *ports, front = free_ports(count + 1)
    with tempfile.TemporaryDirectory(prefix="gatescope-fleet-") as folder:
        fleet = Fleet(Path(folder), ports, base, environment or {})
        fleet.url = fleet.own(0)
        try:
            fleet.web = [fleet._web(number) for number in range(count)]
            for number, process in enumerate(fleet.web):
                fleet.wait(fleet.own(number), process, f"web{number}")
            if proxy:
                fleet.proxy = fleet._proxy(front)
                fleet.url = f"http://127.0.0.1:{front}{base and f'/{base}'}"
                fleet.wait(fleet.url, fleet.proxy, "proxy")
            yield fleet
        finally:
            fleet.end()


def proxy_command(folder: Path, ports: list[int]) -> list[str]:
    """Say in a file of this folder where the replicas are; return what starts the proxy."""
    lines = [f"    server web{k} 127.0.0.1:{port}" for k, port in enumerate(ports)]
    servers = folder / "servers.cfg"
    servers.write_text("\n".join(["backend replicas", *lines, ""]))
    return ["haproxy", "-db", "-f", str(ROOT / "deploy" / "haproxy.cfg"), "-f", str(servers)]


def free_ports(count: int) -> list[int]:
    """Find ports that nobody listens on."""
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()


if __name__ == "__main__":
    with replicas(int(sys.argv[1]) if len(sys.argv) > 1 else 2) as running:
        print(running.url, "replicas:", *map(running.own, range(len(running.web))), flush=True)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        signal.pause()
