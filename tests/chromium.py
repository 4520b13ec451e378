"""Where a Chromium is."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def chromium() -> str | None:
    """Return the program, or None where there is none."""
    given = os.environ.get("KAYOI_CHROMIUM")
    candidates = (
        [given] if given else [shutil.which(name) for name in NAMES] + [path for path in MAC if Path(path).exists()]
    )
    return next((found for found in candidates if found), None)
