"""Papers found in order: with the mandate somebody may act for another."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kayoi.engines.procedures.models import Paper
from kayoi.engines.procedures.services.papers import accept_paper
from kayoi.engines.procedures.services.proxies import confirm_proxy
from kayoi.engines.procedures.states import MANDATE
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date


@transaction.atomic
def accept_with_mandate(*, paper: Paper, valid_until: date | None, by: Actor, at: datetime) -> None:
    """Say that a paper is in order (書類を確認済みにする); the mandate lets the proxy act until its last day.

    Raises UnableToMove.
    """
    accept_paper(paper=paper, valid_until=valid_until, by=by, at=at)
    proxy = paper.application.proxy
    if paper.code == MANDATE.code and proxy is not None:
        confirm_proxy(
            proxy=proxy, paper=paper.document, seen_on=local_date(at), by=by, at=at,
            ends_before=valid_until + timedelta(days=1) if valid_until else None,
        )  # fmt: skip
