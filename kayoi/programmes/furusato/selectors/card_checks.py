"""Checks of cards and benefits for `manage.py verify`: how many rows of the open organization are not sound."""

from datetime import date

from kayoi.engines.credentials.models import Card
from kayoi.engines.credentials.states import CardStatus
from kayoi.engines.ledger.models import Transfer
from kayoi.engines.ledger.states import Measure
from kayoi.programmes.furusato.models import BenefitUse, Registration
from kayoi.programmes.furusato.states import BENEFIT_USE, RegistrationStatus, UseStatus


def cards_without_registration(*, on: date) -> int:
    """Count registrations that are over, or not yet, of which a card still counts."""
    good = Card.objects.filter(status=CardStatus.VALID, valid_until__gte=on)
    rows = Registration.objects.exclude(status=RegistrationStatus.REGISTERED)
    return rows.filter(subject__in=good.values("subject")).count()


def paid_unlike_uses() -> int:
    """Count uses whose cost is not what passed in the ledger; nothing passes beyond a budget, or once taken back."""
    passed: dict[str, int] = {}
    rows = Transfer.objects.filter(cause=BENEFIT_USE, debit__measure=Measure.YEN).values_list(
        "reference", "amount", "reverses"
    )
    for reference, amount, reverses in rows:
        passed[reference] = passed.get(reference, 0) + (-amount if reverses else amount)
    uses = BenefitUse.objects.filter(pk__in=map(int, passed)).values_list("pk", "yen", "status")
    return sum(passed[str(pk)] != (yen if status == UseStatus.USED else 0) for pk, yen, status in uses)
