"""Tell parties by mail: in the transaction of what happened, each mail with the party's own link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.kit.tokens import token_hash
from kayoi.kit.verdict import Verdict
from kayoi.programmes.tours.models import NextStep, Party, TourDate
from kayoi.programmes.tours.selectors.links import token_of
from kayoi.programmes.tours.selectors.reasons import in_words, named
from kayoi.programmes.tours.selectors.words import days_in_words
from kayoi.programmes.tours.states import PARTY
from kayoi.programmes.tours.states.giving import CALLED, MAILS, Mail


@dataclass(frozen=True)
class Teller:
    """Who tells parties: the town, the address of a party's page with {token} in it, the sentences of reasons.

    Without an address nothing is mailed. `calls`: whoever has no mail address is to be telephoned.
    """

    organization: Organization
    link: str
    sentences: dict[str, Any]
    calls: bool = True


@transaction.atomic
def tell_party(
    *, teller: Teller, party: Party, mail: Mail, why: Verdict | None = None,
    doors: Sequence[NextStep] = (), date: TourDate | None = None, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Mail a party where it stands, why, and which other doors there are (申込者に知らせる).

    `date` is what the mail is about where the party has none. Who has no mail address is telephoned: a follow-up says
    so. What would go to people under protection measures is held by the engine.
    """
    file, town = party.case_file, teller.organization
    if not teller.link:
        return
    if not file.email:
        if teller.calls and mail in CALLED:
            _plan_call(party, mail, party.date or date, by=by, at=at)
        return
    language = "en" if file.language == "en" else "ja"
    japanese = language == "ja"
    with translation.override(language):
        reasons = sentences(in_words(why, party.tour), teller.sentences) if why else []
        about = party.date or date
        days = days_in_words(about) if about else ""
    nothing = "―" if japanese else "-"
    messages.send(
        template=MAILS[mail],
        language=language,
        to_address=file.email,
        values={
            "name": file.name or ("お客さま" if japanese else "Visitor"),
            "organization": town.name if japanese else town.name_en or town.name,
            "tour": named(party.tour, english=not japanese),
            "receipt": party.number,
            "days": days or nothing,
            "why": "\n".join(f"・{one}" for one in reasons) or party.why or nothing,
            "doors": "\n".join(f"・{one.title}" for one in doors) or nothing,
            "link": teller.link.replace("{token}", _token(party)),
            "phone": town.phone or nothing,
        },
        case_file=file,
        cause=PARTY,
        reference=str(party.pk),
        by=by,
        at=at,
    )


def _plan_call(party: Party, mail: Mail, date: TourDate | None, *, by: Actor, at: datetime) -> None:
    """Let somebody telephone; what was to be told before is out of date."""
    followups.finish_caused_by(cause=PARTY, reference=str(party.pk), by=system("tours.telling"), at=at)
    with translation.override("ja"):  # it may be a reader of English who gave the place up
        days = f"({days_in_words(date)})" if date else ""
    followups.plan_follow_up(
        title=f"「{party.tour.name}」{days}: {mail.label}を電話で知らせる"[:200], due_on=local_date(at),
        case_file=party.case_file, cause=PARTY, reference=str(party.pk), by=by, at=at,
    )  # fmt: skip


def _token(party: Party) -> str:
    """Return the secret of the party's link; where another one was kept, this one counts from now on."""
    token = token_of(party)
    if party.token_hash != token_hash(token):
        party.token_hash = token_hash(token)
        Party.objects.filter(pk=party.pk).update(token_hash=party.token_hash)
    return token
