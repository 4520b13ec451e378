"""Give cards (登録者証) to phones and on paper, revoke them, and end them with their registration."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.credentials import selectors as credentials
from kayoi.engines.credentials import services as signing
from kayoi.engines.credentials.models import Card
from kayoi.engines.credentials.services import Holder, Issued
from kayoi.engines.credentials.states import Medium
from kayoi.engines.followups import services as followups
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.furusato.models import Registration
from kayoi.programmes.furusato.rules.cards import card_until
from kayoi.programmes.furusato.selectors.cards import valid_cards
from kayoi.programmes.furusato.states import REGISTRATION, RegistrationStatus

AGAIN: Final = "受け取り直し"
ANSWERED_WITHIN: Final = timedelta(days=7)


class UnableToGiveCard(Refused):
    """This registration has no card now, or not this one any more."""


@transaction.atomic
def give_phone_card(*, registration: Registration, key: str, by: Actor, at: datetime) -> Issued:
    """Give the card to a phone (スマートフォンに発行する); one that another phone has counts no more.

    The phone that has it already is given the same one again. Raises UnableToGiveCard, UnableToIssue.
    """
    return _give(registration, Holder(key=key), by=by, at=at)


@transaction.atomic
def give_paper_card(*, registration: Registration, birthday: date, by: Actor, at: datetime) -> Issued:
    """Print the card with the holder's name (紙で発行する); an earlier one on paper counts no more.

    The birthday makes the short code and is not kept with the card. Raises UnableToGiveCard, UnableToIssue.
    """
    holder = Holder(name=registration.case_file.name, birthday=birthday)
    return _give(registration, holder, by=by, at=at)


def _give(registration: Registration, holder: Holder, *, by: Actor, at: datetime) -> Issued:
    credentials.locked_town()
    row = Registration.objects.select_related("register", "case_file").get(pk=registration.pk)
    kind = row.register.card_kind
    if row.status != RegistrationStatus.REGISTERED:
        raise UnableToGiveCard(verdict([Reason("furusato.card_not_registered")]))
    if not kind:
        raise UnableToGiveCard(verdict([Reason("furusato.card_not_issued")]))
    until = _until(row, at=at)
    medium = Medium.PHONE if holder.key else Medium.PAPER
    old = valid_cards(row.subject, medium=medium).first()
    same = old is not None and bool(holder.key) and (old.holder, old.valid_until) == (holder.key, until)
    if old is None or (same and old.key.withdrawn_at is None):
        return signing.issue(subject=row.subject, kind=kind, valid_until=until, holder=holder, by=by, at=at)
    return signing.reissue(card=old.pk, holder=holder, valid_until=until, by=by, at=at, why=AGAIN)


def _until(row: Registration, *, at: datetime) -> date:
    key = credentials.signing_key(at=at)
    if key is None:
        raise UnableToGiveCard(verdict([Reason("credentials.no_key")]))
    return card_until(row.valid_until, key_until=local_date(key.valid_until), on=local_date(at))


@transaction.atomic
def revoke_cards(*, registration: Registration, reason: str, by: Actor, at: datetime) -> int:
    """Revoke the cards of a registration that has ended before them (登録の終了に伴い失効させる); return how many."""
    credentials.locked_town()  # no card is given meanwhile
    rows = list(valid_cards(registration.subject).filter(valid_until__gte=local_date(at)))
    for row in rows:
        signing.revoke(card=row.pk, reason=reason, by=by, at=at)
    return len(rows)


@transaction.atomic
def restore_card(*, card: Card, why: str, by: Actor, at: datetime) -> None:
    """Take a revocation back (失効を取り消す), as after an objection.

    Raises UnableToGiveCard where the registration is over or another card has taken its place, UnableToMove.
    """
    credentials.locked_town()
    row = Registration.objects.get(subject=card.subject)
    if row.status != RegistrationStatus.REGISTERED:
        raise UnableToGiveCard(verdict([Reason("furusato.card_not_registered")]))
    if valid_cards(card.subject, medium=Medium.of(card.medium)).exists():
        raise UnableToGiveCard(verdict([Reason("furusato.card_replaced")]))
    signing.restore(card=card.pk, why=why, by=by, at=at)


@transaction.atomic
def report_lost(*, registration: Registration, medium: Medium, by: Actor, at: datetime) -> int:
    """Revoke the cards of a phone or on paper that the holder has lost (紛失を届け出る); return how many."""
    credentials.locked_town()
    rows = list(valid_cards(registration.subject, medium=medium))
    for row in rows:
        signing.revoke(card=row.pk, reason=f"紛失の届出({medium.label})", by=by, at=at)
    return len(rows)


@transaction.atomic
def object_to_revocation(*, registration: Registration, words: str, by: Actor, at: datetime) -> None:
    """Keep what a holder says against a revocation (失効への申出), and let staff answer within a week."""
    file = registration.case_file
    casefiles.add_note(file=file, text=f"登録者証の失効への申出: {words}", by=by, at=at)
    followups.plan_follow_up(
        title="登録者証の失効への申出に答える", due_on=local_date(at) + ANSWERED_WITHIN, case_file=file,
        cause=REGISTRATION, reference=str(registration.pk), by=by, at=at,
    )  # fmt: skip
