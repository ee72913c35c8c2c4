"""The student of the load benchmarks still speaks what the server understands."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from random import Random

from benchmarks.load.student import Student


def test_a_student_does_everything_once(server):
    asyncio.run(do_everything(server))


async def do_everything(server: str):
    async with Student(server) as student:
        assert await student.open("inside", net="counter", seq="aa") > 0
        assert student.net == "counter" and student.typed == "aa"
        await student.type("aa.a")
        await student.surprise()
        assert student.typed not in ("aa", "aa.a")
        await student.type(student.sequence(Random(0)))
        await student.pick("grew_up_in")
        assert student.net == "grew_up_in"
        await student.turn("effect")
        await student.clamp("f", 0.5)
        assert "entry_0" in student.widgets  # the line of the edit
        await student.read("saturation")
        await student.press("undo")
        assert "entry_0" not in student.widgets
        await student.turn("film")
        await student.film_task("parity")
        await student.play()
        await student.train()
        watched = await student.watch()
        assert watched.status["status"] == "done" and watched.steps[0] == 0
        for page in ("networks", "teachers", ""):
            await student.turn(page)
        assert "showcase" in student.widgets
        assert not student.errors
        await student.open("film", net="no_such_network")
        assert student.texts and not student.errors


def test_the_first_visit_of_a_page_finds_everything_imported(tmp_path):
    script = Path(__file__).with_name("first_visits.py")
    root = str(script.parents[1])
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": root, "STREAMLIT_RUNNER_POST_SCRIPT_GC": "false"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.stdout.split(), done.returncode) == ([], 0), done.stderr
