"""Print what is imported when learners come to a server that has said that it is ready."""

import asyncio
import socket
import sys

import httpx
import uvicorn
from websockets.asyncio import client

from app.main import app
from benchmarks.load.student import Student

PAGES = ("", "inside", "effect", "film", "networks", "teachers")
# Whoever opens the page of films starts processes.
OF_TRAININGS = ("multiprocessing", "_posixshmem")


async def visit_all() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    async with httpx.AsyncClient() as http:  # what the student imports itself
        await http.get(f"http://127.0.0.1:{port}/readyz")
    assert client.connect
    before = set(sys.modules)
    for page in PAGES:
        async with Student(f"http://127.0.0.1:{port}") as student:
            await student.open(page)
            print(*student.errors)
    new = {name for name in set(sys.modules) - before if name.split(".")[0] not in OF_TRAININGS}
    print(*sorted(new))
    print(*({"pandas", "torch"} & set(sys.modules)))  # nobody needs them, and they are large
    server.should_exit = True
    await serving


if __name__ == "__main__":
    asyncio.run(visit_all())
