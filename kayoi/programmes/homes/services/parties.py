"""Owners, heirs, kin of a house: added, changed, asked, written to."""

from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import Q

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel, ContactBasis
from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.homes.models import Home, HomeConsent, Party
from kayoi.programmes.homes.rules.heirs import may_hang_below
from kayoi.programmes.homes.states import PARTY, Agreement, PartyRole, Reached


class UnableToPlaceParty(Refused):
    """A party cannot stand at this place of the tree, or cannot be taken out of it."""


class PartyFields(TypedDict):
    """What is written of somebody who has a say in a house; who they are stands in the case file."""

    role: str
    heir_of: Party | None
    kinship: str
    died_on: date | None
    share: str
    relation: str
    is_contact: bool


@transaction.atomic
def add_party(*, home: Home, fields: PartyFields, who: CaseFile | FileFields, by: Actor, at: datetime) -> Party:
    """Add somebody who has a say in a house (関係者を加える), with a file that is known or a new one.

    A new file is of somebody of whom others have told: until they are reached, there is no ground to write them news.
    Raises UnableToPlaceParty, or IntegrityError with homes_party_once.
    """
    Home.objects.select_for_update(no_key=True).get(pk=home.pk)
    _check_place(home, None, fields)
    if not isinstance(who, CaseFile):
        who = casefiles.open_case_file(fields={**who, "contact_basis": ContactBasis.UNCONFIRMED}, by=by, at=at)
    if fields["is_contact"]:
        _let_go_of_contact(home, by=by, at=at)
    party = Party.objects.create(home=home, case_file=who, added_at=at, **fields)
    after = {"home": home, "role": party.role, "heir_of": party.heir_of}
    audit.record("homes.add_party", party, by=by, at=at, after=after)
    return party


@transaction.atomic
def change_party(*, party: Party, fields: PartyFields, version: int, by: Actor, at: datetime) -> None:
    """Change place, share and role of a party (立場を書き換える). Raises UnableToPlaceParty, ChangedMeanwhile."""
    home = Home.objects.select_for_update(no_key=True).get(pk=party.home_id)
    _check_place(home, party, fields)
    if fields["is_contact"] and not party.is_contact:
        _let_go_of_contact(home, by=by, at=at)
    audit.change(party, dict(fields), version=version, by=by, at=at)


@transaction.atomic
def remove_party(*, party: Party, why: str, by: Actor, at: datetime) -> None:
    """Take somebody out who was added by mistake (関係者を外す). Raises UnableToPlaceParty where rows hang on them."""
    told = {"cause": PARTY, "reference": str(party.pk)}
    tied = (
        Party.objects.filter(Q(heir_of=party) | Q(agent=party)),
        HomeConsent.objects.filter(Q(party=party) | Q(agent=party)),
        Engagement.objects.filter(**told),
        FollowUp.objects.filter(**told),
    )
    if any(rows.exists() for rows in tied):
        raise UnableToPlaceParty(verdict([Reason("homes.party_in_use")]))
    audit.record("homes.remove_party", party, by=by, at=at, why=why, before={"home": party.home, "role": party.role})
    party.delete()


@transaction.atomic
def record_word(
    *,
    party: Party,
    reached: Reached,
    agreement: Agreement,
    said_on: date,
    channel: Channel,
    note: str = "",
    next_title: str = "",
    next_due_on: date | None = None,
    owner: Membership | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what came of a call or a letter (電話・返事の結果を記録する), and what is next.

    What waited for this answer is done.
    """
    changes: dict[str, Any] = {"reached": reached, "agreement": agreement}
    if agreement != party.agreement:
        changes["agreed_on"] = None if agreement is Agreement.OPEN else said_on
    audit.change(party, changes, version=None, by=by, at=at)
    casefiles.add_engagement(
        file=party.case_file, kind="contact", occurred_at=at, channel=channel, cause=PARTY, reference=str(party.pk),
        by=by, at=at,
    )  # fmt: skip
    if note:
        casefiles.add_note(file=party.case_file, text=note, by=by, at=at)
    followups.finish_caused_by(cause=PARTY, reference=str(party.pk), by=by, at=at)
    if next_title and next_due_on:
        followups.plan_follow_up(
            title=next_title, due_on=next_due_on, case_file=party.case_file, owner=owner, cause=PARTY,
            reference=str(party.pk), by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def record_letter(
    *, party: Party, sent_on: date, reply_by: date, owner: Membership | None, by: Actor, at: datetime
) -> None:
    """Write down that a letter went to a silent holder (手紙を出した記録); somebody looks for the answer on the day."""
    audit.change(party, {"reached": Reached.WAITING}, version=None, by=by, at=at)
    casefiles.add_engagement(
        file=party.case_file, kind="contact", occurred_at=at, channel=Channel.LETTER, cause=PARTY,
        reference=str(party.pk), by=by, at=at,
    )  # fmt: skip
    audit.record("homes.record_letter", party, by=by, at=at, after={"sent_on": sent_on, "reply_by": reply_by})
    followups.finish_caused_by(cause=PARTY, reference=str(party.pk), by=by, at=at)
    followups.plan_follow_up(
        title="手紙の返事を確かめる(空き家の権利者)", due_on=max(reply_by, local_date(at)) + timedelta(days=1),
        case_file=party.case_file, owner=owner, cause=PARTY, reference=str(party.pk), by=by, at=at,
    )  # fmt: skip


def _check_place(home: Home, party: Party | None, fields: PartyFields) -> None:
    others = dict(Party.objects.filter(home=home).values_list("pk", "heir_of_id"))
    dead = Party.objects.filter(home=home, role=PartyRole.DECEASED).values_list("pk", flat=True)
    above = fields["heir_of"]
    answer = may_hang_below(
        key=party.pk if party else None, role=PartyRole.of(fields["role"]), above=above.pk if above else None,
        parents=others, dead=frozenset(dead),
    )  # fmt: skip
    if answer.refused:
        raise UnableToPlaceParty(answer)


def _let_go_of_contact(home: Home, *, by: Actor, at: datetime) -> None:
    for other in Party.objects.filter(home=home, is_contact=True):
        audit.change(other, {"is_contact": False}, version=other.version, by=by, at=at)
