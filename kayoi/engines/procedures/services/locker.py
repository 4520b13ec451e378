"""Documents that people have handed in, of one or several pages, to be used again (書類の保管)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.procedures.models import Document, Page
from kayoi.foundation.audit import services as audit
from kayoi.foundation.files import services as stored_files
from kayoi.foundation.files.models import StoredFile
from kayoi.kit.actor import Actor


@transaction.atomic
def keep_document(
    *,
    case_file: CaseFile | None,
    label: str,
    files: Sequence[StoredFile],
    issued_on: date | None = None,
    received_on: date,
    by: Actor,
    at: datetime,
) -> Document:
    """Keep a document with its photos and PDFs in order (書類を保管する); a PDF counts with all its pages."""
    document = Document.objects.create(
        case_file=case_file,
        label=label,
        issued_on=issued_on,
        page_count=sum(file.pages or 1 for file in files),
        received_on=received_on,
    )
    Page.objects.bulk_create(
        Page(document=document, position=number, file=file) for number, file in enumerate(files, start=1)
    )
    audit.record("procedures.keep_document", document, by=by, at=at, after={"pages": document.page_count})
    return document


@transaction.atomic
def forget_document(*, document: Document, by: Actor, at: datetime) -> None:
    """Remove a document that no application uses (書類を消す), with its files."""
    files = [page.file for page in document.pages.select_related("file")]
    audit.record("procedures.forget_document", document, by=by, at=at, before={"pages": document.page_count})
    document.delete()
    for file in files:
        stored_files.forget_file(stored=file, by=by, at=at)
