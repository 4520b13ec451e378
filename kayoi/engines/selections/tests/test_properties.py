"""Whatever is applied for, declined and added at random: quotas kept, no party split, nothing overfull, in order."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kayoi.engines.selections.rules.allotting import allot
from kayoi.engines.selections.rules.events import Event, replay
from kayoi.engines.selections.rules.lots import in_order
from kayoi.engines.selections.rules.reading import Case, read_case
from kayoi.engines.selections.rules.terms import Party, Quota, Terms
from kayoi.engines.selections.states import EventKind
from kayoi.engines.selections.tests.brute_force import best_in_turn, with_minimums
from kayoi.engines.selections.tests.random_cases import random_case

SEEDS = st.integers(0, 2**32)


def case_of(seed: int, *, parties: int = 30, offers: int = 3, room: int = 12, quotas: int = 3) -> Case:
    return read_case(random_case(Random(seed), parties=parties, offers=offers, room=room, quotas=quotas))


def counted(quota: Quota, parties: list[Party], placed: dict[str, str]) -> int:
    return sum(quota.count(one) for one in parties if one.number in placed and quota.group in one.groups)


def overfull(terms: Terms, capacity: dict[str, int], parties: list[Party], placed: dict[str, str]) -> bool:
    rooms = any(
        sum(one.size for one in parties if placed.get(one.number) == offer) > room for offer, room in capacity.items()
    )
    return rooms or any(
        quota.most is not None and counted(quota, parties, placed) > quota.most for quota in terms.quotas
    )


@settings(deadline=None)
@given(SEEDS)
def test_after_each_event_quotas_are_kept_and_nobody_who_has_a_place_loses_it(seed: int) -> None:
    case = case_of(seed)
    order = in_order(case.terms, case.parties, "seed")
    before: dict[str, str] = {}
    one_by_one = any(event.kind is EventKind.ENTERED for event in case.events)
    for count in range(len(case.events) + 1):
        entered = {event.number for event in case.events[:count] if event.kind is EventKind.ENTERED}
        there = [party for party in order if party.number in entered or not one_by_one]
        standing = replay(case.terms, there, case.events[:count])
        assert not overfull(case.terms, standing.capacity, order, standing.held)
        assert all(offer in party.wishes for party in order if (offer := standing.held.get(party.number)))
        assert {number: standing.held.get(number) for number in before if number not in standing.declined} == {
            number: offer for number, offer in before.items() if number not in standing.declined
        }
        assert not set(standing.held) & standing.declined
        before = dict(standing.held)


@settings(deadline=None)
@given(SEEDS)
def test_whoever_waits_does_not_fit_and_a_missed_minimum_could_not_be_met_by_anybody_who_waits(seed: int) -> None:
    case = case_of(seed)
    order = in_order(case.terms, case.parties, "seed")
    standing = replay(case.terms, order, case.events)
    waiting = [party for party in order if party.number in standing.reserve(order)]
    for party in waiting:
        assert all(
            overfull(case.terms, standing.capacity, order, standing.held | {party.number: wish})
            for wish in party.wishes
        )


@settings(deadline=None)
@given(SEEDS)
def test_the_reserve_moves_in_order(seed: int) -> None:
    """Of two who are alike, the later one never has a place without the earlier one, nor a better one in one draw."""
    case = case_of(seed, offers=2, quotas=1)
    alike = {(one.size, one.wishes, one.groups) for one in case.parties}
    order = in_order(case.terms, case.parties, "seed")
    drawn = replay(case.terms, order, [Event(EventKind.DRAWN)])
    standing = replay(case.terms, order, case.events)
    for size, wishes, groups in alike:
        those = [one.number for one in order if (one.size, one.wishes, one.groups) == (size, wishes, groups)]
        there = [number for number in those if number not in standing.declined]
        has = [number in standing.held for number in there]
        assert has == sorted(has, reverse=True)
        ranks = [wishes.index(drawn.held[number]) for number in those if number in drawn.held]
        assert ranks == sorted(ranks)


@settings(deadline=None)
@given(SEEDS)
def test_more_room_gives_nobody_less_where_all_come_alone(seed: int) -> None:
    """Without quotas and with single applicants. With parties it does not hold: docs/reference/selections.md."""
    case = case_of(seed, quotas=0)
    order = [replace(one, size=1) for one in in_order(case.terms, case.parties, "seed")]
    capacity = case.terms.capacity
    few = allot(case.terms, order, capacity=capacity, held={}).given
    more = allot(case.terms, order, capacity={key: room + 1 for key, room in capacity.items()}, held={}).given
    for party in order:
        if party.number in few:
            assert party.wishes.index(more[party.number]) <= party.wishes.index(few[party.number])


def test_with_parties_more_room_can_cost_somebody_the_place() -> None:
    """The counterexample of docs/reference/selections.md."""
    case = case_of(1)
    terms = replace(case.terms, quotas=())
    key = terms.offers[0].key
    order = [Party("1", 1, 3, (key,)), Party("2", 2, 2, (key,))]
    assert allot(terms, order, capacity={key: 2}, held={}).given == {"2": key}
    assert allot(terms, order, capacity={key: 3}, held={}).given == {"1": key}


@settings(deadline=None)
@given(SEEDS, st.data())
def test_naming_other_wishes_gains_nothing(seed: int, data: st.DataObject) -> None:
    case = case_of(seed, parties=12, room=6)
    order = in_order(case.terms, case.parties, "seed")
    place = data.draw(st.integers(0, len(order) - 1))
    me = order[place]
    keys = [offer.key for offer in case.terms.offers]
    named = data.draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
    lied = [*order[:place], replace(me, wishes=tuple(named)), *order[place + 1 :]]
    honest = allot(case.terms, order, capacity=case.terms.capacity, held={}).given.get(me.number)
    other = allot(case.terms, lied, capacity=case.terms.capacity, held={}).given.get(me.number)
    ranks = [*me.wishes, None]
    assert other not in ranks or ranks.index(honest) <= ranks.index(other)


@pytest.mark.parametrize("seed", range(300))
def test_small_draws_are_those_of_an_independent_search(seed: int) -> None:
    case = case_of(seed, parties=1 + seed % 5, offers=1 + seed % 2, room=5, quotas=0)
    order = in_order(case.terms, case.parties, "seed")
    assert allot(case.terms, order, capacity=case.terms.capacity, held={}).given == best_in_turn(case.terms, order)


@pytest.mark.parametrize("seed", range(200))
def test_small_draws_with_quotas_are_those_of_an_independent_search(seed: int) -> None:
    case = case_of(seed, parties=1 + seed % 5, offers=1 + seed % 2, room=5, quotas=2)
    order = [replace(one, arrived=turn) for turn, one in enumerate(in_order(case.terms, case.parties, "seed"))]
    found = allot(case.terms, order, capacity=case.terms.capacity, held={}).given
    assert list(with_minimums(case.terms, order)) == [found]
