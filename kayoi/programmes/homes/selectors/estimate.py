"""The facts for the estimate of houses needed against houses available, and its picture."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from kayoi.engines.casefiles.models import CaseFile, Wish
from kayoi.engines.casefiles.states import CaseFileStatus, Interest, Stage
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.charts import About, Chart, Series, bar_chart
from kayoi.kit.dates import JST, wareki
from kayoi.programmes.homes.models import Home, HomeEvent, Lead, Seeker
from kayoi.programmes.homes.rules.estimate import Estimate, Facts
from kayoi.programmes.homes.states import HomeStatus, LeadStatus, SeekerStatus
from kayoi.programmes.homes.states.finding import (
    HOUSE_SHARE,
    HOUSEHOLDS_A_YEAR,
    OPEN_LEADS,
    SUCCESS_SHARE,
    WILLING,
)
from kayoi.programmes.homes.states.houses import ENDED

LOOKING = (Stage.ASKING, Stage.CONSIDERING, Stage.TRYING)
TOUCHED_WITHIN_DAYS = 365


def facts_of_estimate(*, on: date) -> Facts:
    """Return what is counted and assumed on a day."""
    solved = _solved()
    return Facts(
        households_a_year=setting(HOUSEHOLDS_A_YEAR, on=on),
        house_share=setting(HOUSE_SHARE, on=on),
        waiting=waiting_files(on=on).count(),
        offered=offered_homes().count(),
        willing=willing_leads().count(),
        ended=len(solved | _failed()),
        solved=len(solved),
        assumed_share=setting(SUCCESS_SHARE, on=on),
    )


def offered_homes() -> QuerySet[Home]:
    """Return the houses that can be had now: on the register, not in talks, not stopped."""
    return Home.objects.filter(status__in=[HomeStatus.REGISTERED, HomeStatus.PUBLISHED]).order_by("number")


def willing_leads() -> QuerySet[Lead]:
    """Return the open leads whose owners are willing to sell or let: from the survey and elsewhere."""
    return Lead.objects.filter(intention__in=WILLING, status__in=OPEN_LEADS).order_by("-received_at", "-pk")


def waiting_files(*, on: date) -> QuerySet[CaseFile]:
    """Return who waits for a house: registered seekers, and consultations about housing of the last year."""
    begun = datetime.combine(on - timedelta(days=TOUCHED_WITHIN_DAYS), time(), JST)
    seekers = Seeker.objects.filter(status=SeekerStatus.REGISTERED).values("case_file")
    wishes = Wish.objects.filter(interest=Interest.HOUSING).values("case_file")
    asking = Q(pk__in=wishes, status=CaseFileStatus.OPEN, stage__in=["", *LOOKING], touched_at__gte=begun)
    files = CaseFile.objects.without_search().roots()
    return files.filter(Q(pk__in=seekers) | asking).order_by("-touched_at", "-pk")


def ended_leads() -> QuerySet[Lead]:
    """Return the leads of which the end is known: on the register, dropped, or the house came to nothing."""
    return Lead.objects.filter(pk__in=_solved() | _failed()).order_by("-received_at", "-pk")


def _solved() -> set[int]:
    rows = HomeEvent.objects.filter(target=HomeStatus.REGISTERED, home__lead__isnull=False)
    return set(rows.values_list("home__lead", flat=True))


def _failed() -> set[int]:
    dropped = set(Lead.objects.filter(status=LeadStatus.DROPPED).values_list("pk", flat=True))
    came_to_nothing = Home.objects.filter(status__in=ENDED, lead__isnull=False)
    return dropped | set(came_to_nothing.values_list("lead", flat=True))


def drawn(estimate: Estimate, *, on: date) -> Chart:
    """Return needed against available as bars, at least and at most."""
    about = About("必要な空き家と、使える見込みの空き家", unit="戸", base="これから1年", as_of=wareki(on))
    rows = (estimate.needed, estimate.available)
    series = [
        Series("少なく見て", [int(row.low) for row in rows]),
        Series("多く見て", [int(row.high) for row in rows]),
    ]
    return bar_chart(about=about, labels=["必要", "使える見込み"], series=series, horizontal=True)


ROWS = {
    "waiting": "家を待っている人",
    "offered": "いま使える空き家",
    "willing": "意向のある所有者の家",
    "ended": "終わった情報",
}


def rows_behind(key: str, *, on: date) -> tuple[str, QuerySet[Any]] | None:
    """Return the words and the rows of one number of the estimate; None for a number that is not there."""
    found: dict[str, Callable[[], QuerySet[Any]]] = {
        "waiting": lambda: waiting_files(on=on),
        "offered": offered_homes,
        "willing": willing_leads,
        "ended": ended_leads,
    }
    return (ROWS[key], found[key]()) if key in found else None


def shown_rows(key: str, rows: Iterable[Any]) -> list[tuple[str, int, str]]:
    """Return rows as (page, id, words): no name of anybody."""
    if key == "waiting":
        return [("workspace:case_file", file.pk, file.number) for file in rows]
    if key == "offered":
        return [("homes:home", home.pk, f"{home.number} {home.quarter} {home.get_status_display()}") for home in rows]
    return [("homes:lead", lead.pk, f"{lead.receipt} {lead.quarter} {lead.get_status_display()}") for lead in rows]
