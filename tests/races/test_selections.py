"""Everybody presses at once: one list, one draw, one place for each, and nothing overfull."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from kayoi.engines.selections import selectors, services
from kayoi.engines.selections.models import Event, Line, Place, Selection
from kayoi.engines.selections.selectors import checks
from kayoi.engines.selections.states import Method, PlaceStatus
from kayoi.engines.selections.tests.factories import NUMBER, make_drawn, make_parties, make_terms
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
BY, DAY = system("race"), timedelta(days=1)
CROWD = 12


def sound() -> bool:
    return (checks.lists_unlike_fingerprint(), checks.places_unlike_events()) == (0, 0)


def placed(row: Selection) -> int:
    sizes = dict(Line.objects.filter(selection=row).values_list("number", "size"))
    numbers = Place.objects.filter(selection=row, status=PlaceStatus.PLACED).values_list("number", flat=True)
    return sum(sizes[number] for number in numbers)


def test_the_list_is_closed_and_drawn_once(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        row = services.open_selection(key="tour", title="ツアー", terms=make_terms(at), by=BY, at=at)

    def close(_: int) -> str:
        with scope.of_organization(ina.pk):
            return services.close_list(selection=row.pk, parties=make_parties(2, 1, 2), by=BY, at=at).fingerprint

    def draw(_: int) -> str:
        with scope.of_organization(ina.pk):
            return services.draw(selection=row.pk, number=NUMBER, by=BY, at=at + DAY).public_number

    assert len(set(at_once(CROWD, close))) == 1
    assert set(at_once(CROWD, draw)) == {NUMBER}
    with scope.of_organization(ina.pk):
        assert (Line.objects.count(), Place.objects.count(), Event.objects.count()) == (3, 3, 1)
        assert sound()


def test_one_key_opened_at_once_is_one_secret(ina: Organization, at: datetime) -> None:
    def open_it(_: int) -> str:
        with scope.of_organization(ina.pk):
            return services.open_selection(key="tour", title="ツアー", terms=make_terms(at), by=BY, at=at).commitment

    assert len(set(at_once(CROWD, open_it))) == 1


def test_two_numbers_cannot_draw(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        row = services.open_selection(key="tour", title="ツアー", terms=make_terms(at), by=BY, at=at)
        services.close_list(selection=row.pk, parties=make_parties(2, 1, 2), by=BY, at=at)

    def draw(number: int) -> str:
        with scope.of_organization(ina.pk):
            return services.draw(selection=row.pk, number=f"{number % 2}", by=BY, at=at + DAY).public_number

    results = Counter(type(result) for result in at_once(CROWD, draw))
    assert results == {str: CROWD // 2, services.UnableToDraw: CROWD // 2}


def test_declines_while_places_are_added(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        row = make_drawn(make_terms(at, offers={"6月": 6}), make_parties(*[1, 2, 3] * 8), by=BY, at=at)
        numbers = list(Place.objects.filter(selection=row, status=PlaceStatus.PLACED).values_list("number", flat=True))

    def press(which: int) -> list[str]:
        with scope.of_organization(ina.pk):
            if which % 3 == 0:
                moved = services.add_places(
                    selection=row.pk, offer="6月", persons=2, key=f"bus-{which // 6}", by=BY, at=at + DAY
                )
            else:
                moved = services.decline(selection=row.pk, number=numbers[which % len(numbers)], by=BY, at=at + DAY)
            return [place.number for place in moved]

    results = at_once(CROWD, press)
    assert all(isinstance(result, list) for result in results), results
    moved = [number for result in results if isinstance(result, list) for number in result]
    assert len(moved) == len(set(moved)), "nobody is told twice"
    with scope.of_organization(ina.pk):
        assert placed(row) <= selectors.capacity_of(row)["6月"] == 10
        assert Event.objects.filter(selection=row, kind="added").count() == 2
        assert sound()


def test_by_first_come_the_last_places_go_once(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        terms = make_terms(at, method=Method.FIRST_COME, offers={"6月": 7})
        row = services.open_selection(key="tour", title="ツアー", terms=terms, by=BY, at=at)
    parties = make_parties(*[2] * (CROWD // 2))

    def enter(number: int) -> str:
        with scope.of_organization(ina.pk):
            return services.enter(selection=row.pk, party=parties[number // 2], by=BY, at=at).status

    results = at_once(CROWD, enter)
    assert Counter(results) == {"placed": 6, "reserve": CROWD - 6}, "each number twice, each once in the list"
    with scope.of_organization(ina.pk):
        assert (placed(row), Line.objects.count()) == (6, CROWD // 2)
        assert sound()
