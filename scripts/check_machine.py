"""Say in one line what this machine lacks, before anything is installed; with --python of Python only.

Standard library only, and old syntax: it must run on the very Python it refuses.
"""

import os
import shutil
import sys

GIGABYTE = 1024**3
NEEDED = 4 * GIGABYTE


def python_faults():
    """Yield what is wrong with Python, a sentence each, with the way out."""
    if not (3, 11) <= sys.version_info[:2] < (3, 12):
        yield (
            "Python 3.11 is needed, and python3 is {}.{}. Install it (Debian 12 has it: apt install python3 "
            "python3-venv), or name it: make PYTHON=/path/to/python3.11 run".format(*sys.version_info[:2])
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        yield "Python's venv module is missing. Install it: apt install python3-venv"


def other_faults():
    """Yield what else is missing for a whole Relais, as above."""
    if shutil.which("npm") is None:
        yield "npm is missing; the local workspace comes from there. Install node 20 and npm: apt install npm"
    if shutil.which(os.environ.get("CC", "cc")) is None:
        yield "A C compiler is missing; it keeps the local workspace private: apt install gcc libc6-dev"
    free = shutil.disk_usage(".").free
    if not os.path.exists("nlu/.venv/bin/python") and free < NEEDED:
        yield f"About 4 GB of disk are needed and {free / GIGABYTE:.1f} are free here. Free some space first."


def main():
    """Print the faults and exit non-zero, or say nothing."""
    found = list(python_faults())
    if "--python" not in sys.argv:
        found += other_faults()
    for fault in found:
        sys.stderr.write(fault + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
