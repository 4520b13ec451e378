"""Issue cards, to phones and on paper, and issue them again."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from kayoi.engines.credentials.models import Card, SigningKey
from kayoi.engines.credentials.rules import cards
from kayoi.engines.credentials.rules.codes import Coded, code_key, make_code
from kayoi.engines.credentials.rules.issuing import may_issue
from kayoi.engines.credentials.selectors import locked_town, next_index, same_card, signing_key, status_list
from kayoi.engines.credentials.selectors.key_files import read_key
from kayoi.engines.credentials.services.publishing import HEADROOM, publish_list
from kayoi.engines.credentials.states import Medium
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import JST
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Refused

PUBLISHED_EACH: Final = HEADROOM // 4


class UnableToIssue(Refused):
    """The card cannot be issued now, or not this one."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The phone's public key, or the name and birthday of who gets it on paper. Neither name nor birthday is kept."""

    key: str = ""
    name: str = ""
    birthday: date | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """The row, the signed text for the QR code, and on paper the short code."""

    card: Card
    token: str
    code: str = ""


@transaction.atomic
def issue(
    *, subject: str, kind: str, valid_until: date, holder: Holder, by: Actor, at: datetime, replaces: Card | None = None
) -> Issued:
    """Issue a card (発行する), valid to the end of that day. Raises UnableToIssue.

    A phone that has this card already is given the same one again: it may have lost what it stored.
    """
    town = locked_town()
    key = signing_key(at=at)
    answer = may_issue(
        town.place_code, key.valid_until if key else None, kind=kind, valid_until=valid_until, holder_key=holder.key,
        name=holder.name, index=next_index(), at=at,
    )  # fmt: skip
    if answer.refused:
        raise UnableToIssue(answer)
    assert key is not None, "may_issue refuses without a key"
    known = same_card(subject, kind, holder.key) if holder.key and replaces is None else None
    if known is not None and known.valid_until == valid_until:
        return _signed(known, town, known.key, holder)
    row = Card.objects.create(
        number=new_reference(), index=next_index(), subject=subject, kind=kind, holder=holder.key,
        medium=Medium.PHONE if holder.key else Medium.PAPER, valid_from=at, valid_until=valid_until, key=key,
        replaces=replaces,
    )  # fmt: skip
    after = {"subject": subject, "kind": kind, "medium": row.medium, "valid_until": valid_until}
    audit.record("credentials.issue", row, by=by, at=at, after=after)
    listed = status_list()
    if row.index % PUBLISHED_EACH == 0 or listed is None or listed.expires_at <= at:  # nobody could look it up
        publish_list(by=by, at=at)
    return _signed(row, town, key, holder)


@transaction.atomic
def reissue(
    *, card: int, holder: Holder, valid_until: date | None = None, by: Actor, at: datetime, why: str = ""
) -> Issued:
    """Issue a card again, to another phone, on new paper or for longer (再発行する); the old one counts no more.

    Raises UnableToMove where the old one is not valid, UnableToIssue.
    """
    locked_town()
    old = Card.objects.get(pk=card)
    audit.move(old, "replace", by=by, at=at, why=why)
    issued = issue(
        subject=old.subject, kind=old.kind, valid_until=valid_until or old.valid_until, holder=holder, replaces=old,
        by=by, at=at,
    )  # fmt: skip
    publish_list(by=by, at=at)
    return issued


def _signed(row: Card, town: Organization, key: SigningKey, holder: Holder) -> Issued:
    private = read_key(town.pk, key.kid)
    end = datetime.combine(row.valid_until + timedelta(days=1), time(), JST)
    statement = cards.Card(
        town.place_code, row.number, row.kind, int(row.valid_from.timestamp()), int(end.timestamp()), row.index,
        holder.key, holder.name,
    )  # fmt: skip
    token = cards.encode(statement, kid=key.kid, key=private)
    if holder.birthday is None or holder.key:
        return Issued(row, token)
    coded = Coded(row.index, row.kind, row.valid_until)
    code = make_code(coded, town=town.place_code, birthday=holder.birthday, key=code_key(private))
    return Issued(row, token, code)
