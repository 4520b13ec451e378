"""Proofs of a duty come in and are looked at: one by one, or many at once by the residents' register."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.db import transaction

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups import services as followups
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Paper
from kayoi.engines.procedures.services import send_paper
from kayoi.engines.procedures.states import PaperKind, PaperStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Proof
from kayoi.programmes.schemes.rules.obligations import may_accept
from kayoi.programmes.schemes.selectors.obligations.proofs import proofs
from kayoi.programmes.schemes.services.grants import Sender
from kayoi.programmes.schemes.services.grants.obliging import PLANNER
from kayoi.programmes.schemes.services.obligations.following import fulfil, plan_proof
from kayoi.programmes.schemes.states.obligations import PROOF, Means, ObligationStatus


class UnableToProve(Refused):
    """It is of too early a day, or the duty runs no longer."""


@dataclass(frozen=True)
class Shown:
    """By what and as of which day a duty was seen to be kept."""

    means: Means
    seen_on: date
    remark: str = ""


@transaction.atomic
def receive_proof(
    *, proof: Proof, channel: Channel, means: Means, uploads: Sequence[tuple[IO[bytes], str, int]] = (),
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Take a proof (証明を受け取る), as photos and PDFs or on paper; it is to be looked at then.

    Raises UnableToProve, UnableToTakeFile or UnableToMove; nothing is kept then.
    """
    row = _running(proof)
    paper = _paper(row, by=by, at=at) if uploads else row.paper
    if uploads and paper is not None:
        send_paper(paper=paper, uploads=uploads, issued_on=None, received_on=local_date(at), by=by, at=at)
    audit.move(row, "receive", by=by, at=at, also={"channel": channel, "means": means, "paper": paper, "remark": ""})
    plan_proof(proof=row, by=by, at=at)


@transaction.atomic
def accept_proof(
    *, proof: Proof, shown: Shown, channel: Channel | None = None, sender: Sender, by: Actor, at: datetime
) -> None:
    """Find a year proved (証明を確認済みにする). `channel` says how it came where it was not received before.

    Raises UnableToProve or UnableToMove.
    """
    row = _running(proof)
    _accept(row, shown, channel, by=by, at=at)
    fulfil(obligations=[row.obligation_id], sender=sender, by=by, at=at)


@transaction.atomic
def accept_proofs(
    *, proofs: Iterable[Proof], shown: Shown, sender: Sender, by: Actor, at: datetime
) -> tuple[int, list[Proof]]:
    """Find many years proved at once (まとめて確認済みにする), as by the residents' register.

    Returns how many, and those of which the day is still to come, or whose duty runs no longer.
    """
    done, left = [], []
    for proof in proofs:
        try:
            row = _running(proof)
            _accept(row, shown, None, by=by, at=at)
            done.append(row)
        except UnableToProve:
            left.append(proof)
    fulfil(obligations={one.obligation_id for one in done}, sender=sender, by=by, at=at)
    return len(done), left


@transaction.atomic
def give_back_proof(*, proof: Proof, why: str, by: Actor, at: datetime) -> None:
    """Ask for a proof once more, with the reason (出し直しを求める). Raises UnableToProve or UnableToMove."""
    row = _running(proof)
    audit.move(row, "give_back", by=by, at=at, why=why, also={"remark": why})
    if row.paper is not None and row.paper.status == PaperStatus.RECEIVED:
        procedures.return_paper(paper=row.paper, why=why[:200], by=by, at=at)


@transaction.atomic
def miss_proof(*, proof: Proof, why: str, by: Actor, at: datetime) -> None:
    """Note that a year could not be proved (確認できなかったと記録する). Raises UnableToProve or UnableToMove."""
    audit.move(_running(proof), "miss", by=by, at=at, why=why, also={"remark": why})


@transaction.atomic
def look_again(*, proof: Proof, why: str, by: Actor, at: datetime) -> None:
    """Take back what was found of a year (確認を取り消す). Raises UnableToProve or UnableToMove."""
    row = _running(proof)
    also = {"remark": why, "seen_on": None, "seen_by": None, "means": "", "channel": ""}
    audit.move(row, "look_again", by=by, at=at, why=why, also=also)


def _running(proof: Proof) -> Proof:
    """Return a proof that nobody else changes until the end of the transaction. Raises UnableToProve."""
    row: Proof = proofs().select_for_update(of=["self"]).get(pk=proof.pk)
    if row.obligation.status != ObligationStatus.RUNNING:
        raise UnableToProve(verdict([Reason("schemes.duty_over")]))
    return row


def _accept(row: Proof, shown: Shown, channel: Channel | None, *, by: Actor, at: datetime) -> None:
    answer = may_accept(proves_on=row.proves_on, seen_on=shown.seen_on, on=local_date(at))
    if answer.refused:
        raise UnableToProve(answer)
    also = {
        "means": shown.means, "seen_on": shown.seen_on, "seen_by_id": by.membership_id, "remark": shown.remark,
        "channel": channel or row.channel,
    }  # fmt: skip
    audit.move(row, "accept", by=by, at=at, also=also)
    if row.paper is not None and row.paper.status == PaperStatus.RECEIVED:
        procedures.accept_paper(paper=row.paper, by=by, at=at)
    followups.finish_caused_by(cause=PROOF, reference=str(row.pk), by=PLANNER, at=at)


def _paper(row: Proof, *, by: Actor, at: datetime) -> Paper:
    kind = PaperKind(f"proof-{row.obligation.kind}-{row.year}", row.label, is_needed=False)
    return procedures.add_paper(application=row.obligation.grant.application, kind=kind, by=by, at=at)
