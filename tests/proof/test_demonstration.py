"""The demonstration can be loaded on every kind of day: ends of years, holidays, a leap day, years from now."""

from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine

from kayoi.doors.demo.services.loading import load_demo
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import JST

DAYS = (
    "2026-12-31", "2027-01-01", "2027-03-31", "2027-04-01", "2027-05-05", "2027-06-01", "2027-08-15", "2027-10-02",
    "2028-02-29", "2029-04-20", "2031-07-12",
)  # fmt: skip


@pytest.mark.proof  # some minutes for each
@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS)
def test_the_demonstration_is_loaded_on_any_day(day: str, say: Callable[[str], None]) -> None:
    at = datetime.fromisoformat(f"{day}T14:00").replace(tzinfo=JST)
    with time_machine.travel(at):
        assert load_demo(by=system("demo.load"), at=at)
    say(f"demonstration of {day}: {Organization.objects.count()} organizations")
