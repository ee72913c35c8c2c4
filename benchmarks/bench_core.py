"""Compare lstm_core with torch.nn.LSTM: `python benchmarks/bench_core.py`.

Ratios of process CPU time, one thread, float32, medians of interleaved runs, because other work on
the machine then slows all of them alike. torch.nn.LSTM exposes no gate; lstm_core hands out every
intermediate value and its gradient at every step. Exits with 1 when a ratio is past its bound.
"""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def same_instructions() -> dict[str, str]:
    """Let OpenBLAS use AVX-512 where oneDNN does.

    OpenBLAS falls back to AVX2 on processors that it does not know, or is told to by the
    environment; the two libraries under torch and NumPy would then be compared instead of the two
    LSTMs.
    """
    cpuinfo = Path("/proc/cpuinfo")
    has = cpuinfo.exists() and "avx512f" in cpuinfo.read_text()
    return {"OPENBLAS_CORETYPE": "SkylakeX"} if has else {}


os.environ.update(ONE_THREAD | same_instructions())  # before NumPy and torch load their libraries
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import torch  # noqa: E402

import lstm_core as lc  # noqa: E402
from lstm_core.kernels.lstm import Plan  # noqa: E402


class Size(NamedTuple):
    """A size, how often it is run, and the bounds on the ratios."""

    T: int
    B: int
    H: int
    D: int
    runs: int
    trace: float
    plan: float
    gradients: float

    def __str__(self) -> str:
        return f"T={self.T} B={self.B} H={self.H} D={self.D}"


SIZES = (
    Size(100, 64, 128, 64, 21, trace=1.7, plan=1.3, gradients=2.0),
    Size(500, 1, 64, 32, 41, trace=4.0, plan=3.0, gradients=3.0),
    Size(20, 1, 8, 8, 401, trace=1.2, plan=0.7, gradients=1.0),
)
EAGER_AT_LEAST = 4.0  # times slower than lc.trace + lc.bptt
IMPORT_CPU_SECONDS = 0.3
Line = tuple[str, float, str, float, bool]  # what, value, "≤" or "≥", bound, good


def eager_with_gradients(
    module: torch.nn.LSTM, x: torch.Tensor, d_h: torch.Tensor
) -> list[torch.Tensor]:
    """Do what one would write in torch to see the gradient of every gate at every step."""
    w, u, b_ih, b_hh = module.all_weights[0]
    b = b_ih + b_hh
    h = c = x.new_zeros(x.shape[1], module.hidden_size)
    kept: list[torch.Tensor] = []
    outputs: list[torch.Tensor] = []
    for x_t in x:
        a = x_t @ w.T + h @ u.T + b
        a_i, a_f, a_g, a_o = a.chunk(4, dim=1)
        i, f, g, o = a_i.sigmoid(), a_f.sigmoid(), a_g.tanh(), a_o.sigmoid()
        c = f * c + i * g
        tanh_c = c.tanh()
        h = o * tanh_c
        for value in (a, i, f, g, o, c, tanh_c, h):
            value.retain_grad()
            kept.append(value)
        outputs.append(h)
    module.zero_grad()
    torch.stack(outputs).backward(d_h)
    return kept


def candidates(size: Size) -> tuple[dict[str, Callable[[], object]], str]:
    """Return what is timed at one size, and a line on memory."""
    T, B, H, D = size[:4]
    torch.manual_seed(0)
    module = torch.nn.LSTM(D, H)
    tensor, d_tensor = torch.randn(T, B, D), torch.randn(T, B, H)
    params = lc.from_torch(module).layers[0][0]
    x, d_h = tensor.numpy(), d_tensor.numpy()
    plan = Plan(T, B, D, H, np.float32)
    weights = list(module.parameters())

    def torch_forward() -> object:
        with torch.no_grad():
            return module(tensor)

    def with_gradients() -> object:
        return lc.bptt(lc.trace("lstm", params, x), d_h)

    def memory() -> str:
        g = lc.bptt(lc.trace("lstm", params, x), d_h)
        back = sum(a.nbytes for a in g.steps)
        return f"record {plan.nbytes / 1e6:.2f} MB, gradients of all steps {back / 1e6:.2f} MB"

    work: dict[str, Callable[[], object]] = {
        "torch": torch_forward,
        "trace": lambda: lc.trace("lstm", params, x),
        "plan": lambda: plan.forward(params, x),
        "torch+": lambda: torch.autograd.grad(module(tensor)[0], weights, d_tensor),
        "gradients": with_gradients,
    }
    return work, memory()


def eager(size: Size) -> Callable[[], object]:
    """Return the eager loop of one size: far slower, so it is run less often."""
    module = torch.nn.LSTM(size.D, size.H)
    x, d_h = torch.randn(size.T, size.B, size.D), torch.randn(size.T, size.B, size.H)
    return lambda: eager_with_gradients(module, x, d_h)


def medians(work: dict[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Return the median CPU milliseconds of each, run in turn."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for run in range(runs + 2):
        for name, call in work.items():
            began = time.process_time()
            call()
            if run >= 2:  # the first two warm up
                times[name].append(time.process_time() - began)
    return {name: 1e3 * median(values) for name, values in times.items()}


def measure(size: Size) -> tuple[list[Line], str]:
    """Return the lines of one size and a note on milliseconds and memory."""
    work, memory = candidates(size)
    ms = medians(work, size.runs)
    slow = medians({"eager": eager(size), "gradients": work["gradients"]}, max(3, size.runs // 8))
    ratios = (
        ("lc.trace / nn.LSTM", ms["trace"] / ms["torch"], size.trace),
        ("reused Plan / nn.LSTM", ms["plan"] / ms["torch"], size.plan),
        ("trace + bptt / nn.LSTM + autograd", ms["gradients"] / ms["torch+"], size.gradients),
    )
    lines: list[Line] = [(what, ratio, "≤", bound, ratio <= bound) for what, ratio, bound in ratios]
    times = slow["eager"] / slow["gradients"]
    what = "eager torch with retain_grad / trace + bptt"
    lines.append((what, times, "≥", EAGER_AT_LEAST, times >= EAGER_AT_LEAST))
    note = ", ".join(f"{name} {value:.3f}" for name, value in ms.items())
    return lines, f"ms: {note}, eager {slow['eager']:.1f}; {memory}"


def import_seconds() -> float:
    """Return the CPU seconds of `import lstm_core` in a fresh interpreter, median of five."""
    code = "import time; t = time.process_time(); import lstm_core; print(time.process_time() - t)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    return median(
        float(subprocess.check_output(command, env=environment, text=True)) for _ in range(5)
    )


def show(title: str, lines: Iterable[Line], note: str = "") -> int:
    """Print a table; return how many bounds were missed."""
    print(f"\n{title}" + (f"\n  {note}" if note else ""))
    missed = 0
    for what, value, sign, bound, good in lines:
        print(f"  {what:<46}{value:8.2f}  {sign} {bound:<5g}{'' if good else '  PAST THE BOUND'}")
        missed += not good
    return missed


def main() -> int:
    """Print all tables; return the exit code."""
    torch.set_num_threads(1)
    core = os.environ.get("OPENBLAS_CORETYPE", "its own choice")
    print(f"NumPy {np.__version__} (OpenBLAS core: {core}), torch {torch.__version__}, one thread")
    print(f"{platform.machine()}, torch uses {torch.backends.cpu.get_cpu_capability()}")
    missed = 0
    for size in SIZES:
        missed += show(str(size), *measure(size))
    cpu = import_seconds()
    good = cpu <= IMPORT_CPU_SECONDS
    missed += show("import lstm_core", [("CPU seconds", cpu, "≤", IMPORT_CPU_SECONDS, good)])
    print(f"\n{missed} of the bounds missed" if missed else "\nall bounds hold")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
