"""Make a virtual environment with pip in it, on machines that lack one part or another.

usage: python3.11 deploy/make_venv.py FOLDER

Needs Python 3.11 with ensurepip or with pip. If both are missing it says which package to install.
"""

import importlib.util
import subprocess
import sys
import venv
from pathlib import Path

LEAST_PIP = (22, 3)  # the first that can install into another environment (--python)


def fail(what: str) -> None:
    sys.stderr.write(f"{what}\n")
    raise SystemExit(1)


def pip_version() -> tuple[int, ...]:
    """The version of the pip of this Python; () if there is none."""
    if importlib.util.find_spec("pip") is None:
        return ()
    told = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    words = told.stdout.split()
    return tuple(int(part) for part in words[1].split(".")[:2]) if len(words) > 1 else ()


def main(folder: Path) -> None:
    if sys.version_info[:2] != (3, 11):
        fail(f"Tawasul needs Python 3.11, and this is {sys.version.split()[0]}: set PYTHON=/path/to/python3.11")
    if importlib.util.find_spec("ensurepip") is not None:
        venv.create(folder, with_pip=True, clear=True)
        return
    if pip_version() < LEAST_PIP:
        fail("Neither ensurepip nor pip 22.3 or later is here. On Debian and Ubuntu: apt install python3-venv")
    venv.create(folder, with_pip=False, clear=True)
    command = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install", "--quiet", "pip"]
    subprocess.run(command, check=True)  # noqa: S603 - this Python, told to install pip


main(Path(sys.argv[1]))
