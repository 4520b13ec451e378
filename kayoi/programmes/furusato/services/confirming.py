"""Say who came: by host, code, mail or staff; take reports with evidence and decide on them. Each counts once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.files import services as files
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import JST, business_days_later, local_date
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Refused, Verdict
from kayoi.programmes.furusato.models import Activity, ActivityKind, Evidence, SignUp
from kayoi.programmes.furusato.rules import taking_part as rules
from kayoi.programmes.furusato.selectors.activities import held
from kayoi.programmes.furusato.services.activities import renew_opening
from kayoi.programmes.furusato.services.points import earn_points, take_points_back
from kayoi.programmes.furusato.services.telling import tell_person
from kayoi.programmes.furusato.states import SIGN_UP, ActivityStatus, ConfirmedBy, SignUpStatus

REVIEW_DAYS = 5
BY_HOST = (ConfirmedBy.QR, ConfirmedBy.LIST, ConfirmedBy.MAIL)
MOST_PHOTOS = 5


class UnableToConfirm(Refused):
    """It cannot be said now, or not this way, that somebody came."""


class UnableToReport(Refused):
    """A report is not taken."""


@dataclass(frozen=True)
class Report:
    """What somebody says of an activity of their own: which kind, when, in words and photos as they were sent."""

    kind: ActivityKind
    starts_on: date
    ends_on: date
    note: str
    uploads: Sequence[Any] = ()


@transaction.atomic
def confirm(*, sign_up: SignUp, how: ConfirmedBy, by: Actor, at: datetime) -> SignUp:
    """Say that somebody came (参加を確認する): counted once, however often it is said.

    Whether the kind is designated is frozen here. Raises UnableToConfirm, UnableToMove or ChangedMeanwhile.
    """
    row = _locked(sign_up)
    if row.status == SignUpStatus.CONFIRMED:
        return row
    if row.activity is not None:
        _check(rules.may_confirm(held(row.activity), now=at))
    also = {"confirmed_by": how, "confirmed_at": at, "is_designated": row.kind.designated, "why": ""}
    audit.move(row, "confirm", by=by, at=at, also=also)
    casefiles.add_engagement(
        file=row.case_file, kind="activity", occurred_at=_moment(row, at), cause=SIGN_UP, reference=str(row.pk),
        confirmed_by_host=how in BY_HOST, by=by, at=at,
    )  # fmt: skip
    followups.finish_caused_by(cause=SIGN_UP, reference=str(row.pk), by=system("furusato.confirmed"), at=at)
    earn_points(sign_up=row, by=system("furusato.confirmed"), at=at)
    if row.activity is not None and row.activity.status in (ActivityStatus.OPEN, ActivityStatus.CLOSED):
        audit.move(row.activity, "hold", by=system("furusato.confirmed"), at=at)
        renew_opening(activity=row.activity, by=system("furusato.confirmed"), at=at)
    return row


@transaction.atomic
def confirm_by_code(*, activity: Activity, code: str, sign_up: SignUp, by: Actor, at: datetime) -> SignUp:
    """Say that one is there, by the code that hangs on the spot (会場のQRコードで確認する). Raises UnableToConfirm."""
    is_right = bool(activity.spot_code) and code == activity.spot_code and sign_up.activity_id == activity.pk
    _check(rules.may_confirm_by_code(held(activity), now=at, is_right=is_right))
    return confirm(sign_up=sign_up, how=ConfirmedBy.QR, by=by, at=at)


@transaction.atomic
def miss(*, sign_up: SignUp, by: Actor, at: datetime) -> None:
    """Say that somebody did not come (不参加と記録する); what was counted is taken back. Raises UnableToMove."""
    row = _locked(sign_up)
    if row.activity is not None:
        _check(rules.may_confirm(held(row.activity), now=at))
    if row.status == SignUpStatus.ABSENT:
        return
    counted = row.status == SignUpStatus.CONFIRMED
    audit.move(row, "miss", by=by, at=at, also={"confirmed_by": "", "confirmed_at": None})
    if counted:
        _take_back(row, by=by, at=at)


@transaction.atomic
def undo_confirm(*, sign_up: SignUp, why: str, by: Actor, at: datetime) -> None:
    """Take back that somebody came (確認を取り消す), with the reason: the figure goes back. Raises UnableToMove."""
    row = _locked(sign_up)
    audit.move(row, "undo_confirm", by=by, at=at, why=why, also={"confirmed_by": "", "confirmed_at": None})
    _take_back(row, by=by, at=at)


@transaction.atomic
def report(
    *, file: CaseFile, told: Report, sign_up: SignUp | None = None, client_key: UUID | None = None, by: Actor,
    at: datetime,
) -> SignUp:  # fmt: skip
    """Take a report of an activity where nobody was who could say it (活動の報告): note, photos made anew.

    Of a sign-up, or of something that one did without a call. Raises UnableToReport, UnableToTakeFile, UnableToMove.
    """
    known = SignUp.objects.filter(client_key=client_key).first() if client_key else None
    if known is not None:
        return known
    uploads = list(told.uploads)[:MOST_PHOTOS]
    answer = rules.may_report(
        ends_on=told.ends_on, today=local_date(at), has_note=bool(told.note.strip()), photos=len(uploads)
    )
    if answer.refused:
        raise UnableToReport(answer)
    row = _locked(sign_up) if sign_up is not None else _own(file, told, client_key, at)
    audit.move(row, "report", by=by, at=at, also={"note": told.note, "why": ""})
    for upload in uploads:
        stored = files.take_file(upload=upload, name=upload.name, size=upload.size, by=by, at=at)
        evidence = Evidence.objects.create(sign_up=row, file=stored, sent_at=at)
        audit.record("furusato.add_evidence", evidence, by=by, at=at, after={"sign_up": row})
    followups.plan_follow_up(
        title=f"活動の報告を確かめる: {row.kind.name}", due_on=business_days_later(local_date(at), REVIEW_DAYS),
        case_file=row.case_file, owner=row.case_file.assigned_to, cause=SIGN_UP, reference=str(row.pk), by=by, at=at,
    )  # fmt: skip
    return row


@transaction.atomic
def accept_report(*, organization: Organization, sign_up: SignUp, link: str, by: Actor, at: datetime) -> None:
    """Decide that a report shows that somebody took part (報告を認める), and say so once. Raises UnableToMove."""
    if _locked(sign_up).status == SignUpStatus.CONFIRMED:
        return
    row = confirm(sign_up=sign_up, how=ConfirmedBy.EVIDENCE, by=by, at=at)
    tell_person(organization=organization, sign_up=row, template="report_taken", link=link, by=by, at=at)


@transaction.atomic
def reject_report(*, organization: Organization, sign_up: SignUp, why: str, link: str, by: Actor, at: datetime) -> None:
    """Decide that a report does not show it (報告を認めない), with the reason; they may report again with more."""
    row = _locked(sign_up)
    audit.move(row, "reject", by=by, at=at, why=why, also={"why": why})
    followups.finish_caused_by(cause=SIGN_UP, reference=str(row.pk), by=by, at=at)
    tell_person(organization=organization, sign_up=row, template="report_refused", link=link, by=by, at=at)


def _own(file: CaseFile, told: Report, client_key: UUID | None, at: datetime) -> SignUp:
    row: SignUp = SignUp.objects.create(
        activity=None, kind=told.kind, case_file=file, status=SignUpStatus.SIGNED, receipt=new_reference(),
        starts_on=told.starts_on, ends_on=told.ends_on, client_key=client_key, signed_at=at,
    )  # fmt: skip
    return row


def _locked(sign_up: SignUp) -> SignUp:
    rows = SignUp.objects.select_related("activity", "kind", "case_file__assigned_to").select_for_update(of=["self"])
    row: SignUp = rows.get(pk=sign_up.pk)
    return row


def _check(answer: Verdict) -> None:
    if answer.refused:
        raise UnableToConfirm(answer)


def _moment(row: SignUp, at: datetime) -> datetime:
    """Return when it happened: as the activity began, or on the last day of what somebody did alone."""
    starts = row.activity.starts_at if row.activity else datetime.combine(row.ends_on, time(12), JST)
    return min(starts, at)


def _take_back(row: SignUp, *, by: Actor, at: datetime) -> None:
    take_points_back(sign_up=row, by=by, at=at)
    casefiles.add_engagement(
        file=row.case_file, kind="activity_withdrawn", occurred_at=_moment(row, at), cause=SIGN_UP,
        reference=str(row.pk), by=by, at=at,
    )  # fmt: skip
