"""Why a party has a place or has none, as a verdict with every reason."""

from collections.abc import Mapping

from kayoi.engines.selections.rules.allotting import Allotment, Obstacle
from kayoi.engines.selections.rules.terms import Party, Quota, Terms
from kayoi.engines.selections.states import Method
from kayoi.kit.verdict import Outcome, Reason, Verdict

TURNS = {
    Method.FIRST_COME: "selections.turn_by_arrival",
    Method.LOTTERY: "selections.turn_by_lot",
    Method.POINTS: "selections.turn_by_points",
}


def explained(party: Party, terms: Terms, found: Allotment, *, turn: int, among: int) -> Verdict:
    """Return why a party has been given its offer in the draw, or none.

    Source: docs/reference/selections.md (reasons)
    """
    first = [Reason(TURNS[terms.method], {"turn": turn, "among": among, "points": terms.points(party)})]
    if party.number in found.given:
        if party.number in found.ahead:
            first.append(_of_quota("selections.ahead", found.ahead[party.number], "least"))
        return Verdict(Outcome.MET, (*first, _given("selections.placed", party, found.given)))
    minimums = [
        _of_quota("selections.others_ahead", quota, "least")
        for quota in terms.quotas
        if quota.least and quota.group not in party.groups
    ]
    against = [_against(party, obstacle) for obstacle in found.passed[party.number]]
    return Verdict(Outcome.NOT_MET, (*first, *minimums, *against, Reason("selections.on_reserve")))


def moved_up(party: Party, given: Mapping[str, str]) -> Verdict:
    """Return why a party of the reserve has a place now.

    Source: docs/reference/selections.md (reserve)
    """
    return Verdict(Outcome.MET, (_given("selections.moved_up", party, given),))


def _given(code: str, party: Party, given: Mapping[str, str]) -> Reason:
    offer = given[party.number]
    return Reason(code, {"offer": offer, "wish": party.wishes.index(offer) + 1})


def _against(party: Party, obstacle: Obstacle) -> Reason:
    if obstacle.quota is not None:
        return _of_quota("selections.group_full", obstacle.quota, "most")
    return Reason("selections.no_room", {"offer": obstacle.offer, "left": obstacle.left, "size": party.size})


def _of_quota(code: str, quota: Quota, which: str) -> Reason:
    return Reason(f"{code}_{quota.unit.value}", {"group": quota.group, which: getattr(quota, which)})
