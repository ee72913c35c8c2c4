"""The container image keeps its promises, as far as its files can say; no container is run."""

import json
import re
import subprocess
import sys

import pytest

from app.i18n import languages
from deploy import check_container, prune
from tests.visits import ROOT

BASE = "python:3.11-slim-bookworm"
TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
LINES = [
    line for line in re.sub(r"\\\n\s*", "", TEXT).splitlines() if line and not line.startswith("#")
]
STAGES = [line.split() for line in LINES if line.startswith("FROM ")]


def of_stage(name: str) -> list[str]:
    """The instructions of a stage and of those that it goes on from."""
    begin = next(n for n, line in enumerate(LINES) if line.endswith(f" AS {name}"))
    own: list[str] = []
    for line in LINES[begin + 1 :]:
        if line.startswith("FROM "):
            break
        own.append(line)
    before = LINES[begin].split()[1]
    return (of_stage(before) if before != BASE else []) + own


def test_it_is_built_from_one_base_and_ends_with_torch():
    names = [stage[3] for stage in STAGES]
    assert {stage[1] for stage in STAGES} - set(names) == {BASE}
    assert names[-2:] == ["lite", "full"]  # without --target the last one is built


@pytest.mark.parametrize("name", ["lite", "full"])
def test_it_runs_as_nobody_and_says_whether_it_is_well(name):
    stage = of_stage(name)
    assert "USER 10001:10001" in stage
    (health,) = (line for line in stage if line.startswith("HEALTHCHECK "))
    command = json.loads(health.partition("CMD ")[2])
    assert command[:2] == ["python", "-S"]
    assert (ROOT / command[2].removeprefix("/srv/gatescope/")).is_file()
    assert not any(line.startswith(("RUN ", "ADD ")) for line in stage)
    wanted = ("/opt/venv", "/opt/torch/lib", "/srv/gatescope")
    assert all(line.split()[2] in wanted for line in stage if line.startswith("COPY --from="))


def test_only_the_larger_one_has_torch():
    assert any("torch" in line for line in of_stage("full"))
    assert not any("torch" in line for line in of_stage("lite"))
    assert "torch" not in (ROOT / "requirements-base.txt").read_text(encoding="utf-8")


def test_it_names_no_registry_and_needs_no_curl():
    assert not re.search(r"https?://|\bcurl\b|\bwget\b", TEXT)
    assert TEXT.count("ARG PIP_EXTRA_INDEX_URL") == 2  # base packages and torch


def test_nothing_else_goes_into_the_build():
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    copied = {
        path
        for line in LINES
        if line.startswith("COPY ") and "--from" not in line
        for path in line.split()[1:-1]
    }
    allowed = {rule[1:] for rule in rules if rule.startswith("!")}
    assert copied == allowed
    assert all((ROOT / path).exists() for path in copied)
    assert {"LICENSE", "NOTICE"} <= copied


def test_it_is_pruned_with_reasons(tmp_path):
    for name in ("pyarrow/lib.py", "numpy/a/tests/test_a.py", "torch/bin/test_api", "torch/x.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
    prune.prune(tmp_path)
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"torch/x.py"}


def test_the_check_visits_every_page_in_every_language():
    assert sorted(check_container.PAGES) == sorted(p.stem for p in (ROOT / "pages").glob("*.py"))
    assert sorted(check_container.LANGUAGES) == sorted(languages())


def test_the_check_of_a_container_finds_nothing_wrong(server):
    assert check_container.report("film zh", check_container.visit, server, "film", "zh")
    assert check_container.report("xlsx", check_container.download, server, "trace.xlsx")
    assert not check_container.report("lost", check_container.download, server, "trace.exe")


def test_the_health_check_knows_a_server_that_answers(server):
    command = [sys.executable, "-S", str(ROOT / "deploy" / "healthcheck.py")]
    port = server.rsplit(":", 1)[1]
    for there, code in ((port, 0), ("1", 1)):
        environment = {"STREAMLIT_SERVER_PORT": there}
        assert subprocess.run(command, env=environment, stderr=-3).returncode == code
