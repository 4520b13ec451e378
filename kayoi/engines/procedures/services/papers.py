"""Papers of an application: asked for, handed in as a file or on paper, looked at."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from kayoi.engines.procedures.models import Application, Paper
from kayoi.engines.procedures.states import PaperKind, PaperStatus
from kayoi.foundation.audit import services as audit
from kayoi.foundation.files.models import StoredFile
from kayoi.kit.actor import Actor


@transaction.atomic
def need_papers(*, application: Application, kinds: Sequence[PaperKind], by: Actor, at: datetime) -> None:
    """Say which papers an application needs (添付書類を決める). What has been handed in stays, needed or not."""
    wanted = {kind.code: kind for kind in kinds}
    known = {paper.code: paper for paper in application.papers.all()}
    for code, kind in wanted.items():
        if code not in known:
            Paper.objects.create(application=application, code=code, label=kind.label, is_needed=kind.is_needed)
        elif known[code].is_needed != kind.is_needed:
            Paper.objects.filter(pk=known[code].pk).update(is_needed=kind.is_needed)
    others = Paper.objects.filter(application=application).exclude(code__in=wanted)
    others.filter(status=PaperStatus.MISSING).delete()
    others.update(is_needed=False)


@transaction.atomic
def receive_paper(*, paper: Paper, file: StoredFile | None = None, received_on: date, by: Actor, at: datetime) -> None:
    """Take a paper (書類を受け取る): as a file, or on paper at the counter. Raises UnableToMove."""
    also = {"file": file or paper.file, "received_on": received_on, "why": ""}
    audit.move(paper, "receive", by=by, at=at, also=also)


@transaction.atomic
def accept_paper(*, paper: Paper, valid_until: date | None = None, by: Actor, at: datetime) -> None:
    """Say that a paper is in order (書類を確認済みにする), perhaps until a day. Raises UnableToMove."""
    audit.move(paper, "accept", by=by, at=at, also={"valid_until": valid_until})


@transaction.atomic
def return_paper(*, paper: Paper, why: str, by: Actor, at: datetime) -> None:
    """Say what is wrong with a paper (書類を差し戻す). Raises UnableToMove."""
    audit.move(paper, "return_paper", by=by, at=at, why=why, also={"why": why})
