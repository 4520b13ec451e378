"""make proof: run what is marked "proof" (T=path for one) and print every count."""

import subprocess
import sys

if __name__ == "__main__":
    wanted = sys.argv[1:] or ["tests/proof", "tests/journeys", "kayoi"]
    sys.exit(subprocess.run([sys.executable, "-m", "pytest", "-q", "-m", "proof", *wanted], check=False).returncode)
