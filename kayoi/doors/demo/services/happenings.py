"""A year and a half in a town: people ask, staff answer, notes and next steps are written. Deterministic."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.doors.demo.services.stories import GIVEN, NEXT, NOTES, STORIES, SURNAMES, Story
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, Interest
from kayoi.engines.followups import services as followups
from kayoi.foundation.identity.models import Membership, Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor, ActorKind
from kayoi.kit.dates import JST, is_business_day, local_date, local_time
from kayoi.programmes.consultations import services as consultations
from kayoi.programmes.consultations.models import Question

QUESTIONS = {"ina": 72, "chino": 8, "sado": 24, "yokoze": 14, "bandai": 10, "nagano-ken": 8}
CHANNELS = (Channel.PORTAL, Channel.PORTAL, Channel.TELEPHONE, Channel.TELEPHONE, Channel.COUNTER, Channel.EVENT)
DAYS_BACK = 520


def tell_stories(
    *, town: Organization, staff: Sequence[Membership], person: Person, chance: Random, by: Actor, at: datetime
) -> None:
    """Let people ask this town and its staff answer."""
    answering = [member for member in staff if member.role != "operator"]
    with scope.of_organization(town.pk):
        moments = sorted(_moment(chance, at) for _ in range(QUESTIONS[town.slug]))
        for number, asked_at in enumerate(moments):
            open_yet = len(moments) - number <= 4  # the latest wait for an answer
            _one_story(town, answering, chance, asked_at, at=at, open_yet=open_yet)
        if town.slug in {"ina", "sado"}:
            _of_person(town, person, at=at - timedelta(days=2, hours=3))
        if town.slug == "ina":
            _special_cases(by=by, at=at)


def _moment(chance: Random, at: datetime) -> datetime:
    """Return a moment in the past, on a day and at an hour at which a town is open."""
    while True:
        day = local_date(at) - timedelta(days=chance.randint(1, DAYS_BACK))
        if is_business_day(day):
            return datetime(day.year, day.month, day.day, chance.randint(9, 16), chance.randint(0, 59), tzinfo=JST)


def _one_story(
    town: Organization, staff: Sequence[Membership], chance: Random, asked_at: datetime, *, at: datetime, open_yet: bool
) -> None:
    story, channel, member = chance.choice(STORIES), chance.choice(CHANNELS), chance.choice(staff)
    by = actor_of(member)
    question = consultations.ask_question(
        organization=town,
        who=consultations.AskedBy(_fields(chance, channel)),
        asked=_asked(story, channel, asked_at, chance),
        links={},
        by=VISITOR if channel is Channel.PORTAL else by,
        at=asked_at,
    )
    file = question.case_file
    casefiles.assign_case_file(file=file, to=member, by=by, at=asked_at)
    if chance.random() < 0.3:
        casefiles.add_note(file=file, text=chance.choice(NOTES), by=by, at=asked_at + timedelta(minutes=30))
    answered_at = _answered_at(chance, asked_at)
    if not open_yet and answered_at < at and chance.random() < 0.95:
        _answer(town, question, story, member, by, answered_at, chance)
    if chance.random() < 0.25:
        due = max(local_date(asked_at) + timedelta(days=14), local_date(at) + timedelta(days=chance.randint(-5, 20)))
        followups.plan_follow_up(
            title=chance.choice(NEXT), due_on=due, case_file=file, owner=member, by=by, at=asked_at
        )


def _fields(chance: Random, channel: Channel) -> casefiles.FileFields:
    (surname, surname_kana), (given, given_kana) = chance.choice(SURNAMES), chance.choice(GIVEN)
    fields: casefiles.FileFields = {
        "name": f"{surname} {given}(架空)",
        "kana": f"{surname_kana} {given_kana}",
        "phone": f"090-0000-{chance.randint(1000, 9999)}" if channel is not Channel.PORTAL else "",
        "place_code": chance.choice(["131041", "131130", "141003", "112089", "271004", "231002"]),
        "stage": chance.choice(["asking", "asking", "considering", "considering", "trying", "decided"]),
    }
    if channel is Channel.PORTAL:
        fields["email"] = f"demo{chance.randint(100000, 999999)}@people.demo.example"
    return fields


def _asked(story: Story, channel: Channel, asked_at: datetime, chance: Random) -> consultations.Asked:
    return consultations.Asked(
        text=story.question,
        channel=channel,
        asked_at=asked_at,
        interests=frozenset(Interest.of(interest) for interest in story.interests),
        consents=frozenset({ConsentPurpose.CONSULTATION}),
        client_key=UUID(int=chance.getrandbits(128), version=4),
    )


def _answered_at(chance: Random, asked_at: datetime) -> datetime:
    """Return when the answer came: mostly within days, sometimes late."""
    days = chance.choice([0, 0, 1, 1, 2, 2, 3, 4, 6, 9])
    moment = local_time(asked_at) + timedelta(days=days, hours=1 if days else 0, minutes=chance.randint(5, 55))
    while not is_business_day(moment.date()):
        moment += timedelta(days=1)
    return moment


def _answer(
    town: Organization,
    question: Question,
    story: Story,
    member: Membership,
    by: Actor,
    answered_at: datetime,
    chance: Random,
) -> None:
    question.refresh_from_db()
    consultations.answer_question(
        organization=town,
        question=question,
        text=story.answer,
        channel=Channel.TELEPHONE if question.channel != Channel.COUNTER else Channel.COUNTER,
        next_title="",
        next_due_on=None,
        owner=None,
        version=question.version,
        by=by,
        at=answered_at,
    )


def _of_person(town: Organization, person: Person, *, at: datetime) -> None:
    """The person of the demonstration has asked two towns."""
    story = STORIES[3]
    fields: casefiles.FileFields = {
        "name": person.name,
        "kana": person.kana,
        "phone": person.phone,
        "email": person.user.email,
        "place_code": person.place_code,
    }
    consultations.ask_question(
        organization=town,
        who=consultations.AskedBy(fields, person=person),
        asked=consultations.Asked(
            text=story.question,
            channel=Channel.PORTAL,
            asked_at=at,
            interests=frozenset({Interest.CHILDREN, Interest.HOUSING}),
            consents=frozenset({ConsentPurpose.CONSULTATION, ConsentPurpose.NEWS}),
        ),
        links={},
        by=Actor(ActorKind.PERSON, ActorKind.PERSON.label, user_id=person.user_id, person_id=person.pk),
        at=at,
    )


def _special_cases(*, by: Actor, at: datetime) -> None:
    """Two files about one caller, and one person under protection measures."""
    for name, kana in (("霜月 七海(架空)", "しもつき ななみ"), ("霜月 ななみ(架空)", "しもつき ななみ")):
        fields: casefiles.FileFields = {"name": name, "kana": kana, "phone": "090-0000-7777"}
        file: CaseFile = casefiles.open_case_file(fields=fields, by=by, at=at - timedelta(days=40))
        casefiles.add_note(file=file, text="冬の見学を希望。", by=by, at=at - timedelta(days=40))
    fields = {"name": "匿名 希望(架空)", "kana": "とくめい きぼう", "phone": "090-0000-0110", "address": "非公開 1-2-3"}
    protected = casefiles.open_case_file(fields=fields, by=by, at=at - timedelta(days=90))
    casefiles.protect(
        file=protected, starts_on=local_date(at) - timedelta(days=90), basis="デモの申出書 第1号", by=by, at=at
    )
