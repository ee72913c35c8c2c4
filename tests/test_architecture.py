"""The rules of the house that a machine can hold."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("app", "lstm_core", "pages", "tests", "benchmarks", "deploy")
PYTHON = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
BROWSER = sorted(path for kind in ("js", "css") for path in (ROOT / "app").rglob(f"*.{kind}"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
FILE_MAX, FUNCTION_MAX, PAGE_MAX = 300, 40, 100


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return {name.split(".")[0] for name in found}


@pytest.mark.parametrize("path", [*PYTHON, *BROWSER], ids=named)
def test_a_file_is_short_and_is_about_something(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_MAX
    assert path.stem not in {"utils", "util", "helpers", "misc", "common"}


@pytest.mark.parametrize("path", PYTHON, ids=named)
def test_a_function_fits_on_a_screen(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < FUNCTION_MAX, node.name


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_arranges_and_does_nothing_else(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= PAGE_MAX
    assert not imports(path) & {"plotly", "numpy"}
    assert not [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    assert "session_state" not in text


@pytest.mark.parametrize("path", [p for p in PYTHON if p.parts[-2] != "tests"], ids=named)
def test_only_the_session_keeps_state_and_only_runs_are_cached(path):
    used = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    if named(path).startswith("tests"):
        return
    if not named(path).startswith("app/session/"):
        assert not used & {"session_state", "query_params"}
    if named(path) != "app/runs.py":
        assert not used & {"cache_data", "cache_resource"}


def test_nobody_takes_code_from_data_or_writes_html_from_text():
    for path in PYTHON:
        if named(path).startswith("tests"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec"}, named(path)
            if isinstance(node, ast.keyword):
                assert node.arg != "unsafe_allow_html", named(path)
        assert not imports(path) & {"pickle", "marshal", "shelve"}, named(path)


def test_the_settings_repeat_the_palette():
    import tomllib

    from app.figures.palette import PALETTE

    theme = tomllib.loads((ROOT / "app/.streamlit/config.toml").read_text(encoding="utf-8"))[
        "theme"
    ]
    pairs = {
        "primaryColor": "ink",
        "backgroundColor": "bg",
        "secondaryBackgroundColor": "belt",
        "textColor": "ink",
        "linkColor": "o_text",
    }
    for mode, colours in PALETTE.items():
        for option, colour in pairs.items():
            assert theme[mode][option] == colours[colour], (mode, option)


def test_the_project_speaks_of_itself_alone():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("this copy is not a git repository")
    machine_path = re.compile(r"(?<![\w.])/(?:home|root|Users|work|tmp/\w)/?\w*/")
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.is_file() and path.suffix not in {".png", ".webp", ".gif", ".safetensors"}:
            text = path.read_text(encoding="utf-8")
            assert not machine_path.search(text), name
