"""Take out of installed packages what this server never uses: `python prune.py SITE_PACKAGES`.

Run while the image is built, before the rest is compiled. Each reason below says why nothing misses
it; the build prints what each saves, so that a new version of a package can be judged.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

UNUSED: Final = ("altair", "pyarrow", "pydeck")
"""Behind Streamlit's own tables and charts; tests/test_without_torch.py runs the app without.

pandas stays: Streamlit imports it in a hundred places, some of them far from any table.
"""

REASONS: Final = {
    "Streamlit's own tables and charts: the app draws its own": tuple(
        pattern for name in UNUSED for pattern in (name, f"{name}-*.dist-info", f"{name}.libs")
    ),
    "tests and benchmarks of the packages themselves": (
        "**/tests",
        "sympy/**/benchmarks",
        "torch/test",
    ),
    "headers and archives to compile other programs with": (
        "numpy/_core/include",
        "numpy/*/lib/*.a",
        "torch/include",
        "torch/share",
    ),
    "widgets for notebooks": ("plotly/labextension", "plotly/package_data/widgetbundle.js"),
    # torch_shm_manager stays, because `import torch` looks for it; so does torch.testing.
    "torch's test programs and its compiler of messages": (
        "torch/bin/*test*",
        "torch/bin/*Test*",
        "torch/bin/protoc*",
        "torch/lib/*test.so",
        "torch/lib/libbackend_with_compiler.so",
    ),
}
"""Why, and which files."""

SYMBOLS: Final = "torch/lib/libtorch_*.so"
"""Large libraries that hold names for debuggers. One that patchelf has rewritten would break."""


def prune(packages: Path) -> None:
    """Delete what has a reason to go, and print what that saves."""
    for reason, patterns in REASONS.items():
        saved = 0
        for path in sorted({path for pattern in patterns for path in packages.glob(pattern)}):
            if path.exists():  # not inside one that has just gone
                saved += size(path)
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        print(f"{saved / 1e6:6.1f} MB  {reason}")


def strip(packages: Path) -> None:
    """Take the names for debuggers out of large libraries."""
    libraries = list(packages.glob(SYMBOLS))
    if libraries and shutil.which("strip") is None:
        print("No `strip` here (Debian: binutils), so the image stays 100 MB larger.")
        return
    saved = 0
    for path in libraries:
        before = size(path)
        subprocess.run(["strip", "--strip-unneeded", path], check=True)
        saved += before - size(path)
    print(f"{saved / 1e6:6.1f} MB  names for debuggers")


def size(path: Path) -> int:
    """Return the bytes of a file or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.lstat().st_size for file in files if not file.is_dir())


if __name__ == "__main__":
    prune(Path(sys.argv[1]))
    strip(Path(sys.argv[1]))
