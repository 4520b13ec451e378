"""The applications as a list: filtered, each with what the rule says."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.selectors.applications import applications
from kayoi.engines.procedures.selectors.evaluating import evaluated_each
from kayoi.engines.procedures.selectors.routes import waiting_for
from kayoi.engines.procedures.states import ELSEWHERE, LACKING, ApplicationStatus
from kayoi.foundation.identity.selectors import role_label
from kayoi.kit.actor import Actor
from kayoi.kit.text import name_key
from kayoi.kit.tokens import reference_key
from kayoi.kit.verdict import Outcome

TICKED = re.compile(r"(\d{1,18})\.(\d{1,9})", re.ASCII)
# Of so many applications the rule is asked when a list is filtered by its answer.
MOST_EVALUATED = 500


@dataclass(frozen=True)
class Filter:
    """What a list shows: a procedure, a status, an answer of the rule, what waits for the reader, a number or name."""

    procedure: str = ""
    status: str = ""
    answer: str = ""
    mine: str = ""
    words: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the list; names of people under protection measures are not shown."""

    application: Application
    outcome: Outcome | None
    protected: bool

    @property
    def waits_for(self) -> str:
        """The role whose stamp it waits for, in words."""
        row = self.application
        return role_label(row.waits_for) if row.status == ApplicationStatus.PROPOSED else ""

    @property
    def is_green(self) -> bool:
        """Whether it waits for a decision that is nothing but the rule's own."""
        row = self.application
        proposal = row.proposal or {}
        return (
            row.status == ApplicationStatus.PROPOSED
            and proposal.get("outcome") == ApplicationStatus.APPROVED
            and self.outcome in (Outcome.MET, None)
        )


def requests() -> QuerySet[Application]:
    """Return the applications in procedures that the town has opened, the latest first, without stays."""
    lacking = Count("papers", filter=Q(papers__is_needed=True, papers__status__in=LACKING))
    rows = (
        applications()
        .exclude(form=None)
        .exclude(form__procedure__kind__in=ELSEWHERE)
        .select_related("form__procedure__ruleset", "examined_by")
    )
    return rows.annotate(lacking=lacking)


def filtered(wanted: Filter, *, by: Actor, role: str) -> QuerySet[Application]:
    """Return the applications that a list shows to a member with a role, without looking at answers."""
    rows = requests()
    if wanted.mine:
        rows = rows.filter(pk__in=waiting_for(by, role=role))
    if wanted.procedure:
        rows = rows.filter(procedure=wanted.procedure)
    if wanted.status in set(ApplicationStatus):
        rows = rows.filter(status=wanted.status)
    if wanted.words:
        key = name_key(wanted.words)
        named = Q(case_file__name_key__contains=key) | Q(proxy__principal__name_key__contains=key)
        rows = rows.filter(Q(receipt=reference_key(wanted.words)) | named)
    return rows


def answered_so(rows: QuerySet[Application], outcome: str, *, on: date) -> list[Application]:
    """Return those of which the rule says this, of the latest 500."""
    found = evaluated_each(rows[:MOST_EVALUATED], today=on)
    return [one.application for one in found if one.outcome == outcome]


def lines(rows: Iterable[Application], *, on: date) -> list[Line]:
    """Return the lines of a page of the list."""
    found = evaluated_each(rows, today=on)
    people = {one.application.pk: _people(one.application) for one in found}
    protected = protected_families({pk for ids in people.values() for pk in ids}, on=on)
    return [Line(one.application, one.outcome, bool(people[one.application.pk] & protected)) for one in found]


def ticked(boxes: Sequence[str]) -> dict[int, int]:
    """Return the versions that somebody has seen of the applications they ticked, by id: "12.3" is the third of 12."""
    found = [TICKED.fullmatch(box) for box in boxes]
    return {int(one[1]): int(one[2]) for one in found if one}


def chosen(ids: Iterable[int]) -> list[Application]:
    """Return the applications with these ids."""
    return list(requests().filter(pk__in=ids))


def _people(application: Application) -> set[int]:
    ids = {application.case_file_id, application.proxy.principal_id if application.proxy else None}
    return {pk for pk in ids if pk is not None}
