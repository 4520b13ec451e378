"""Begin applications, write in them, hand them in, decide them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.models import Application, ApplicationLink, Document, Form, Proxy
from kayoi.engines.procedures.rules.applying import may_approve
from kayoi.engines.procedures.services.locker import forget_document
from kayoi.engines.procedures.services.papers import need_papers
from kayoi.engines.procedures.states import WRITABLE, ApplicationStatus, PaperKind, ProcedureWords
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.tokens import new_reference, new_token, token_hash
from kayoi.kit.verdict import Refused


class UnableToApprove(Refused):
    """Papers are still open."""


@dataclass(frozen=True)
class Started:
    """An application, and a secret by which whoever began it reaches it."""

    application: Application
    token: str


@transaction.atomic
def start_application(
    *,
    procedure: ProcedureWords,
    form: Form | None = None,
    channel: Channel,
    language: str = "ja",
    answers: dict[str, Any] | None = None,
    client_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Started:
    """Begin an application (申請を書き始める): a draft that is nobody's yet. The same client_key twice is one."""
    if client_key and (known := Application.objects.filter(client_key=client_key).first()):
        return Started(known, new_link(application=known, by=by, at=at))
    application = Application.objects.create(
        procedure=procedure.key,
        form_version=procedure.version,
        form=form,
        receipt=new_reference(),
        channel=channel,
        language=language,
        answers=answers or {},
        client_key=client_key,
        started_at=at,
    )
    audit.record("procedures.start", application, by=by, at=at, after={"procedure": procedure.key, "channel": channel})
    return Started(application, new_link(application=application, by=by, at=at))


@transaction.atomic
def new_link(*, application: Application, by: Actor, at: datetime) -> str:
    """Make a secret link to an application (申請のリンクを作る); return its secret. Those before keep working."""
    token = new_token()
    link = ApplicationLink.objects.create(application=application, token_hash=token_hash(token), made_at=at)
    audit.record("procedures.new_link", link, by=by, at=at, after={"application": application})
    return token


@transaction.atomic
def keep_draft(*, application: Application, answers: dict[str, Any], version: int, by: Actor, at: datetime) -> bool:
    """Keep what somebody has typed so far (下書きを保存する); return whether it was kept.

    The page saves by itself while somebody writes: neither version nor entry. Nothing is kept over what another
    window has saved in between.
    """
    rows = Application.objects.filter(pk=application.pk, version=version, status__in=WRITABLE)
    return bool(rows.update(answers=application.answers | answers))


@transaction.atomic
def change_answers(*, application: Application, answers: dict[str, Any], version: int, by: Actor, at: datetime) -> None:
    """Write answers (記入する), those not named stay. Raises ChangedMeanwhile. The entry repeats no words."""
    application.refresh_from_db()
    changed = sorted(name for name, value in answers.items() if application.answers.get(name) != value)
    rows = Application.objects.filter(pk=application.pk, version=version)
    if not rows.update(answers=application.answers | answers, version=version + 1):
        raise ChangedMeanwhile
    application.refresh_from_db()
    audit.record("procedures.change_answers", application, by=by, at=at, after={"answers": changed})


@transaction.atomic
def submit_application(
    *,
    application: Application,
    case_file: CaseFile,
    proxy: Proxy | None = None,
    papers: Sequence[PaperKind] = (),
    by: Actor,
    at: datetime,
) -> None:
    """Hand an application in (申請を出す), also once more after it was returned. Raises UnableToMove."""
    also = {"case_file": case_file, "proxy": proxy, "submitted_at": application.submitted_at or at, "why": ""}
    audit.move(application, "submit", by=by, at=at, also=also)
    need_papers(application=application, kinds=papers, by=by, at=at)
    Document.objects.filter(papers__application=application, case_file=None).update(case_file=case_file)


@transaction.atomic
def return_application(*, application: Application, why: str, by: Actor, at: datetime) -> None:
    """Give an application back to be put right (補正をお願いする). Raises UnableToMove."""
    audit.move(application, "return_papers", by=by, at=at, why=why, also={"why": why})


@transaction.atomic
def approve_application(*, application: Application, by: Actor, at: datetime) -> None:
    """Approve an application (決定する). Raises UnableToApprove while papers are open, or UnableToMove."""
    papers = application.papers.values_list("label", "is_needed", "status", "valid_until")
    answer = may_approve(papers, on=local_date(at))
    if answer.refused:
        raise UnableToApprove(answer)
    audit.move(application, "approve", by=by, at=at, verdict=answer, also={"decided_at": at})


@transaction.atomic
def refuse_application(*, application: Application, why: str, by: Actor, at: datetime) -> None:
    """Refuse an application with a reason (却下する). Raises UnableToMove."""
    audit.move(application, "refuse", by=by, at=at, why=why, also={"decided_at": at, "why": why})


@transaction.atomic
def withdraw_application(*, application: Application, why: str, by: Actor, at: datetime) -> None:
    """Withdraw an application (取り下げる). Raises UnableToMove."""
    audit.move(application, "withdraw", by=by, at=at, why=why, also={"why": why})


@transaction.atomic
def forget_old_drafts(*, older_than: timedelta, by: Actor, at: datetime) -> int:
    """Forget drafts that nobody came back to (古い下書きを消す); return how many."""
    old = Application.objects.filter(status=ApplicationStatus.DRAFT, started_at__lt=at - older_than)
    count, documents = old.count(), list(Document.objects.filter(papers__application__in=old, case_file=None))
    old.delete()
    for document in documents:
        forget_document(document=document, by=by, at=at)
    return count
