"""One application as staff see it, and the list of all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.procedures.models import Application, Letter, Paper
from kayoi.engines.procedures.selectors.applications import is_protected, papers_of, proxy_holds
from kayoi.engines.procedures.selectors.steps import steps_of
from kayoi.engines.procedures.states import LACKING, ApplicationStatus
from kayoi.kit.html import Entry
from kayoi.kit.verdict import Verdict
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.rules.applying import may_offer
from kayoi.programmes.homes.selectors.applying import home_of, home_on_lot, offers
from kayoi.programmes.homes.states.applying import Said


@dataclass(frozen=True)
class OfferPage:
    """An application with all that its page shows."""

    application: Application
    home: Home | None
    same_lot: Home | None
    papers: Sequence[Paper]
    letters: Sequence[Letter]
    steps: Sequence[Entry]
    proxy: Verdict | None
    to_ask: Verdict
    protected: bool


def offer_page(application: Application, *, on: date) -> OfferPage:
    """Return the page of an application."""
    home, papers = home_of(application), papers_of(application)
    letters = list(Letter.objects.filter(application=application).order_by("-made_at", "-pk"))
    answers = application.answers
    return OfferPage(
        application=application,
        home=home,
        same_lot=None if home else home_on_lot(answers.get("quarter", ""), answers.get("lot_number", "")),
        papers=papers,
        letters=letters,
        steps=steps_of(application, papers, letters),
        proxy=proxy_holds(application.proxy, on=on) if application.proxy else None,
        to_ask=may_offer(
            is_dealers_stock=_said(answers, "is_dealers_stock"),
            was_built_to_sell=_said(answers, "was_built_to_sell"),
            has_brokerage=_said(answers, "has_brokerage"),
        ),
        protected=is_protected(application, on=on),
    )


def offer_list(status: str) -> QuerySet[Application]:
    """Return the applications of a status, or all, each with how many papers are still lacking."""
    lacking = Count("papers", filter=Q(papers__is_needed=True, papers__status__in=LACKING))
    rows = offers().annotate(lacking=lacking)
    return rows.filter(status=status) if status in set(ApplicationStatus) else rows


@dataclass(frozen=True)
class OfferRow:
    """A line of the list; names of people under protection measures are not shown."""

    application: Application
    home: Home | None
    protected: bool


def offer_rows(applications: Iterable[Application], *, on: date) -> list[OfferRow]:
    """Return the lines of a page of the list, with their houses."""
    rows = list(applications)
    homes = {home.application_id: home for home in Home.objects.filter(application__in=rows)}
    people = {row.pk: {row.case_file_id, row.proxy.principal_id if row.proxy else None} - {None} for row in rows}
    protected = protected_families({pk for ids in people.values() for pk in ids if pk}, on=on)
    return [OfferRow(row, homes.get(row.pk), bool(people[row.pk] & protected)) for row in rows]


def _said(answers: dict[str, str], name: str) -> Said:
    return Said.of(answers[name]) if answers.get(name) in set(Said) else Said.UNKNOWN
