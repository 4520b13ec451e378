"""make test: everything, on both cores; says at the end what could not run and how to get it."""

import subprocess
import sys

from tests.chromium import chromium

HOW = """
------------------------------------------------------------------------------
Browser tests did not run: no Chromium was found.
  Debian/Ubuntu:  apt install chromium fonts-noto-cjk
  macOS:          brew install --cask chromium   (or install Google Chrome)
  elsewhere:      set KAYOI_CHROMIUM to the program
------------------------------------------------------------------------------"""


def main(arguments: list[str]) -> int:
    """Run pytest; return its exit code."""
    both = ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"] if not arguments else []
    code = subprocess.run([sys.executable, "-m", "pytest", "-q", *both, *arguments], check=False).returncode
    if chromium() is None:
        sys.stderr.write(HOW + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
