"""May this time be booked; how somebody is called in a calendar that others can read; who is reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import jaconv

from kayoi.kit.dates import local_date
from kayoi.kit.text import normal
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.appointments.rules.slots import Offer, Span, slots_on
from kayoi.programmes.appointments.states import BookingStatus


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to book."""

    starts_at: datetime
    way: str


def may_book(offer: Offer, wanted: Wanted, *, taken: Sequence[Span], now: datetime, by_staff: bool) -> Verdict:
    """Answer whether a time can be booked now (予約できるか), with everything that speaks against it.

    `taken` are the counsellor's other bookings around that day. Notice and horizon do not bind staff.

    Source: docs/decisions/0021-bookings-by-constraint.md
    """
    on = local_date(wanted.starts_at)
    slot = next((slot for slot in slots_on(offer, on=on) if slot.starts_at == wanted.starts_at), None)
    against: list[Reason] = []
    if slot is None:
        against.append(Reason("appointments.not_offered"))
    elif wanted.way not in slot.ways:
        against.append(Reason("appointments.not_this_way"))
    if wanted.starts_at < now:
        against.append(Reason("appointments.over"))
    elif not by_staff and wanted.starts_at < now + offer.notice:
        against.append(Reason("appointments.too_late", {"hours": int(offer.notice.total_seconds() // 3600)}))
    if not by_staff and (on - local_date(now)).days > offer.ahead_days:
        against.append(Reason("appointments.too_early", {"days": offer.ahead_days}))
    if slot is not None and any(span.meets(slot) for span in taken):
        against.append(Reason("appointments.taken"))
    if sum(local_date(span.starts_at) == on for span in taken) >= offer.most_per_day:
        against.append(Reason("appointments.day_full"))
    return verdict(against)


def may_change(*, starts_at: datetime, now: datetime, by_staff: bool) -> Verdict:
    """Answer whether a booking may be moved or cancelled (変更・取り消しができるか): by the person until it begins.

    Source: docs/decisions/0021-bookings-by-constraint.md
    """
    return verdict([] if by_staff or now < starts_at else [Reason("appointments.begun")])


def may_record_result(*, starts_at: datetime, now: datetime) -> Verdict:
    """Answer whether it can be said how a consultation went (結果を記録できるか): not before it has begun.

    Source: docs/decisions/0021-bookings-by-constraint.md
    """
    return verdict([Reason("appointments.not_yet")] if now < starts_at else [])


def initials(kana: str) -> str:
    """Return the initials of a reading (イニシャル) for calendars that leave the office: やまだ はな → Y.H.

    Source: docs/decisions/0021-bookings-by-constraint.md
    """
    words = jaconv.kata2hira(normal(kana)).split()[:2]
    letters = [jaconv.kana2alphabet(word)[:1].upper() for word in words]
    return "".join(f"{letter}." for letter in letters if "A" <= letter <= "Z")


def reminds(
    *, status: BookingStatus, starts_on: date, today: date, wants: bool, reminded: bool, protected: bool, email: str
) -> bool:
    """Tell whether a booking is to be reminded of by mail today (前日の知らせ): the day before, once, as agreed.

    Nobody under protection measures is written to by itself: others may read the mail.

    Source: docs/decisions/0021-bookings-by-constraint.md; 住民基本台帳事務処理要領 第5-10 (支援措置)
    """
    return (
        status is BookingStatus.BOOKED
        and (starts_on - today).days == 1
        and wants
        and not reminded
        and not protected
        and bool(email)
    )
