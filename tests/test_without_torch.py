"""Without PyTorch, and without what the container images leave out, all but to_torch works.

pandas is in the images, but nothing may load it: it would cost every process 80 MB.
"""

import subprocess
import sys

import numpy as np
import pytest

import lstm_core as lc
from deploy.prune import UNUSED
from tests.visits import ROOT

BLOCKED = """
import sys
class Missing:
    names, asked = sys.argv.pop(1).split(","), set()
    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            self.asked.add(name)
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
import pytest
code = pytest.main(sys.argv[1:])
print("asked for:", *Missing.asked)
sys.exit(code or len(Missing.asked))
"""
TESTS = (
    "tests/test_pages.py::test_every_page_opens_in_every_language",
    "tests/app/test_training.py::test_slices_make_the_training_that_the_library_makes",
    "tests/app/test_exports.py::test_a_state_becomes_a_file",
)


def test_every_page_and_training_work_without():
    blocked = ",".join(("torch", "pandas", *UNUSED))
    options = ["-q", "-x", "-k", "not zh", "-p", "no:cacheprovider", "-p", "no:xdist"]
    run = subprocess.run(
        [sys.executable, "-c", BLOCKED, blocked, *options, *TESTS],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-3000:]
    assert "skipped" not in run.stdout


def test_what_needs_torch_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    network = lc.random_network(2, cell="lstm")
    with pytest.raises(lc.MissingLibrary) as refused:
        lc.to_torch(network)
    assert isinstance(refused.value, lc.LstmCoreError)
    assert str(refused.value) == (
        "to_torch needs torch, which is not installed: install it with `pip install torch`"
    )
    with pytest.raises(lc.UnsupportedModule):
        lc.to_torch(lc.random_network(2, cell="peephole"))


def test_arrays_under_torchs_names_come_over_without_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    state = {"weight_ih_l0": np.ones((8, 3)), "weight_hh_l0": np.ones((8, 2))}
    assert (lc.from_torch(state).cell, lc.from_torch(state).hidden_size) == ("lstm", 2)
    with pytest.raises(lc.UnsupportedModule):
        lc.from_torch("model.pt")
