"""Programs that the code view prints, run by a Python that knows nothing of this project."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Execute = Callable[[list[str]], list[dict[str, Any]]]
# For a line with a JSON list of programs: a line with what each printed, or with what went wrong.
# PyTorch takes seconds to import, so it is there; a copy of the process runs a list and ends.
RUNNER = """
import contextlib, io, json, os, sys, traceback, warnings
warnings.simplefilter("error")
import numpy, torch

def answer(programs):
    printed = []
    for text in programs:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(text, "printed", "exec"), {})
        printed.append(out.getvalue())
    return printed

for line in sys.stdin:
    if os.fork():
        _, status = os.wait()
        if status:
            print(json.dumps({"error": f"ended with {status}"}), flush=True)
        continue
    try:
        said = {"printed": answer(json.loads(line))}
    except BaseException:
        said = {"error": traceback.format_exc()}
    print(json.dumps(said), flush=True)
    os._exit(0)
"""


@contextmanager
def executing() -> Iterator[Execute]:
    """Hand out what runs each text as Python; name → the numbers printed beside it."""
    command = [sys.executable, "-c", RUNNER]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout
        asked, answered = process.stdin, process.stdout

        def execute(programs: list[str]) -> list[dict[str, Any]]:
            print(json.dumps(programs), file=asked, flush=True)
            said = json.loads(answered.readline())
            assert "error" not in said, said["error"]
            return [told(text) for text in said["printed"]]

        yield execute


def told(printed: str) -> dict[str, Any]:
    lines = (line.split(" ", 1) for line in printed.strip().splitlines())
    return {name: json.loads(numbers) for name, numbers in lines}
