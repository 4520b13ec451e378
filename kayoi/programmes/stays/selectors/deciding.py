"""Whether a stay may be allowed as it stands: by the law of the house's ground, with a price, with its room held."""

from datetime import date, datetime

from kayoi.engines.procedures.models import Application
from kayoi.engines.reservations import rules as calendar
from kayoi.engines.reservations.states import BookingStatus
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.rules.legal import may_be_lent
from kayoi.programmes.stays.rules.spans import Stay as Days
from kayoi.programmes.stays.selectors.own import deposit_now
from kayoi.programmes.stays.states import STAYED, LegalBasis, StayStatus

LENT = (StayStatus.ALLOWED, *STAYED)


def application_of(stay: Stay) -> Application:
    """Return the application of a stay that was asked for."""
    assert stay.application is not None
    return stay.application


def may_allow(stay: Stay, *, at: datetime) -> Verdict:
    """Return what speaks against allowing a stay, whatever the town's own requirement says of it."""
    house = stay.room.house
    days = Days(stay.arrives_on, stay.leaves_on)
    against = list(may_be_lent(LegalBasis.of(house.basis), days, lent_days=lent_days(stay)).reasons)
    if house.price_rule_id is not None and stay.price_yen is None:
        against.append(Reason("stays.price_open"))
    if deposit_now(stay, on=local_date(at)) is None:
        against.append(Reason("stays.deposit_open"))
    booking = stay.booking
    held = calendar.may_confirm(BookingStatus.of(booking.status), booking.lapses_at, at=at)
    return verdict([*against, *held.reasons])


def lent_days(stay: Stay) -> int:
    """Return for how many nights of a fiscal year the house of a stay is lent already, itself left out."""
    year = fiscal_year(stay.arrives_on)
    first, after = date(year, 4, 1), date(year + 1, 4, 1)
    rows = Stay.objects.filter(room__house=stay.room.house_id, status__in=LENT, arrives_on__lt=after).exclude(
        pk=stay.pk
    )
    spans = rows.filter(leaves_on__gt=first).values_list("arrives_on", "leaves_on")
    return sum((min(last, after) - max(begun, first)).days for begun, last in spans)


def uses_in_words(stay: Stay) -> list[str]:
    """Return how often the family has stayed in the fiscal year, and how long ago, as facts for whoever examines."""
    if stay.case_file is None:
        return []
    rows = Stay.objects.filter(case_file=stay.case_file, status__in=LENT).exclude(pk=stay.pk)
    before = list(rows.select_related("room__house").order_by("-arrives_on")[:20])
    year = fiscal_year(stay.arrives_on)
    count = sum(fiscal_year(one.arrives_on) == year for one in before)
    words = [f"この年度の利用: {count}回(この申請を除く)"]
    past = [one for one in before if one.leaves_on <= stay.arrives_on]
    if past:
        last = max(past, key=lambda one: one.leaves_on)
        words.append(f"前の利用からの間隔: {(stay.arrives_on - last.leaves_on).days}日({last.room.house.name})")
    return words
