"""Facts of one house for the rules; which steps may be taken; what is planned about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import roots_of
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.rules.applying import may_approve
from kayoi.engines.procedures.states import OPEN
from kayoi.kit.actor import Actor
from kayoi.kit.moves import may_move
from kayoi.kit.verdict import MET, Reason, Verdict, verdict
from kayoi.programmes.homes.models import Assignment, Blocker, Check, Home, Inquiry, Party, Survey
from kayoi.programmes.homes.rules import process as rules
from kayoi.programmes.homes.rules.process import Holder, HomeFacts
from kayoi.programmes.homes.selectors.listings import consented
from kayoi.programmes.homes.states import (
    HOME,
    Agreement,
    AssignmentStatus,
    BlockerKind,
    BlockerStatus,
    CheckKind,
    CheckResult,
    HomeStatus,
    PartyRole,
    Reached,
    Step,
)
from kayoi.programmes.homes.states.houses import ENDED, ON_REGISTER
from kayoi.programmes.homes.states.parties import HOLDERS
from kayoi.programmes.homes.states.process import GRAVE, OPEN_ASSIGNMENTS
from kayoi.programmes.homes.states.seekers import TALKING

RIGHTS = (BlockerKind.HEIRS, BlockerKind.REGISTRY, BlockerKind.MORTGAGE)


def facts_of(home: Home, *, on: date) -> HomeFacts:
    """Return what the rules of the process look at."""
    parties = Party.objects.filter(home=home, role__in=HOLDERS).order_by("pk")
    open_rights = Blocker.objects.filter(home=home, kind__in=RIGHTS).exclude(status=BlockerStatus.SOLVED)
    assignment = open_assignment(home)
    return HomeFacts(
        status=HomeStatus.of(home.status),
        on=on,
        checks={CheckKind.of(one.kind): CheckResult.of(one.result) for one in checks_of(home)},
        holders=[
            Holder(PartyRole.of(one.role), Reached.of(one.reached), Agreement.of(one.agreement)) for one in parties
        ],
        surveyed=Survey.objects.filter(home=home).exclude(surveyed_on=None).exists(),
        rights_open=home.details.get("mortgage") is True or open_rights.exists(),
        consents=consented(home),
        described=bool(home.title and home.offer),
        broker_asked=assignment is not None and assignment.status == AssignmentStatus.ASKED,
        broker_accepted=assignment is not None and assignment.status == AssignmentStatus.ACCEPTED,
        term_ends_before=home.term_ends_before,
        lot_taken=lot_taken(home),
        papers=_papers_allow(home, on=on),
    )


def _papers_allow(home: Home, *, on: date) -> Verdict:
    """Return whether the papers of an application that is still open allow a decision."""
    application = home.application
    if application is None or application.status not in OPEN:
        return MET
    return may_approve(application.papers.values_list("label", "is_needed", "status", "valid_until"), on=on)


def lot_taken(home: Home) -> bool:
    """Tell whether another house that has not ended stands on the same lot (同じ地番)."""
    if not home.lot_key:
        return False
    others = Home.objects.filter(lot_key=home.lot_key).exclude(pk=home.pk).exclude(status__in=ENDED)
    return others.exists()


def checks_of(home: Home) -> list[Check]:
    """Return the checks of a house in the order of the kinds."""
    order = {kind: place for place, kind in enumerate(CheckKind)}
    return sorted(Check.objects.filter(home=home), key=lambda one: order[CheckKind.of(one.kind)])


def open_assignment(home: Home) -> Assignment | None:
    """Return the broker who has a house or is asked to take it."""
    rows = Assignment.objects.filter(home=home, status__in=OPEN_ASSIGNMENTS).select_related("broker")
    found: Assignment | None = rows.first()
    return found


def planned_survey(home: Home) -> Survey | None:
    """Return the survey that is planned and not yet made."""
    rows = Survey.objects.filter(home=home, surveyed_on=None).select_related("broker").order_by("-pk")
    found: Survey | None = rows.first()
    return found


def contact_of(home: Home) -> CaseFile | None:
    """Return the file of whom the office writes to about a house: its contact, otherwise the owner (連絡の窓口).

    Of files that were merged it is the one that is kept.
    """
    rows = Party.objects.filter(Q(is_contact=True) | Q(role=PartyRole.OWNER), home=home)
    pk = rows.order_by("-is_contact", "pk").values_list("case_file_id", flat=True).first()
    return roots_of([pk])[pk] if pk else None


def somebody_talks(home: Home) -> bool:
    """Tell whether somebody has been chosen to negotiate."""
    return Inquiry.objects.filter(home=home, status__in=TALKING).exists()


@dataclass(frozen=True)
class PossibleStep:
    """A step that the state of a house allows, and whether it may be taken now by this reader."""

    step: Step
    verdict: Verdict

    @property
    def leads_on(self) -> bool:
        """True where it may be taken and brings the house on its way."""
        return self.verdict.met and self.step not in GRAVE


MOVES = {one.action: one for one in Home.transitions}


def may_take_step(step: Step, facts: HomeFacts, *, by: Actor) -> Verdict:
    """Return whether somebody may take a step now: the table, the permission, the rule. Pages and services ask this."""
    if step is Step.EXTEND:
        on_register = facts.status in ON_REGISTER and facts.term_ends_before is not None
        against = [] if on_register else [Reason("move.wrong_status", {"action": step, "status": facts.status})]
    else:
        against = list(may_move(MOVES[step], facts.status, by).reasons)
    return verdict([*against, *rules.may_take(step, facts).reasons])


def steps_of_home(facts: HomeFacts, *, by: Actor) -> list[PossibleStep]:
    """Return the steps that lead on from the state of a house, each with what speaks against it for this reader."""
    answers = [PossibleStep(step, may_take_step(step, facts, by=by)) for step in Step]
    return [one for one in answers if all(reason.code != "move.wrong_status" for reason in one.verdict.reasons)]


def follow_ups_about(home: Home) -> Sequence[FollowUp]:
    """Return what is planned about a house and not done, the most urgent first."""
    rows = FollowUp.objects.open().filter(cause=HOME, reference=str(home.pk)).select_related("owner")
    return list(rows.order_by("due_on", "pk"))
