"""The demonstration replays fiscal year 2023 of Ina as it was published, and the figures say exactly that."""

from datetime import date, datetime

import pytest

from kayoi.doors.demo.services import settling as demo
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.settling import selectors as settling
from kayoi.programmes.settling.selectors import checks
from kayoi.strategy.indicators import selectors
from kayoi.strategy.indicators.selectors.official import official_series
from kayoi.strategy.indicators.states import Subject, YearKind

INA = "202096"
TODAY = date(2026, 11, 20)


@pytest.fixture
def filled(in_ina: Organization, at: datetime) -> Organization:
    by = system("test")
    demo.fill(town=in_ina, staff=[], by=by, at=at)
    return in_ina


def test_year_adds_up_as_published(filled: Organization) -> None:
    figures = {line.indicator.key: line for line in selectors.figures(2023, on=TODAY).lines}
    assert figures["questions"].year == 825
    assert figures["questions"].year == sum(month or 0 for month in figures["questions"].months)
    assert figures["answered"].year == 825
    assert figures["waiting"].year == 0
    assert 2023 in selectors.fiscal_years(on=TODAY)
    moved = settling.figures_of_moves(2023, town_code=INA)
    (everybody,) = [line for line in moved if line.defined.latest.name == "伊那市の移住者"]
    assert (everybody.year.households, everybody.year.persons) == (80, 220)
    (published,) = [
        series for series in official_series(town_code=INA)
        if series.subject is Subject.NET_CHANGE and series.year_kind is YearKind.FISCAL
    ]  # fmt: skip
    assert [(value.year, int(value.value)) for value in published.values] == [(2023, -8)]
    assert "伊那市" in published.sources


def test_year_is_sound(filled: Organization) -> None:
    assert settling.settled(on=TODAY).curve.steps
    assert checks.linked_without_engagement() == checks.persons_unlike_members() == 0
