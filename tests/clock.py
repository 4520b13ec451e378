"""Tests happen at one moment, on whatever day they run: what ends a week later has not ended when tests run later."""

from collections.abc import Generator
from datetime import datetime

import pytest
import time_machine

from kayoi.kit.dates import JST

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=JST)  # a Friday, a working day
# Other programs, Chromium among them, have the clock of the machine.
REAL = ("tests/browser/", "tests/proof/")
_clock = time_machine.travel(NOW)


def pytest_configure() -> None:
    """Let the clock go on from then."""
    _clock.start()


def pytest_unconfigure() -> None:
    """Give the clock back."""
    _clock.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Give the clock back for tests of other programs, with all their fixtures."""
    if not item.nodeid.startswith(REAL):
        return (yield)
    _clock.stop()
    try:
        return (yield)
    finally:
        _clock.start()
