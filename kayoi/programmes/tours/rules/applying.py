"""Who may apply for a tour and when, and what an application must have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kayoi.kit.dates import local_time
from kayoi.kit.verdict import Reason, Verdict, verdict

OF_AGE = 18
MOST_PERSONS = 20


@dataclass(frozen=True, slots=True)
class Doorway:
    """What decides whether applications are taken: what is published, until when, and whether the list is final."""

    is_published: bool
    opens_at: datetime | None
    closes_at: datetime | None
    list_is_final: bool
    open_dates: int


def may_apply(doorway: Doorway, *, by_staff: bool, at: datetime) -> Verdict:
    """Answer whether an application is taken now. Staff type in what came in time until the list is final.

    Source: docs/reference/tours.md (who may apply when); docs/reference/selections.md (who could cheat)
    """
    if not doorway.is_published:
        return verdict([Reason("tours.not_open")])
    reasons = []
    if doorway.opens_at is not None and at < doorway.opens_at:
        reasons.append(Reason("tours.not_taken_yet", {"opens": f"{local_time(doorway.opens_at):%Y-%m-%d %H:%M}"}))
    if doorway.list_is_final:
        reasons.append(Reason("tours.list_final"))
    elif not by_staff and doorway.closes_at is not None and at >= doorway.closes_at:
        reasons.append(Reason("tours.over", {"closed": f"{local_time(doorway.closes_at):%Y-%m-%d %H:%M}"}))
    if not doorway.open_dates:
        reasons.append(Reason("tours.no_open_date"))
    return verdict(reasons)


@dataclass(frozen=True, slots=True)
class Asked:
    """An application as it is sent; `age` of whoever applies, None where it is not said."""

    size: int
    wishes: Sequence[str]
    companions: int
    age: int | None
    guardian: str
    email: str
    phone: str


def may_send(asked: Asked, rooms: Mapping[str, int]) -> Verdict:
    """Answer whether an application has what it must have; `rooms` are the open dates and for how many they are.

    A party that is larger than every date it wishes for could never come in: that is said now, not after the draw.

    Source: docs/reference/tours.md (what an application must have); 民法 5条 (親権者の同意)
    """
    known = [wish for wish in asked.wishes if wish in rooms]
    most = max((rooms[wish] for wish in known), default=0)
    lacking = (
        (Reason("tours.no_wish"), not known),
        (Reason("tours.wish_closed"), len(known) < len(asked.wishes)),
        (Reason("tours.wish_twice"), len(set(asked.wishes)) < len(asked.wishes)),
        (Reason("tours.too_many", {"most": most}), bool(known) and asked.size > most),
        (Reason("tours.companions_unlike", {"size": asked.size}), asked.companions != asked.size - 1),
        (Reason("tours.nobody_to_reach"), not asked.email and not asked.phone),
        (Reason("tours.no_guardian"), asked.age is not None and asked.age < OF_AGE and not asked.guardian),
    )
    return verdict([reason for reason, lacks in lacking if lacks])
