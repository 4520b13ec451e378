"""Decide on benefits (特典), give them a budget, and record each of their uses once."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.credentials.models import Card
from kayoi.engines.credentials.states import CardStatus
from kayoi.engines.ledger import services as ledger
from kayoi.engines.ledger.models import Account, Transfer
from kayoi.engines.ledger.selectors import accounts
from kayoi.engines.ledger.services import Given
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, fiscal_year_label, fiscal_year_start, local_date
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict
from kayoi.programmes.furusato.models import Benefit, BenefitOf, BenefitUse, Register, Registration
from kayoi.programmes.furusato.rules.benefits import beyond, may_publish
from kayoi.programmes.furusato.rules.points import told_at_once
from kayoi.programmes.furusato.selectors.benefits import account_key, counted, offered
from kayoi.programmes.furusato.selectors.entitled import was_entitled
from kayoi.programmes.furusato.services.points import TooFewPoints, return_points, spend_points
from kayoi.programmes.furusato.states import BENEFIT_USE, BenefitStatus


class UnableToOffer(Refused):
    """The benefit cannot be published, or not changed, as it stands."""

    @classmethod
    def unless(cls, answer: Verdict) -> None:
        """Raise this where the answer is no."""
        if answer.refused:
            raise cls(answer)


class UnableToUse(Refused):
    """The use cannot be recorded: there is no such card or benefit, or there are too few points."""


@dataclass(frozen=True, slots=True)
class Use:
    """A use as a counter tells it: by the place of the card in the status list, or for a registration."""

    benefit: int
    client_key: uuid.UUID
    used_at: datetime
    quantity: int = 1
    card: int | None = None
    registration: int | None = None
    counter: str = ""


@transaction.atomic
def add_benefit(*, fields: dict[str, Any], registers: Iterable[Register], by: Actor, at: datetime) -> Benefit:
    """Write a benefit down, in preparation (特典を登録する)."""
    row = Benefit.objects.create(**fields)
    _belong(row, registers)
    audit.record("furusato.add_benefit", row, by=by, at=at, after=dict(fields))
    return row


@transaction.atomic
def change_benefit(
    *, benefit: Benefit, fields: dict[str, Any], registers: Iterable[Register], version: int, by: Actor, at: datetime
) -> None:
    """Change a benefit (特典を変える). Raises ChangedMeanwhile, or UnableToOffer where a published one would lack."""
    audit.change(benefit, fields, version=version, by=by, at=at)
    _belong(benefit, registers)
    if benefit.status == BenefitStatus.PUBLISHED:
        UnableToOffer.unless(may_publish(offered(benefit)))


def _belong(benefit: Benefit, registers: Iterable[Register]) -> None:
    BenefitOf.objects.filter(benefit=benefit).delete()
    BenefitOf.objects.bulk_create(BenefitOf(benefit=benefit, register=register) for register in registers)


@transaction.atomic
def publish_benefit(*, benefit: Benefit, by: Actor, at: datetime) -> None:
    """Begin a benefit (特典を始める). Raises UnableToOffer, UnableToMove."""
    UnableToOffer.unless(may_publish(offered(benefit)))
    audit.move(benefit, "publish", by=by, at=at)


@transaction.atomic
def stop_benefit(*, benefit: Benefit, for_good: bool, why: str, by: Actor, at: datetime) -> None:
    """Pause or end a benefit (休止・終了する). Raises UnableToMove."""
    audit.move(benefit, "end" if for_good else "pause", by=by, at=at, why=why)


@transaction.atomic
def set_budget(*, benefit: Benefit, year: int, yen: int, key: uuid.UUID, by: Actor, at: datetime) -> None:
    """Set how much a benefit may cost in a fiscal year (予算額を定める). Raises UnableToTransfer below what was used.

    The key makes a form that was sent twice one change.
    """
    Benefit.objects.select_for_update().get(pk=benefit.pk)
    if Transfer.objects.filter(key=f"furusato:budget:{key}").exists():
        return
    outside, pot, spent = (_account(name, benefit, year, by=by, at=at) for name in ("outside", "budget", "spent"))
    more = yen - pot.balance - spent.balance
    if more:
        debit, credit = (pot, outside) if more > 0 else (outside, pot)
        ledger.transfer(
            debit=debit.pk, credit=credit.pk, amount=abs(more), key=f"furusato:budget:{key}", cause="furusato.Benefit",
            reference=str(benefit.pk), on=max(local_date(at), fiscal_year_start(year)), by=by, at=at,
        )  # fmt: skip
    audit.record("furusato.set_budget", benefit, by=by, at=at, after={"year": year, "yen": yen})


def _account(name: str, benefit: Benefit, year: int, *, by: Actor, at: datetime) -> Account:
    words = {"outside": "町の外", "budget": "予算の残り", "spent": "使った額"}[name]
    return ledger.open_account(
        key=account_key(name, benefit, year), label=f"特典 {benefit.name} {fiscal_year_label(year)} {words}",
        least=None if name == "outside" else 0, on=fiscal_year_start(year), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def record_use(*, use: Use, by: Actor, at: datetime) -> BenefitUse:
    """Record a use of a benefit (特典の利用を記録する), once for each key. Raises UnableToUse.

    What was used without a network has been used: limits that it goes beyond are noted with it, not refused. Whoever is
    still there, or is written down by hand on the same day, is told that their points are too few.
    """
    benefit = Benefit.objects.select_for_update().get(pk=use.benefit)
    known: BenefitUse | None = BenefitUse.objects.filter(client_key=use.client_key).first()
    if known is not None:
        return known
    card, registration = _whose(use)
    if registration is None or not benefit.is_recorded:
        raise UnableToUse(verdict([Reason("furusato.use_unknown_card")]))
    used_at = min(use.used_at, at)
    year = fiscal_year(local_date(used_at))
    more = beyond(
        counted(benefit, registration, year=year), use.quantity, stock=benefit.stock, per_person=benefit.per_person
    )
    more += _amiss(benefit, registration, card, used_at=used_at)
    row = BenefitUse.objects.create(
        benefit=benefit, registration=registration, client_key=use.client_key, card_number=card.number if card else "",
        counter=use.counter, used_at=used_at, told_at=at, quantity=use.quantity, yen=benefit.cost_yen * use.quantity,
        points=benefit.points * use.quantity,
    )  # fmt: skip
    by_hand_today = use.registration is not None and local_date(used_at) == local_date(at)
    is_there = by_hand_today or told_at_once(used_at, told_at=at)
    more += _pay(row, year, by=by, at=at) + _spend(row, is_there=is_there, by=by, at=at)
    if more:
        row.beyond = " ".join(reason.code for reason in more)
        row.save(update_fields=["beyond"])
    audit.record("furusato.use_benefit", row, by=by, at=at, after={"benefit": benefit.pk, "quantity": use.quantity})
    return row


def _whose(use: Use) -> tuple[Card | None, Registration | None]:
    if use.registration is not None:
        return None, Registration.objects.filter(pk=use.registration).first()
    card = Card.objects.filter(index=use.card).first() if use.card is not None else None
    return card, Registration.objects.filter(subject=card.subject).first() if card else None


def _amiss(benefit: Benefit, registration: Registration, card: Card | None, *, used_at: datetime) -> list[Reason]:
    """Return what the counter could not know, or should have."""
    reasons = []
    if card is not None and card.status != CardStatus.VALID:
        reasons.append(Reason("furusato.use_card_revoked"))
    if not was_entitled(benefit, registration, at=used_at):
        reasons.append(Reason("furusato.use_not_for"))
    return reasons


def _pay(row: BenefitUse, year: int, *, by: Actor, at: datetime) -> list[Reason]:
    """Let the cost pass from the budget of the year; where it is not enough, or none was set, say so."""
    keys = [account_key(name, row.benefit, year) for name in ("spent", "budget")]
    found = accounts(keys)
    if not row.yen or keys[1] not in found:
        return []
    try:
        ledger.transfer(
            debit=found[keys[0]].pk, credit=found[keys[1]].pk, amount=row.yen, key=f"furusato:use:{row.pk}",
            cause=BENEFIT_USE, reference=str(row.pk), on=local_date(row.used_at), by=by, at=at,
        )  # fmt: skip
    except ledger.UnableToTransfer:
        return [Reason("furusato.use_beyond_budget")]
    return []


def _spend(row: BenefitUse, *, is_there: bool, by: Actor, at: datetime) -> list[Reason]:
    """Let the use take its points; where they are too few, refuse it, or note it where it has happened already."""
    try:
        spend_points(use=row, by=by, at=at)
    except TooFewPoints as refused:
        if is_there:
            raise UnableToUse(refused.verdict) from None
        return [Reason("furusato.use_not_covered")]
    return []


@transaction.atomic
def reverse_use(*, use: BenefitUse, why: str, by: Actor, at: datetime) -> Given:
    """Take a use back that was recorded by mistake (利用の記録を取り消す); its cost and points go back.

    Returns the points that went back, and how many of them are past their last day. Raises UnableToMove.
    """
    audit.move(use, "reverse", by=by, at=at, why=why)
    paid = Transfer.objects.filter(key=f"furusato:use:{use.pk}").first()
    if paid is not None:
        ledger.reverse(
            original=paid, key=f"furusato:use:{use.pk}:back", cause=BENEFIT_USE, reference=str(use.pk),
            on=local_date(at), by=by, at=at,
        )  # fmt: skip
    return return_points(use=use, by=by, at=at)
