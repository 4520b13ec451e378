"""Leads to vacant houses and a survey of owners by post; all invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from kayoi.doors.demo.services.stories import GIVEN, SURNAMES
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.programmes.homes import services as homes
from kayoi.programmes.homes.models import SurveyLetter
from kayoi.programmes.homes.states import HomeKind, Intention, LeadSource, OwnersReason, Use
from kayoi.programmes.homes.states.finding import SURVEY_INTRO, Answered, EntranceKind, Teller

QUARTERS = ("青空町一丁目", "白樺町", "里山町東", "川音町", "月見町")  # invented, as the people are
LETTERS = 60
SENT_DAYS_AGO = 20
TOLD = (
    (LeadSource.FLYER_QR, Teller.OWNER, OwnersReason.BELONGINGS, Intention.LET),
    (LeadSource.FLYER_QR, Teller.KIN, OwnersReason.REGISTRY, Intention.UNDECIDED),
    (LeadSource.FLYER_TELEPHONE, Teller.OWNER, OwnersReason.SOME_DAY, Intention.KEEP),
    (LeadSource.POST_OFFICE, Teller.OFFICE, None, None),
    (LeadSource.DISTRICT_HEAD, Teller.OFFICE, None, None),
    (LeadSource.NEIGHBOUR, Teller.NEIGHBOUR, None, None),
    (LeadSource.COUNTER, Teller.KIN, OwnersReason.REPAIR, Intention.SELL),
    (LeadSource.FLYER_PAPER, Teller.OWNER, OwnersReason.STORAGE, Intention.EITHER),
)


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Give Ina leads from every source, two entrances and a survey that is under way."""
    del staff
    if town.slug != "ina":
        return
    chance = Random(2026)  # noqa: S311  # the same demonstration every time
    _leads(town, chance, by=by, at=at)
    _survey(chance, by=by, at=at - timedelta(days=SENT_DAYS_AGO))


def _name(chance: Random) -> str:
    return f"{chance.choice(SURNAMES)[0]} {chance.choice(GIVEN)[0]}(架空)"


def _leads(town: Organization, chance: Random, *, by: Actor, at: datetime) -> None:
    offices = ((EntranceKind.POST_OFFICE, "白樺郵便局(架空)"), (EntranceKind.DISTRICT_HEAD, "里山区(架空)"))
    entrances = {kind: homes.open_entrance(kind=kind, name=name, by=by, at=at)[0] for kind, name in offices}
    for number, (source, teller, reason, intention) in enumerate(TOLD * 2):
        told_at = at - timedelta(days=4 * number + 1)
        entrance = entrances[EntranceKind.of(source.value)] if teller is Teller.OFFICE else None
        told = homes.Told(
            source=source, teller=teller, channel=Channel.PORTAL, received_at=told_at, reason=reason,
            intention=intention, quarter=chance.choice(QUARTERS), address=f"{number + 1}番地", entrance=entrance,
            informant=entrance.name if entrance else "", wants_contact=True if reason else None,
        )  # fmt: skip
        lead = homes.tell_lead(told=told, contact={"name": _name(chance)} if reason else None, by=VISITOR, at=told_at)
        if number % 3 == 1:
            next_on = business_days_later(local_date(at), number)
            homes.move_lead(lead=lead, action="contact", why="電話で話した", next_on=next_on, by=by, at=at)
        elif number == len(TOLD):
            fields: homes.HomeFields = {
                "quarter": lead.quarter, "address": lead.address, "owners_reason": lead.reason,
                "place_code": town.place_code,
            }  # fmt: skip
            homes.take_on_lead(lead=lead, fields=fields, by=by, at=at)
        elif number == len(TOLD) + 3:
            homes.move_lead(lead=lead, action="drop", why="人が住んでいた", by=by, at=at)


def _survey(chance: Random, *, by: Actor, at: datetime) -> None:
    sent_on = local_date(at)
    fields = {
        "title": "空き家の意向調査", "intro": SURVEY_INTRO, "sent_on": sent_on,
        "closes_on": sent_on + timedelta(days=45),
    }  # fmt: skip
    survey = homes.make_survey(fields=fields, by=by, at=at)
    rows = [
        homes.Addressee(
            _name(chance), "", f"架空県見本市{number}番地", chance.choice(list(HomeKind)), chance.choice(QUARTERS),
            f"{number}番地",
        )
        for number in range(1, LETTERS + 1)
    ]  # fmt: skip
    homes.add_letters(survey=survey, rows=rows, by=by, at=at)
    back = chance.sample(range(1, LETTERS + 1), 4)
    homes.return_letters(survey=survey, numbers=back, returned_on=sent_on, by=by, at=at)
    for letter in SurveyLetter.objects.filter(survey=survey, returned_on=None).order_by("number"):
        if chance.random() < 0.45:
            _answer(letter, chance, by=by, at=at + timedelta(days=chance.randint(2, SENT_DAYS_AGO - 1)))


def _answer(letter: SurveyLetter, chance: Random, *, by: Actor, at: datetime) -> None:
    use = chance.choices(list(Use), (2, 3, 7, 1))[0]
    reply = homes.Reply(use)
    if use in {Use.EMPTY, Use.SOMETIMES}:
        intention = chance.choices(list(Intention), (3, 2, 2, 4, 1, 3))[0]
        wants_contact = chance.random() < 0.5
        reply = homes.Reply(use, intention, chance.choice(list(OwnersReason)), wants_contact=wants_contact)
    how = chance.choice(list(Answered))
    homes.answer_letter(letter=letter, reply=reply, how=how, by=VISITOR if how is Answered.ONLINE else by, at=at)
