"""What ends when a consent is no longer there: listing, national sites, broker, experts, tax check, calls."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.programmes.homes.models import Assignment, Blocker, Check, Home, Party
from kayoi.programmes.homes.selectors.exchange.national import is_for_national_sites
from kayoi.programmes.homes.services.assignments import end_assignment
from kayoi.programmes.homes.services.listings import renew_listing
from kayoi.programmes.homes.services.national_sites import follow_national_sites
from kayoi.programmes.homes.states import (
    HOME,
    CheckKind,
    CheckResult,
    HomeConsentPurpose,
    SolverKind,
)
from kayoi.programmes.homes.states.consents import NO_CALLS
from kayoi.programmes.homes.states.process import OPEN_ASSIGNMENTS

CARE_LENGTH = 200


@transaction.atomic
def end_uses(*, home: Home, purposes: Collection[HomeConsentPurpose], by: Actor, at: datetime) -> None:
    """End whatever relied on consents that are no longer there (同意のなくなった使い方をやめる)."""
    stood = is_for_national_sites(home)
    if HomeConsentPurpose.BROKERS in purposes:
        _end_assignment(home, by=by, at=at)
    if HomeConsentPurpose.TAX_CHECK in purposes:
        _reset_tax_check(home, by=by, at=at)
    if HomeConsentPurpose.SUPPORT_CORPORATION in purposes:
        _take_back_referrals(home, by=by, at=at)
    renew_listing(home=home, by=by, at=at)
    follow_national_sites(home=home, stood=stood, by=by, at=at)


@transaction.atomic
def forbid_calls(*, party: Party, by: Actor, at: datetime) -> None:
    """Let the case file say that its person is not to be called (電話をかけない注意を書く)."""
    care = party.case_file.contact_care
    if NO_CALLS not in care:
        kept = care[: CARE_LENGTH - len(NO_CALLS) - 1]
        _write_care(party, f"{NO_CALLS} {kept}".strip(), by=by, at=at)


@transaction.atomic
def allow_calls(*, party: Party, by: Actor, at: datetime) -> None:
    """Take that warning off the case file (電話をかけない注意を消す)."""
    if NO_CALLS in party.case_file.contact_care:
        _write_care(party, party.case_file.contact_care.replace(NO_CALLS, "").strip(), by=by, at=at)


def _write_care(party: Party, words: str, *, by: Actor, at: datetime) -> None:
    file = CaseFile.objects.without_search().get(pk=party.case_file_id)
    casefiles.change_case_file(file=file, changes={"contact_care": words}, version=file.version, by=by, at=at)


def _end_assignment(home: Home, *, by: Actor, at: datetime) -> None:
    for assignment in Assignment.objects.filter(home=home, status__in=OPEN_ASSIGNMENTS).select_related("broker"):
        end_assignment(assignment=assignment, why="所有者の同意の取り消し", by=by, at=at)
        title = f"業者に取扱いの終わりを伝え、渡した情報を消してもらう: {assignment.broker.name}"
        _plan(home, title, 1, by=by, at=at)
    home.refresh_from_db()


def _reset_tax_check(home: Home, *, by: Actor, at: datetime) -> None:
    """Forget an inquiry that is under way; what was found before the withdrawal stays as it was found."""
    for check in Check.objects.filter(home=home, kind=CheckKind.TAX, result=CheckResult.ASKED):
        changes = {"result": CheckResult.OPEN, "ground": "", "checked_on": None}
        audit.change(check, changes, version=None, by=by, at=at, why="同意の取り消し")


def _take_back_referrals(home: Home, *, by: Actor, at: datetime) -> None:
    told = Blocker.objects.filter(home=home, solver__kind=SolverKind.SUPPORT_CORPORATION, solved_on=None)
    for blocker in told.select_related("solver"):
        assert blocker.solver is not None  # filtered by its kind
        title = f"支援法人に相談の終わりを伝え、渡した情報を消してもらう: {blocker.solver.name}"
        audit.change(blocker, {"solver": None}, version=blocker.version, by=by, at=at, why="同意の取り消し")
        _plan(home, title, 1, by=by, at=at)


def _plan(home: Home, title: str, days: int, *, by: Actor, at: datetime) -> None:
    due_on = business_days_later(local_date(at), days)
    followups.plan_follow_up(title=title[:200], due_on=due_on, cause=HOME, reference=str(home.pk), by=by, at=at)
