"""Papers of an application to the home bank: sent, found in order, given back. The mandate makes consents count."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import IO

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Paper
from kayoi.engines.procedures.states import APPLICATION
from kayoi.foundation.files import services as files
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.programmes.homes.services.agreeing import agree_as_applied
from kayoi.programmes.homes.states.applying import LOOK_WITHIN_DAYS, PaperCode


@transaction.atomic
def send_paper(
    *, paper: Paper, uploads: Sequence[tuple[IO[bytes], str, int]], received_on: date, by: Actor, at: datetime
) -> None:
    """Take a paper of an application (書類を受け取る): content, name and size of its pages, or the sheet itself.

    Staff are asked to look at it, unless they are already. Raises UnableToTakeFile or UnableToMove.
    """
    stored = [files.take_file(upload=content, name=name, size=size, by=by, at=at) for content, name, size in uploads]
    procedures.receive_paper(paper=paper, files=stored, received_on=received_on, by=by, at=at)
    application, reference = paper.application, str(paper.application_id)
    if not FollowUp.objects.open().filter(cause=APPLICATION, reference=reference).exists():
        file = application.case_file
        followups.plan_follow_up(
            title="届いた書類を確かめる", due_on=business_days_later(local_date(at), LOOK_WITHIN_DAYS),
            case_file=file, owner=file.assigned_to if file else None, cause=APPLICATION, reference=reference,
            by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def accept_offer_paper(*, paper: Paper, valid_until: date | None, by: Actor, at: datetime) -> None:
    """Say that a paper is in order (書類を確認済みにする); with the mandate the owner's consents begin to count.

    Raises UnableToMove.
    """
    procedures.accept_paper(paper=paper, valid_until=valid_until, by=by, at=at)
    proxy = paper.application.proxy
    if paper.code == PaperCode.MANDATE and proxy is not None:
        ends_before = valid_until + timedelta(days=1) if valid_until else None
        procedures.confirm_proxy(
            proxy=proxy, paper=paper.document, seen_on=local_date(at), ends_before=ends_before, by=by, at=at
        )
        agree_as_applied(application=paper.application, by=by, at=at)


@transaction.atomic
def return_offer_paper(*, paper: Paper, why: str, by: Actor, at: datetime) -> None:
    """Say what is wrong with a paper (書類を差し戻す); without the mandate the owner's consents no longer count.

    Raises UnableToMove.
    """
    procedures.return_paper(paper=paper, why=why, by=by, at=at)
    proxy = paper.application.proxy
    if paper.code == PaperCode.MANDATE and proxy is not None and proxy.seen_on is not None:
        procedures.confirm_proxy(proxy=proxy, paper=None, seen_on=None, by=by, at=at)
        agree_as_applied(application=paper.application, by=by, at=at)
