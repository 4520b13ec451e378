"""Begin, put by, hand in and correct an answer sheet; an anonymous one is nobody's once it is handed in."""

import secrets
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.questionnaires.models import AnswerSheet, Version
from kayoi.engines.questionnaires.rules.answering import may_save, may_submit
from kayoi.engines.questionnaires.rules.deciding import may_reopen, may_take
from kayoi.engines.questionnaires.rules.questions import kept
from kayoi.engines.questionnaires.rules.quotas import counted
from kayoi.engines.questionnaires.selectors import form_of, is_published, quota_counts
from kayoi.engines.questionnaires.states import SheetStatus, VersionStatus, Way
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import VISITOR, Actor, ActorKind
from kayoi.kit.dates import JST, local_date
from kayoi.kit.tokens import new_reference, token_hash
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict


class UnableToSave(Refused):
    """The answers cannot be put by."""


class UnableToSubmit(Refused):
    """The sheet cannot be handed in."""


class UnableToReopen(Refused):
    """The sheet cannot be corrected."""


@dataclass(frozen=True, slots=True)
class Started:
    """A sheet, and its code, which is told once and stored as a hash."""

    sheet: AnswerSheet
    code: str


@transaction.atomic
def start_sheet(
    *, version: int, way: Way, by: Actor, at: datetime, case_file: CaseFile | None = None, about: str = ""
) -> Started:
    """Begin a sheet (回答票を用意する): for a respondent who opens the page, or as an invitation with code and QR.

    On paper or by telephone `by` is who types. Raises UnableToSave while the version takes no answers, or where a
    case file is given for an anonymous questionnaire. The same case file and `about` twice is one sheet, new code.
    """
    row = _locked_version(version)
    anonymous = row.questionnaire.anonymous
    against = [] if row.status == VersionStatus.OPEN else [Reason("questionnaires.not_open")]
    if anonymous and case_file is not None:
        against.append(Reason("questionnaires.not_anonymous"))
    _unless(verdict(against), UnableToSave)
    code = new_reference()
    if case_file is not None:
        there = AnswerSheet.objects.filter(edition=row, case_file=case_file, about=about).first()
        if there is not None:
            return Started(there, _renewed(there, code, by=by, at=at))
    sheet = AnswerSheet.objects.create(
        edition=row, anonymous=anonymous, case_file=case_file, about=about, way=way,
        typed_by_id=None if way is Way.WEB else by.membership_id, token_hash=token_hash(code),
    )  # fmt: skip
    _record("start", sheet, by=by, at=at, after={"way": way})
    return Started(sheet, code)


def start_own(*, version: Version, case_file: CaseFile | None, about: str, by: Actor, at: datetime) -> str:
    """Begin the sheet to which somebody is led from a page of their own (自分のページから始める); return its code.

    Of an anonymous questionnaire nothing leads back from the code. Raises UnableToSave.
    """
    linked: dict[str, Any] = {} if version.questionnaire.anonymous else {"case_file": case_file, "about": about}
    return start_sheet(version=version.pk, way=Way.WEB, **linked, by=by, at=at).code


@transaction.atomic
def new_code(*, sheet: int, by: Actor, at: datetime) -> str:
    """Give a sheet another code, where the first is lost (符号の再発行); the first is void. Raises UnableToSave."""
    row = AnswerSheet.objects.select_for_update(no_key=True).get(pk=sheet)
    if row.status != SheetStatus.DRAFT:
        raise UnableToSave(verdict([Reason("questionnaires.submitted")]))
    return _renewed(row, new_reference(), by=by, at=at)


@transaction.atomic
def save_draft(*, sheet: int, answers: dict[str, Any], by: Actor, at: datetime) -> AnswerSheet:
    """Put answers by (下書きの自動保存): unfinished, but each of its kind. Raises UnableToSave."""
    row, version = _locked(sheet)
    _unless(_taken(row, version), UnableToSave)
    _unless(may_save(form_of(version), answers), UnableToSave)
    if answers != row.answers:
        AnswerSheet.objects.filter(pk=row.pk).update(answers=answers)
        row.refresh_from_db()
        _record("save", row, by=by, at=at, after={"answered": len(answers)})
    return row


@transaction.atomic
def submit_sheet(
    *, sheet: int, answers: dict[str, Any], by: Actor, at: datetime, typed: Way | None = None
) -> AnswerSheet:
    """Hand a sheet in, once (提出する). Raises UnableToSubmit with all reasons.

    `typed`: somebody who was given a code answered on paper or by telephone, and `by` types it. An anonymous draft
    goes, and its answers become a row with a random number, a day and no code; so a code that was used is not known
    any more.
    """
    row, version = _locked(sheet)
    form, found = form_of(version), kept(form_of(version), answers)
    fits = counted(form, found, quota_counts(version) if form.quotas else {})
    whole = [_taken(row, version), may_submit(form, found), fits.answer]
    _unless(verdict([reason for one in whole for reason in one.reasons]), UnableToSubmit)
    values: dict[str, Any] = {
        "answers": found, "quotas": list(fits.inside), "outside": list(fits.outside),
        "answered_on": row.answered_on or local_date(at),
    }  # fmt: skip
    if typed is not None:
        row.way, row.typed_by_id = typed, by.membership_id
        values |= {"way": row.way, "typed_by_id": row.typed_by_id}
    if row.anonymous:
        return _nobodys(row, values, by=by, at=at)
    AnswerSheet.objects.filter(pk=row.pk).update(**values)
    audit.move(row, "submit", by=by, at=at, also={"submitted_at": at})
    return row


@transaction.atomic
def reopen_sheet(*, sheet: int, why: str, by: Actor, at: datetime) -> AnswerSheet:
    """Open a sheet for a correction (訂正のため戻す), with the reason; what it said stays in the entry.

    Raises UnableToReopen: for anonymous sheets, and once a table of the version is published.
    """
    row, version = _locked(sheet)
    answer = may_reopen(row.status, anonymous=row.anonymous, published=is_published(version), why=why)
    _unless(answer, UnableToReopen)
    audit.record("questionnaires.answers_before", row, by=by, at=at, why=why, before={"answers": row.answers})
    audit.move(row, "reopen", by=by, at=at, why=why, also={"quotas": [], "outside": []})
    return row


def _nobodys(draft: AnswerSheet, values: dict[str, Any], *, by: Actor, at: datetime) -> AnswerSheet:
    row = AnswerSheet.objects.create(
        pk=secrets.randbelow(2**62) + 1, edition_id=draft.edition_id, status=SheetStatus.SUBMITTED, anonymous=True,
        **{"about": draft.about, "way": draft.way, "typed_by_id": draft.typed_by_id, **values},
    )  # fmt: skip
    draft.delete()
    _record("submit", row, by=by, at=at)
    return row


def _renewed(row: AnswerSheet, code: str, *, by: Actor, at: datetime) -> str:
    AnswerSheet.objects.filter(pk=row.pk).update(token_hash=token_hash(code))
    _record("new_code", row, by=by, at=at)
    return code


def _locked_version(version: int) -> Version:
    """Lock the version, so that quotas are counted one after the other and no table is published in between."""
    return Version.objects.select_related("questionnaire").select_for_update(of=("self",), no_key=True).get(pk=version)


def _locked(sheet: int) -> tuple[AnswerSheet, Version]:
    version = _locked_version(AnswerSheet.objects.values_list("edition_id", flat=True).get(pk=sheet))
    return AnswerSheet.objects.select_for_update(no_key=True).get(pk=sheet), version


def _taken(row: AnswerSheet, version: Version) -> Verdict:
    return may_take(version.status, row.status, before=row.submitted_at is not None, published=is_published(version))


def _unless(answer: Verdict, refusal: type[Refused]) -> None:
    if answer.refused:
        raise refusal(answer)


def _record(action: str, row: AnswerSheet, *, by: Actor, at: datetime, after: dict[str, Any] | None = None) -> None:
    """Write the entry; of an anonymous sheet it stands at the version, on the day, by no person."""
    if not row.anonymous:
        audit.record(f"questionnaires.{action}", row, by=by, at=at, after=after)
        return
    whoever = by if by.kind in {ActorKind.STAFF, ActorKind.SYSTEM} else VISITOR
    day = datetime.combine(local_date(at), time(), JST)
    audit.record(f"questionnaires.{action}", row.edition, by=whoever, at=day, after=after)
