"""Why a party has a place or has none, as a verdict with every reason."""

from collections.abc import Mapping

from kayoi.engines.selections.rules.allotting import Allotment, Passed
from kayoi.engines.selections.rules.terms import Party, Quota, Terms
from kayoi.engines.selections.states import Method, Unit
from kayoi.kit.verdict import Outcome, Reason, Verdict

DECLINED = Verdict(Outcome.NOT_MET, (Reason("selections.declined"),))


def explained(party: Party, terms: Terms, found: Allotment, *, turn: int, among: int) -> Verdict:
    """Return why a party has been given its offer in the draw, or none.

    Source: docs/reference/selections.md (reasons)
    """
    first = [_turn(terms, {"turn": turn, "among": among, "points": terms.points(party)})]
    if party.number in found.given:
        if party.number in found.ahead:
            first.append(_ahead(found.ahead[party.number]))
        placed = Reason("selections.placed", _offer(party, found.given))
        return Verdict(Outcome.MET, (*first, placed))
    minimums = [_others_ahead(quota) for quota in terms.quotas if quota.least and quota.group not in party.groups]
    against = _against(party, found.passed[party.number])
    return Verdict(Outcome.NOT_MET, (*first, *minimums, *against, Reason("selections.on_reserve")))


def moved_up(party: Party, given: Mapping[str, str]) -> Verdict:
    """Return why a party of the reserve has a place now.

    Source: docs/reference/selections.md (reserve)
    """
    return Verdict(Outcome.MET, (Reason("selections.moved_up", _offer(party, given)),))


def _offer(party: Party, given: Mapping[str, str]) -> dict[str, str | int]:
    offer = given[party.number]
    return {"offer": offer, "wish": party.wishes.index(offer) + 1}


def _turn(terms: Terms, params: dict[str, int]) -> Reason:
    if terms.method is Method.FIRST_COME:
        return Reason("selections.turn_by_arrival", params)
    if terms.method is Method.LOTTERY:
        return Reason("selections.turn_by_lot", params)
    return Reason("selections.turn_by_points", params)


def _ahead(quota: Quota) -> Reason:
    params = {"group": quota.group, "least": quota.least}
    if quota.unit is Unit.PERSONS:
        return Reason("selections.ahead_persons", params)
    return Reason("selections.ahead_parties", params)


def _others_ahead(quota: Quota) -> Reason:
    params = {"group": quota.group, "least": quota.least}
    if quota.unit is Unit.PERSONS:
        return Reason("selections.others_ahead_persons", params)
    return Reason("selections.others_ahead_parties", params)


def _against(party: Party, passed: Passed) -> list[Reason]:
    if passed.full:
        return [_full(quota) for quota in passed.full]
    return [
        Reason("selections.no_room", {"offer": wish, "left": passed.left[wish], "size": party.size})
        for wish in party.wishes
    ]


def _full(quota: Quota) -> Reason:
    params = {"group": quota.group, "most": quota.most}
    if quota.unit is Unit.PERSONS:
        return Reason("selections.group_full_persons", params)
    return Reason("selections.group_full_parties", params)
