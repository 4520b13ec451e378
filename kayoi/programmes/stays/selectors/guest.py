"""A stay as its guest sees it: the line of states, what comes next, costs, papers, and on its days guide and key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kayoi.engines.procedures.forms.applying import UploadForm
from kayoi.engines.procedures.models import Paper
from kayoi.engines.procedures.selectors.applications import papers_of
from kayoi.engines.procedures.states import LACKING, OPEN
from kayoi.kit.dates import local_date
from kayoi.kit.sealing import unseal
from kayoi.programmes.stays.models import Charge, Companion, Stay
from kayoi.programmes.stays.rules.changing import may_be_longer, may_cancel
from kayoi.programmes.stays.selectors.asking import asked_now
from kayoi.programmes.stays.selectors.own import companions_of
from kayoi.programmes.stays.selectors.words import PriceLine, days_in_words, either, kept_lines, line_of
from kayoi.programmes.stays.states import KEY_CODE, StayStatus

SHOWN_BEFORE = (StayStatus.ALLOWED, StayStatus.STAYING)


@dataclass(frozen=True)
class StayPage:
    """Everything that the guest's page says."""

    house: str
    days: str
    labels: Sequence[str]
    current: int
    companions: Sequence[Companion]
    price: Sequence[PriceLine]
    price_yen: int | None
    charges: Sequence[Charge]
    address: str
    guide: str
    key_code: str
    may_arrive: bool
    may_cancel: bool
    may_be_longer: bool
    takes_papers: bool
    papers: Sequence[tuple[Paper, Any]]
    # Which questionnaire is asked now, before or after; empty for none.
    asks: str


def stay_page(stay: Stay, *, at: datetime, refused: UploadForm | None = None) -> StayPage:
    """Return the page of a stay. Address after permission; the key code only from the first day to the last."""
    on, house = local_date(at), stay.room.house
    labels, current = line_of(stay.status)
    status = StayStatus.of(stay.status)
    is_allowed = status in SHOWN_BEFORE
    application = stay.application
    takes = application is not None and application.status in OPEN
    return StayPage(
        house=either(house.name, house.name_en),
        days=days_in_words(stay),
        labels=labels,
        current=current,
        companions=companions_of(stay),
        price=kept_lines(stay.price),
        price_yen=stay.price_yen,
        charges=list(stay.charges.order_by("made_at", "pk")),
        address=f"{house.quarter}{house.address}" if is_allowed else "",
        guide=either(house.guide, house.guide_en) if is_allowed else "",
        key_code=key_code_of(stay, on=on),
        may_arrive=status is StayStatus.ALLOWED
        and stay.arrives_on <= on <= stay.leaves_on
        and bool(stay.room.arrival_code),
        may_cancel=may_cancel(status).met,
        may_be_longer=may_be_longer(status, leaves_on=stay.leaves_on, until=date.max).met,
        takes_papers=takes,
        papers=_papers(application, refused) if takes else [],
        asks=asked_now(stay),
    )


def key_code_of(stay: Stay, *, on: date) -> str:
    """Return the key code on the days of an allowed stay; nothing before and after."""
    is_now = stay.status in SHOWN_BEFORE and stay.arrives_on <= on <= stay.leaves_on
    code = stay.room.key_code
    return unseal(code, purpose=KEY_CODE) if is_now and code else ""


def _papers(application: Any, refused: UploadForm | None) -> list[tuple[Paper, Any]]:
    rows: list[tuple[Paper, Any]] = []
    for paper in papers_of(application):
        form: UploadForm | None = UploadForm(prefix=f"paper{paper.pk}", valid_months=paper.valid_months)
        if refused is not None and refused.prefix == f"paper{paper.pk}":
            form = refused
        rows.append((paper, form if paper.status in {*LACKING, "received"} else None))
    return rows
