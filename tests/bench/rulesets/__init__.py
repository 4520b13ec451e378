"""Rulesets beside OpenFisca-Core, bare Python, and a NumPy programme written by hand for the same conditions."""

import os
import subprocess
import sys

from tests.site import ROOT

HOUSEHOLDS, RULESETS = 1_000_000, 300


def measure(count: int) -> str:
    """Return the section, measured in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rulesets.measure", str(count), str(RULESETS)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "kayoi.config.settings"},
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout
