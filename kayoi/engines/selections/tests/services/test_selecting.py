"""From the published hash to the reserve that moves: each step once, in its order, and recomputable after."""

import json
import runpy
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kayoi.engines.selections import selectors, services
from kayoi.engines.selections.forms import REFUSALS
from kayoi.engines.selections.models import Event, Line, Place, Selection
from kayoi.engines.selections.rules.reading import BadSelection
from kayoi.engines.selections.rules.terms import Party, Quota, Terms
from kayoi.engines.selections.selectors import checks
from kayoi.engines.selections.states import Method, PlaceStatus
from kayoi.engines.selections.tests.factories import NUMBER, make_drawn, make_parties, make_terms
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused

pytestmark = pytest.mark.usefixtures("in_ina")
BY, DAY = system("test"), timedelta(days=1)
script = runpy.run_path(str(Path(__file__).resolve().parents[5] / "docs" / "verify_selection.py"))


def opened(terms: Terms, at: datetime) -> Selection:
    return services.open_selection(key="tour-1", title="体験ツアー", terms=terms, by=BY, at=at)


def codes(refused: pytest.ExceptionInfo[Any]) -> list[str]:
    assert isinstance(refused.value, Refused)
    assert all(sentences(refused.value.verdict, REFUSALS))
    return [reason.code for reason in refused.value.verdict.reasons]


def standing(row: Selection) -> dict[str, tuple[str, str]]:
    return {place.number: (place.status, place.offer) for place in Place.objects.filter(selection=row)}


def sound(row: Selection) -> bool:
    """Tell whether the checks and the stand-alone script find everything right."""
    published = json.loads(json.dumps(selectors.published(row)))
    found = script["of_public"](published) | script["of_list"](published, selectors.office_list(row))
    return all(found.values()) and (checks.lists_unlike_fingerprint(), checks.places_unlike_events()) == (0, 0)


def test_what_is_published_grows_step_by_step_and_never_changes(in_ina: Organization, at: datetime) -> None:
    row = opened(make_terms(at), at)
    first = selectors.published(row)
    assert set(first) == {"format", "terms", "commitment"}
    row = services.close_list(selection=row.pk, parties=make_parties(2, 2, 1), by=BY, at=at)
    second = selectors.published(row)
    assert set(second) - set(first) == {"lines", "fingerprint"}
    row = services.draw(selection=row.pk, number="39,123.45", by=BY, at=at + DAY)
    third = selectors.published(row)
    assert {name: third[name] for name in second} == second
    assert {name: second[name] for name in first} == first
    assert third["public_number"] == NUMBER
    assert sound(row)


def test_secrets_stand_sealed_and_the_salt_is_never_published(in_ina: Organization, at: datetime) -> None:
    row = make_drawn(make_terms(at), make_parties(2, 2, 1), by=BY, at=at)
    published = json.dumps(selectors.published(row))
    secret, salt = json.loads(published)["secret"], selectors.office_list(row)["salt"]
    assert salt not in published
    assert secret not in row.secret_sealed
    assert salt not in row.salt_sealed
    entries = json.dumps(list(Entry.objects.values("before", "after")))
    assert secret not in entries
    assert salt not in entries


def test_before_the_draw_nobody_gets_the_secret(in_ina: Organization, at: datetime) -> None:
    row = opened(make_terms(at), at)
    with pytest.raises(AssertionError, match="nobody's before the draw"):
        selectors.ordered(row)


def test_the_same_key_is_one_selection_and_other_terms_are_a_mistake(in_ina: Organization, at: datetime) -> None:
    row = opened(make_terms(at), at)
    again = opened(make_terms(at), at)
    assert (again.pk, again.commitment) == (row.pk, row.commitment)
    with pytest.raises(services.KeyReused):
        opened(make_terms(at, offers={"6月": 4}), at)
    with pytest.raises(BadSelection):
        services.open_selection(key="b", title="b", terms=replace(make_terms(at), number=""), by=BY, at=at)


def test_each_selection_has_secrets_of_its_own(in_ina: Organization, at: datetime) -> None:
    rows = [make_drawn(make_terms(at), make_parties(1), key=key, by=BY, at=at) for key in "ab"]
    assert len({selectors.published(row)["secret"] for row in rows}) == 2
    assert len({selectors.office_list(row)["salt"] for row in rows}) == 2


def test_the_list_is_final_before_the_number_is_out_or_another_is_named(in_ina: Organization, at: datetime) -> None:
    row = opened(make_terms(at), at)
    with pytest.raises(services.UnableToClose) as refused:
        services.close_list(selection=row.pk, parties=make_parties(1), by=BY, at=at + DAY)
    assert codes(refused) == ["selections.number_known_already"]
    with pytest.raises(services.UnableToName):
        services.name_number(selection=row.pk, number="別の数字", number_from=at + DAY, by=BY, at=at + DAY)
    services.name_number(selection=row.pk, number="別の数字", number_from=at + 2 * DAY, by=BY, at=at + DAY)
    row = services.close_list(selection=row.pk, parties=make_parties(1), by=BY, at=at + DAY)
    assert selectors.published(row)["terms"]["number"] == "別の数字"
    with pytest.raises(services.UnableToName) as refused_name:
        services.name_number(selection=row.pk, number="c", number_from=at + 3 * DAY, by=BY, at=at + DAY)
    assert codes(refused_name) == ["selections.closed"]
    with pytest.raises(services.UnableToDraw):
        services.draw(selection=row.pk, number=NUMBER, by=BY, at=at + DAY)
    services.draw(selection=row.pk, number=NUMBER, by=BY, at=at + 2 * DAY)


def test_the_same_list_twice_is_one_and_another_one_is_refused(in_ina: Organization, at: datetime) -> None:
    row = opened(make_terms(at), at)
    first = services.close_list(selection=row.pk, parties=make_parties(1, 2), by=BY, at=at)
    again = services.close_list(selection=row.pk, parties=make_parties(1, 2), by=BY, at=at + DAY)
    assert (again.fingerprint, Line.objects.count()) == (first.fingerprint, 2)
    with pytest.raises(services.UnableToClose) as refused:
        services.close_list(selection=row.pk, parties=make_parties(2, 2), by=BY, at=at)
    assert codes(refused) == ["selections.list_differs"]


@pytest.mark.parametrize("wrong", [{"wishes": ("7月",)}, {"size": 0}, {"number": "青葉"}, {"scores": {"x": 1}}])
def test_a_party_that_cannot_be_leaves_no_list(in_ina: Organization, at: datetime, wrong: dict[str, Any]) -> None:
    row = opened(make_terms(at), at)
    (party,) = make_parties(1)
    with pytest.raises(BadSelection):
        services.close_list(selection=row.pk, parties=[replace(party, **wrong)], by=BY, at=at)
    assert Line.objects.count() == 0


def test_a_draw_is_one(in_ina: Organization, at: datetime) -> None:
    row = make_drawn(make_terms(at), make_parties(2, 2, 1), by=BY, at=at)
    before = standing(row)
    services.draw(selection=row.pk, number="39,123.45", by=BY, at=at + 2 * DAY)
    with pytest.raises(services.UnableToDraw) as refused:
        services.draw(selection=row.pk, number="39123.46", by=BY, at=at + 2 * DAY)
    assert codes(refused) == ["selections.drawn_before"]
    assert (standing(row), Event.objects.count()) == (before, 1)


def test_everybody_is_told_why(in_ina: Organization, at: datetime) -> None:
    row = make_drawn(make_terms(at), make_parties(2, 2, 1), by=BY, at=at)
    for place in Place.objects.filter(selection=row):
        said = sentences(selectors.told(place), REFUSALS)
        assert said[0] == f"抽選の順番は、3組のうち{place.turn}番目でした。"
        assert ("決まりました" in said[-1]) is (place.status == PlaceStatus.PLACED) is selectors.told(place).met


def test_when_one_declines_the_reserve_moves_up_and_is_told(in_ina: Organization, at: datetime) -> None:
    row = make_drawn(make_terms(at, offers={"6月": 2}), make_parties(2, 2, 2), by=BY, at=at)
    placed, first, second = Place.objects.filter(selection=row).order_by("turn")
    assert [place.number for place in selectors.reserve(row)] == [first.number, second.number]
    assert [selectors.waiting_before(place) for place in (first, second)] == [0, 1]
    moved = services.decline(selection=row.pk, number=placed.number, by=BY, at=at + DAY, why="都合が悪くなった")
    assert [place.number for place in moved] == [first.number]
    assert sentences(selectors.told(moved[0]), REFUSALS) == [
        "空きが出たため、補欠の順番により、第1希望の「6月」に決まりました。"
    ]
    assert standing(row) == {
        placed.number: ("declined", ""), first.number: ("placed", "6月"), second.number: ("reserve", ""),
    }  # fmt: skip
    assert services.decline(selection=row.pk, number=placed.number, by=BY, at=at + DAY) == []
    assert services.decline(selection=row.pk, number=second.number, by=BY, at=at + DAY) == []
    assert Entry.objects.get(action="selections.place.move_up").reasons == selectors.told(moved[0]).as_data()
    assert Entry.objects.filter(action="selections.declined", why="都合が悪くなった").count() == 1
    assert sound(row)


def test_who_declines_before_the_draw_stays_out_of_it(in_ina: Organization, at: datetime) -> None:
    row = opened(make_terms(at), at)
    with pytest.raises(services.UnableToDecline) as refused:
        services.decline(selection=row.pk, number="1", by=BY, at=at)
    assert codes(refused) == ["selections.no_such_number"]
    services.close_list(selection=row.pk, parties=make_parties(3, 3), by=BY, at=at)
    assert services.decline(selection=row.pk, number="1", by=BY, at=at) == []
    row = services.draw(selection=row.pk, number=NUMBER, by=BY, at=at + DAY)
    assert standing(row) == {"1": ("declined", ""), "2": ("placed", "6月")}
    assert sentences(selectors.told(Place.objects.get(number="1")), REFUSALS) == ["辞退を受け付けました。"]
    assert sound(row)


def test_places_are_added_once_and_go_to_the_reserve(in_ina: Organization, at: datetime) -> None:
    row = make_drawn(make_terms(at, offers={"6月": 2}), make_parties(2, 2, 2), by=BY, at=at)
    waiting = selectors.reserve(row)
    moved = services.add_places(selection=row.pk, offer="6月", persons=3, key="bus", by=BY, at=at + DAY)
    assert [place.number for place in moved] == [waiting[0].number]
    assert services.add_places(selection=row.pk, offer="6月", persons=3, key="bus", by=BY, at=at + DAY) == []
    assert selectors.capacity_of(row) == {"6月": 5}
    with pytest.raises(services.KeyReused):
        services.add_places(selection=row.pk, offer="6月", persons=4, key="bus", by=BY, at=at + DAY)
    with pytest.raises(services.UnableToAdd) as refused:
        services.add_places(selection=row.pk, offer="7月", persons=0, key="b", by=BY, at=at + DAY)
    assert codes(refused) == ["selections.no_such_offer", "selections.nothing_added"]
    assert sound(row)


def test_places_are_not_added_before_the_draw(in_ina: Organization, at: datetime) -> None:
    row = opened(make_terms(at), at)
    with pytest.raises(services.UnableToAdd) as refused:
        services.add_places(selection=row.pk, offer="6月", persons=1, key="a", by=BY, at=at)
    assert codes(refused) == ["selections.not_drawn"]


def test_by_first_come_places_are_given_at_once(in_ina: Organization, at: datetime) -> None:
    row = opened(make_terms(at, method=Method.FIRST_COME), at)
    places = [services.enter(selection=row.pk, party=party, by=BY, at=at) for party in make_parties(2, 3, 1)]
    assert [(place.status, place.turn) for place in places] == [("placed", 1), ("reserve", 2), ("placed", 3)]
    assert sentences(selectors.told(places[0]), REFUSALS)[0] == "受付の順番は、1組のうち1番目でした。"
    assert services.enter(selection=row.pk, party=make_parties(2)[0], by=BY, at=at).pk == places[0].pk
    with pytest.raises(services.KeyReused):
        services.enter(selection=row.pk, party=make_parties(3)[0], by=BY, at=at)
    assert services.decline(selection=row.pk, number="1", by=BY, at=at) == [], "three do not fit into two"
    late = services.enter(selection=row.pk, party=Party("4", 0, 2, ("6月",)), by=BY, at=at)
    assert late.status == PlaceStatus.PLACED
    moved = services.add_places(selection=row.pk, offer="6月", persons=3, key="bus", by=BY, at=at)
    assert [place.number for place in moved] == ["2"]
    assert sound(row)


def test_quotas_and_wishes_hold_on_rows_too(in_ina: Organization, at: datetime) -> None:
    terms = make_terms(at, offers={"6月": 4, "7月": 4}, quotas=(Quota("初参加", least=2), Quota("県内", most=2)))
    groups: tuple[list[str], ...] = (["初参加"], ["県内"], [])
    parties = [
        Party(str(number), number, 1 + number % 3, ("7月", "6月"), frozenset(groups[number // 3 % 3]))
        for number in range(1, 13)
    ]
    row = make_drawn(terms, parties, by=BY, at=at)
    assert sound(row)
    for place in Place.objects.filter(selection=row, status=PlaceStatus.PLACED):
        services.decline(selection=row.pk, number=place.number, by=BY, at=at + DAY)
        assert sound(row)


def test_a_receipt_finds_the_own_line(in_ina: Organization, at: datetime) -> None:
    row = make_drawn(make_terms(at), make_parties(2, 1), by=BY, at=at)
    receipt = selectors.receipt(row, "2")
    assert script["of_receipt"](selectors.published(row), receipt) != {}
    published = json.loads(json.dumps(selectors.published(row)))
    assert all(script["of_receipt"](published, receipt).values())
    assert selectors.receipt(row, "9") is None


def test_the_database_refuses_what_the_services_would(in_ina: Organization, at: datetime) -> None:
    row = make_drawn(make_terms(at), make_parties(2, 2), by=BY, at=at)
    for model in (Line, Event):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.update(number="9")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.all().delete()
    with pytest.raises(IntegrityError, match="selections_placed_has_offer"), transaction.atomic():
        Place.objects.filter(selection=row).update(offer="")
    with pytest.raises(IntegrityError, match="selections_closed_has_fingerprint"), transaction.atomic():
        Selection.objects.update(fingerprint="")
    with pytest.raises(IntegrityError, match="selections_drawn_after_closed"), transaction.atomic():
        Selection.objects.update(drawn_at=None)


def test_a_draw_takes_as_many_statements_for_many(in_ina: Organization, at: datetime) -> None:
    counts = []
    for key, many in (("a", 3), ("b", 300)):
        row = services.open_selection(key=key, title="ツアー", terms=make_terms(at), by=BY, at=at)
        with CaptureQueriesContext(connection) as closing:
            services.close_list(selection=row.pk, parties=make_parties(*[2] * many), by=BY, at=at)
        with CaptureQueriesContext(connection) as drawing:
            services.draw(selection=row.pk, number=NUMBER, by=BY, at=at + DAY)
        counts.append((len(closing), len(drawing)))
    assert counts[0] == counts[1]
