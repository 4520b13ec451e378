"""What must be known of an activity before the public is asked."""

from datetime import datetime

from kayoi.kit.verdict import Reason, Verdict, verdict


def may_open(*, starts_at: datetime, now: datetime, host: str, place: str, insurance: str) -> Verdict:
    """Answer whether the public may be asked to come (募集できるか): host, place and insurance are said, it is ahead.

    Source: issue 9 (catalogue: host, place, time, need, capacity, insurance)
    """
    against = [
        Reason(f"furusato.no_{name}")
        for name, value in (("host", host), ("place", place), ("insurance", insurance))
        if not value.strip()
    ]
    if starts_at <= now:
        against.append(Reason("furusato.activity_past"))
    return verdict(against)
