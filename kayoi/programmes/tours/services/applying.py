"""Apply for a tour as a party: one path for the person on the phone and for staff who type what was said or written."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.questionnaires.states import Way
from kayoi.engines.selections import services as selections
from kayoi.engines.selections.selectors import terms_of, told
from kayoi.engines.selections.states import Method
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Person
from kayoi.kit.actor import Actor, ActorKind
from kayoi.kit.dates import age_on, local_date
from kayoi.kit.tokens import token_hash
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.tours.models import Companion, Party, Tour
from kayoi.programmes.tours.rules.applying import Asked, may_send
from kayoi.programmes.tours.rules.asking import Asking
from kayoi.programmes.tours.rules.grouping import UNDER_AGE, Applicant, groups_of
from kayoi.programmes.tours.selectors.applying import against, judged, may_ask, rules_in_force, sent_with
from kayoi.programmes.tours.selectors.giving import line_of, locked, open_dates, registered
from kayoi.programmes.tours.selectors.links import token_of
from kayoi.programmes.tours.services.openings import renew_opening
from kayoi.programmes.tours.services.standing import take_place
from kayoi.programmes.tours.services.telling import Teller, tell_party
from kayoi.programmes.tours.states import PARTY, TravelBasis
from kayoi.programmes.tours.states.giving import Mail

CHANNELS = {Way.WEB: Channel.PORTAL, Way.TELEPHONE: Channel.TELEPHONE, Way.PAPER: Channel.LETTER}
# What the ministry's report counts, by the names of the fields of a party.
COUNTED = ("age_band", "sex", "prefecture", "occupation", "awareness", "past_visits", "lifestyle")


class UnableToApply(Refused):
    """The tour takes no application now, or not this one."""


@dataclass(frozen=True)
class Who:
    """Who applies: the file when it is known, otherwise what to write on a new one; the log-in where there is one."""

    fields: FileFields
    file: CaseFile | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Applied:
    """A party, and the secret by which whoever applied reaches it."""

    party: Party
    token: str


@transaction.atomic
def apply_for_tour(*, teller: Teller, tour: Tour, who: Who, asking: Asking, by: Actor, at: datetime) -> Applied:
    """Take the application of a party (ツアーの申込みを受ける). The same `once` twice is one application.

    By first come it has a place, or waits, at once. Raises UnableToApply with all reasons; nothing is kept then.
    """
    row = locked(tour.pk)
    if (known := sent_with(asking.once)) is not None:
        return Applied(known, token_of(known))
    found = judged(rules_in_force(row), asking.facts, on=local_date(at))
    _check(row, who, asking, found, by=by, at=at)
    file = casefiles.file_for(fields=who.fields, file=who.file, person=who.person, by=by, at=at)
    party = _write(row, file, asking, found, at=at)
    channel = CHANNELS[asking.way]
    casefiles.give_consent(file=file, purpose=ConsentPurpose.CONSULTATION, channel=channel, given_at=at, by=by, at=at)
    casefiles.add_engagement(
        file=file, kind="application", occurred_at=at, channel=channel, cause=PARTY, reference=str(party.pk), by=by,
        at=at,
    )  # fmt: skip
    audit.record("tours.apply", party, by=by, at=at, after={"tour": row, "case_file": file, "way": asking.way})
    _answer(teller, party, by=by, at=at)
    return Applied(party, token_of(party))


def _check(
    tour: Tour, who: Who, asking: Asking, found: dict[str, Any] | None, *, by: Actor, at: datetime
) -> None:  # fmt: skip
    fields = who.fields
    rooms = {one.key: one.capacity for one in open_dates(tour)}
    born = fields.get("birth_on")
    asked = Asked(
        asking.persons, asking.wishes, len(asking.companions), age_on(born, local_date(at)) if born else None,
        asking.guardian, fields.get("email", ""), fields.get("phone", ""),
    )  # fmt: skip
    reasons = [
        *may_ask(tour, by_staff=by.kind is ActorKind.STAFF, at=at).reasons,
        *(may_send(asked, rooms).reasons if rooms else ()),
        *against(found).reasons,
    ]
    if asking.persons > tour.most_persons:
        reasons.append(Reason("tours.more_than_party", {"most": tour.most_persons}))
    if tour.travel_basis == TravelBasis.AGENCY and not asking.agrees_agency:
        reasons.append(Reason("tours.no_agency_consent"))
    if reasons:
        raise UnableToApply(verdict(reasons))


def _write(tour: Tour, file: CaseFile, asking: Asking, found: dict[str, Any] | None, *, at: datetime) -> Party:
    counted = {name: asking.counted.get(name, "") for name in COUNTED}
    hosts = {code[:2] for code in [tour.place_code, *tour.dates.values_list("place_code", flat=True)]}
    children = sum(one.age is not None and one.age < UNDER_AGE for one in asking.companions)
    applicant = Applicant(
        counted["age_band"], counted["prefecture"], counted["past_visits"], asking.persons, children
    )  # fmt: skip
    party = Party(
        tour=tour, number=_number(tour), case_file=file, once=asking.once, way=asking.way, persons=asking.persons,
        wishes=list(asking.wishes), facts=dict(asking.facts), judged=found, groups=sorted(groups_of(applicant, hosts)),
        campaign=asking.campaign if asking.campaign in tour.campaigns else "", remark=asking.remark,
        guardian=asking.guardian, agrees_agency=asking.agrees_agency, agrees_towns=sorted(asking.agrees_towns),
        asked_at=at, **counted,
    )  # fmt: skip
    party.token_hash = token_hash(token_of(party))
    party.save()
    Companion.objects.bulk_create(
        Companion(party=party, name=one.name, age=one.age, sex=one.sex, relation=one.relation)
        for one in asking.companions
    )
    return party


def _number(tour: Tour) -> str:
    """Return a number that no other party of the tour has; drawn, so that it tells nothing of who came when."""
    taken = set(tour.parties.values_list("number", flat=True))
    while True:
        number = str(100_000 + secrets.randbelow(900_000))
        if number not in taken:
            return number


def _answer(teller: Teller, party: Party, *, by: Actor, at: datetime) -> None:
    """By first come give the place at once; otherwise say that the application has come."""
    selection = party.tour.selection
    assert selection is not None, "may_ask() answers so"
    if selection.terms["method"] != Method.FIRST_COME:
        tell_party(teller=teller, party=party, mail=Mail.RECEIVED, by=by, at=at)
        return
    known = registered([party], on=local_date(at))
    line = line_of(party, terms_of(selection), is_registered=party.pk in known)
    place = selections.enter(selection=selection.pk, party=line, by=by, at=at)
    answering = replace(teller, calls=party.way == Way.PAPER)  # the others read or hear it now
    take_place(teller=answering, party=party, place=place, why=told(place), by=by, at=at)
    renew_opening(tour=party.tour, by=by, at=at)
