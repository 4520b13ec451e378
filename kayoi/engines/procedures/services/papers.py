"""Papers of an application: asked for, handed in as files, on paper or from the locker, looked at."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import IO

from django.db import transaction

from kayoi.engines.procedures.models import Application, Document, Paper
from kayoi.engines.procedures.rules.documents import may_use
from kayoi.engines.procedures.services.locker import forget_document, keep_document
from kayoi.engines.procedures.states import PaperKind, PaperStatus
from kayoi.foundation.audit import services as audit
from kayoi.foundation.files import services as stored_files
from kayoi.foundation.files.models import StoredFile
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Outcome, Refused


class UnableToUseDocument(Refused):
    """The document is too old, or pages of it are missing."""


@transaction.atomic
def need_papers(*, application: Application, kinds: Sequence[PaperKind], by: Actor, at: datetime) -> None:
    """Say which papers an application needs (添付書類を決める). What has been handed in stays, needed or not."""
    wanted = {kind.code: kind for kind in kinds}
    known = {paper.code: paper for paper in application.papers.all()}
    for code, kind in wanted.items():
        if code not in known:
            Paper.objects.create(
                application=application, code=code, label=kind.label, is_needed=kind.is_needed,
                valid_months=kind.valid_months, least_pages=kind.least_pages,
            )  # fmt: skip
        elif known[code].is_needed != kind.is_needed:
            Paper.objects.filter(pk=known[code].pk).update(is_needed=kind.is_needed)
    others = Paper.objects.filter(application=application).exclude(code__in=wanted)
    others.filter(status=PaperStatus.MISSING).delete()
    others.update(is_needed=False)


@transaction.atomic
def add_paper(*, application: Application, kind: PaperKind, by: Actor, at: datetime) -> Paper:
    """Ask for one paper more (書類を加える), as for a report after the decision; asked for again it is the same."""
    paper, made = Paper.objects.select_related("application__case_file", "document").get_or_create(
        application=application, code=kind.code, defaults={"label": kind.label, "is_needed": kind.is_needed}
    )
    if made:
        audit.record("procedures.add_paper", paper, by=by, at=at, after={"application": application})
    return paper


@transaction.atomic
def receive_paper(
    *,
    paper: Paper,
    files: Sequence[StoredFile] = (),
    issued_on: date | None = None,
    received_on: date,
    by: Actor,
    at: datetime,
) -> None:
    """Take a paper (書類を受け取る): as photos and PDFs in order, or on paper at the counter.

    Raises UnableToUseDocument when it is too old or has too few pages, or UnableToMove.
    """
    document = paper.document
    if files:
        document = keep_document(
            case_file=paper.application.case_file, label=paper.label, files=files, issued_on=issued_on,
            received_on=received_on, by=by, at=at,
        )  # fmt: skip
    _receive(paper, document, issued_on, received_on, by=by, at=at)


@transaction.atomic
def use_document(*, paper: Paper, document: Document, by: Actor, at: datetime) -> None:
    """Hand in a document that was kept before (ロッカーから選ぶ). Raises UnableToUseDocument or UnableToMove."""
    _receive(paper, document, document.issued_on, local_date(at), by=by, at=at)


def _receive(
    paper: Paper, document: Document | None, issued_on: date | None, received_on: date, *, by: Actor, at: datetime
) -> None:
    answer = may_use(
        issued_on=issued_on,
        valid_months=paper.valid_months,
        pages=document.page_count if document else None,
        least_pages=paper.least_pages,
        on=received_on,
    )
    if answer.outcome is Outcome.NOT_MET:
        raise UnableToUseDocument(answer)
    before = paper.document
    audit.move(paper, "receive", by=by, at=at, also={"document": document, "received_on": received_on, "why": ""})
    if before is not None and before != document and before.case_file_id is None:
        forget_document(document=before, by=by, at=at)


@transaction.atomic
def accept_paper(*, paper: Paper, valid_until: date | None = None, by: Actor, at: datetime) -> None:
    """Say that a paper is in order (書類を確認済みにする), perhaps until a day. Raises UnableToMove."""
    audit.move(paper, "accept", by=by, at=at, also={"valid_until": valid_until})


@transaction.atomic
def return_paper(*, paper: Paper, why: str, by: Actor, at: datetime) -> None:
    """Say what is wrong with a paper (書類を差し戻す). Raises UnableToMove."""
    audit.move(paper, "return_paper", by=by, at=at, why=why, also={"why": why})


@transaction.atomic
def send_paper(
    *, paper: Paper, uploads: Sequence[tuple[IO[bytes], str, int]], issued_on: date | None, received_on: date,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Take a paper (書類を受け取る): content, name and size of its pages in order, or the sheets themselves.

    Raises UnableToTakeFile, UnableToUseDocument or UnableToMove; nothing is kept then.
    """
    stored = [
        stored_files.take_file(upload=content, name=name, size=size, by=by, at=at) for content, name, size in uploads
    ]
    receive_paper(paper=paper, files=stored, issued_on=issued_on, received_on=received_on, by=by, at=at)
