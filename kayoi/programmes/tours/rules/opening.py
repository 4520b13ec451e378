"""What a tour lacks before the public may see it, and a date before anybody may apply for it."""

from dataclasses import dataclass
from datetime import date, datetime

from kayoi.engines.selections.states import Method
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.tours.rules import legal
from kayoi.programmes.tours.rules.legal import Plan
from kayoi.programmes.tours.states import TourStatus


@dataclass(frozen=True, slots=True)
class Tour:
    """What is known of a tour."""

    plan: Plan
    status: str
    summary: str
    hard: str
    organizer: str
    contact: str
    insurance: str
    fee_yen: int
    fee_covers: str
    apply_from: datetime | None
    apply_until: datetime | None
    method: str
    public_number: str
    number_from: datetime | None
    rule_is_in_force: bool
    dates: int


@dataclass(frozen=True, slots=True)
class Date:
    """What is known of a date; `is_left_out` where a selection was opened without it, or its list is final."""

    starts_on: date
    is_online: bool
    meeting_point: str
    items: int
    is_left_out: bool


def may_publish(tour: Tour) -> Verdict:
    """Answer whether the page of a tour may be shown (公開できるか). Who comes must know what is hard here.

    Source: kayoi; 旅行業法 12条の7 (広告に主催と内容を表示する)
    """
    return _lacking(
        (Reason("tours.no_summary"), not tour.summary.strip()),
        (Reason("tours.no_hard_facts"), not tour.hard.strip()),
        (Reason("tours.no_organizer"), not tour.organizer.strip()),
        (Reason("tours.no_contact"), not tour.contact.strip()),
        (Reason("tours.no_fee_words"), tour.fee_yen > 0 and not tour.fee_covers.strip()),
        (Reason("tours.no_dates"), tour.dates == 0),
    )


def may_open(tour: Tour, day: Date, *, at: datetime) -> Verdict:
    """Answer whether applications for a date may be taken (受付を始められるか), with all that is lacking.

    Source: see legal.travel_basis, legal.work_basis; 平成29年7月28日 観観産第173号 2 (安全の確保、保険);
    docs/reference/selections.md (the list is final before the public number is out)
    """
    by_lot = tour.method != Method.FIRST_COME
    until = tour.apply_until
    return verdict([
        *legal.may_be_held(tour.plan, on=local_date(at)).reasons,
        *_lacking(
            (Reason("tours.not_published"), tour.status != TourStatus.PUBLISHED),
            (Reason("tours.rule_not_in_force"), not tour.rule_is_in_force),
            (Reason("tours.no_apply_time"), tour.apply_from is None or until is None),
            (Reason("tours.apply_time_over"), until is not None and until <= at),
            (Reason("tours.apply_after_start"), until is not None and local_date(until) >= day.starts_on),
            (Reason("tours.date_is_past"), day.starts_on < local_date(at)),
            (Reason("tours.no_public_number"), by_lot and (not tour.public_number.strip() or tour.number_from is None)),
            (Reason("tours.number_too_early"), by_lot and _is_before(tour.number_from, until)),
            (Reason("tours.selection_is_open"), day.is_left_out),
            (Reason("tours.no_meeting_point"), not day.meeting_point.strip()),
            (Reason("tours.no_insurance"), not day.is_online and not tour.insurance.strip()),
            (Reason("tours.no_itinerary"), not day.is_online and day.items == 0),
        ).reasons,
    ])  # fmt: skip


def _is_before(moment: datetime | None, other: datetime | None) -> bool:
    return moment is not None and other is not None and moment < other


def _lacking(*rows: tuple[Reason, bool]) -> Verdict:
    return verdict([reason for reason, lacks in rows if lacks])
