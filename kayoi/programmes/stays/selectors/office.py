"""Stays as the office sees them: the list, and one with all that belongs to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.procedures.selectors.page import ApplicationPage, application_page
from kayoi.engines.procedures.selectors.routes import waiting_for
from kayoi.engines.procedures.states import LACKING, ApplicationStatus
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.sheets import Column, ColumnKind, OutRow, write_csv
from kayoi.kit.text import name_key
from kayoi.kit.tokens import reference_key
from kayoi.kit.verdict import MET, Verdict
from kayoi.programmes.stays.models import Charge, Companion, House, Stay
from kayoi.programmes.stays.selectors.asking import Survey, surveys_of
from kayoi.programmes.stays.selectors.cancelling import Cancelling, cancelling
from kayoi.programmes.stays.selectors.deciding import may_allow, uses_in_words
from kayoi.programmes.stays.selectors.duties import Duties, duties_of
from kayoi.programmes.stays.selectors.letters import party_in_words
from kayoi.programmes.stays.selectors.own import companions_of
from kayoi.programmes.stays.selectors.words import PriceLine, days_in_words, kept_lines
from kayoi.programmes.stays.states import StayStatus


@dataclass(frozen=True)
class Line:
    """A stay in the list; names of people under protection measures are not shown."""

    stay: Stay
    days: str
    lacking: int
    protected: bool


SHEET = (
    Column("受付番号"), Column("施設"), Column("部屋"), Column("利用の初日", ColumnKind.DATE),
    Column("利用の最終日", ColumnKind.DATE), Column("泊", ColumnKind.INTEGER), Column("大人", ColumnKind.INTEGER),
    Column("子ども", ColumnKind.INTEGER), Column("状態"), Column("利用料", ColumnKind.YEN),
)  # fmt: skip


def stays_csv(rows: Iterable[Stay]) -> bytes:
    """Return stays of a list as CSV; nobody is named."""
    lines: list[OutRow] = [
        (
            one.application.receipt if one.application else one.booking.reference, one.room.house.name,
            one.room.unit.name, one.arrives_on, one.leaves_on, (one.leaves_on - one.arrives_on).days, one.adults,
            one.children, StayStatus.of(one.status).label, one.price_yen,
        )
        for one in rows
    ]  # fmt: skip
    return write_csv(lines, columns=SHEET)


@dataclass(frozen=True)
class OfficePage:
    """A stay with all that its page shows; `application` is None where nobody asked, as after an emergency."""

    stay: Stay
    days: str
    party: str
    companions: Sequence[Companion]
    price: Sequence[PriceLine]
    charges: Sequence[Charge]
    uses: Sequence[str]
    against: Verdict
    duties: Duties
    application: ApplicationPage | None
    cancelling: Cancelling | None
    surveys: Sequence[Survey]


def stays() -> QuerySet[Stay]:
    """Return the stays that were asked for, the latest first; those still being written are not the office's."""
    rows = Stay.objects.exclude(application__status=ApplicationStatus.DRAFT).exclude(case_file=None)
    rows = rows.select_related("room__house", "room__unit", "booking", "application", "case_file")
    return rows.defer("case_file__search").order_by("-asked_at", "-pk")


def filtered(
    *, status: str = "", house: House | None = None, mine: str = "", words: str = "", by: Actor, role: str
) -> QuerySet[Stay]:
    """Return the stays that a list shows to a member with a role."""
    lacking = Q(application__papers__is_needed=True, application__papers__status__in=LACKING)
    rows = stays().annotate(lacking=Count("application__papers", filter=lacking))
    if mine:
        rows = rows.filter(application__in=waiting_for(by, role=role, elsewhere=True))
    if status in set(StayStatus):
        rows = rows.filter(status=status)
    if house is not None:
        rows = rows.filter(room__house=house)
    if words:
        key = name_key(words)
        named = Q(case_file__name_key__contains=key) | Q(application__case_file__name_key__contains=key)
        rows = rows.filter(Q(application__receipt=reference_key(words)) | named)
    return rows


def lines(rows: Iterable[Stay], *, at: datetime) -> list[Line]:
    """Return the lines of a page of the list."""
    shown = list(rows)
    protected = protected_families({row.case_file_id for row in shown if row.case_file_id}, on=local_date(at))
    return [
        Line(row, days_in_words(row), getattr(row, "lacking", 0), row.case_file_id in protected) for row in shown
    ]  # fmt: skip


def office_page(stay: Stay, *, role: str, at: datetime) -> OfficePage:
    """Return the page of a stay for a member with a role."""
    on, application = local_date(at), stay.application
    is_asked = stay.status == StayStatus.ASKED
    return OfficePage(
        stay=stay,
        days=days_in_words(stay),
        party=party_in_words(stay),
        companions=companions_of(stay),
        price=kept_lines(stay.price),
        charges=list(stay.charges.order_by("made_at", "pk")),
        uses=uses_in_words(stay),
        against=may_allow(stay, at=at) if is_asked else MET,
        duties=duties_of(stay, on=on),
        application=application_page(application, on=on, role=role) if application and application.form else None,
        cancelling=cancelling(stay, on=on, reason="own") if stay.status == StayStatus.ALLOWED else None,
        surveys=surveys_of(stay),
    )
