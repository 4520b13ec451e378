"""The route on which a proposal goes round (回議): where it ends, who stamps it, who may send it back."""

from collections.abc import Collection, Mapping, Sequence

from kayoi.kit.verdict import Reason, Verdict, verdict


def route_of(steps: Sequence[str], limits: Mapping[str, int | None], amount_yen: int | None) -> list[str]:
    """Return the roles that approve one after another: it ends at the first whose limit holds the amount (専決).

    Without any limits the last step decides. Empty where no step may decide so much.

    Source: 地方自治法 153条 (事務の委任・代理); 各団体の事務決裁規程 (回議・専決)
    """
    if steps and not limits:
        return list(steps)
    for at, role in enumerate(steps, start=1):
        if role in limits and ((most := limits[role]) is None or (amount_yen or 0) <= most):
            return list(steps[:at])
    return []


def deputies_of(role: str, steps: Sequence[str]) -> list[str]:
    """Return the roles that may act for one that is absent (代決): the step before it, and all after it.

    Source: 各団体の事務決裁規程 (代決)
    """
    if role not in steps:
        return []
    at = steps.index(role)
    return [*steps[max(at - 1, 0) : at], *steps[at + 1 :]]


def may_stamp(
    *, waits_for: str, steps: Sequence[str], role: str, member: int | None, stamped: Collection[int], why: str
) -> Verdict:
    """Answer whether a member may stamp a proposal now: whose role it waits for, or who acts for that role, saying why.

    Nobody stands in two steps, neither the examiner nor an approver.

    Source: 地方自治法 153条 (事務の委任・代理); 各団体の事務決裁規程 (回議・代決)
    """
    against = []
    if member is None or member in stamped:
        against.append(Reason("procedures.stamped_already"))
    if role != waits_for and role not in deputies_of(waits_for, steps):
        against.append(Reason("procedures.step_of_another"))
    elif role != waits_for and not why:
        against.append(Reason("procedures.deputy_without_reason"))
    return verdict(against)


def may_send_back(*, route: Sequence[str], role: str, member: int | None, examiner: int | None) -> Verdict:
    """Answer whether a member may give a proposal back to the examiner: any role on its route, and the examiner.

    Without a route whoever may decide at all does.

    Source: 各団体の事務決裁規程 (回議)
    """
    stands_apart = bool(route) and role not in route and (member is None or member != examiner)
    return verdict([Reason("procedures.not_on_route")] if stands_apart else [])
