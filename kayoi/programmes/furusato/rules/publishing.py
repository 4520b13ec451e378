"""What must be known of an activity before the public is asked."""

from datetime import datetime

from kayoi.kit.verdict import Reason, Verdict, verdict


def may_open(*, starts_at: datetime, now: datetime, host: str, place: str, insurance: str) -> Verdict:
    """Answer whether the public may be asked to come (募集できるか): host, place and insurance are said, it is ahead.

    Source: issue 9 (catalogue: host, place, time, need, capacity, insurance)
    """
    against = []
    if not host.strip():
        against.append(Reason("furusato.no_host"))
    if not place.strip():
        against.append(Reason("furusato.no_place"))
    if not insurance.strip():
        against.append(Reason("furusato.no_insurance"))
    if starts_at <= now:
        against.append(Reason("furusato.activity_past"))
    return verdict(against)
