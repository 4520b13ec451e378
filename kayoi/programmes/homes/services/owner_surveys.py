"""The survey of owners by post: whom to ask, their answers, letters that came back, and forgetting addresses."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import Max

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.text import name_key
from kayoi.kit.tokens import token_hash
from kayoi.programmes.homes.models import Lead, OwnerSurvey, SurveyLetter
from kayoi.programmes.homes.rules.owner_surveys import becomes_lead
from kayoi.programmes.homes.selectors.survey_letters import code_of, protected_names
from kayoi.programmes.homes.services.leads import Told, tell_lead
from kayoi.programmes.homes.states import HomeKind, Intention, LeadSource, OwnersReason, Use
from kayoi.programmes.homes.states.finding import Answered, Teller

# One letter for these.
SAME = ("addressee", "address", "quarter", "building")


@dataclass(frozen=True)
class Addressee:
    """One row of the list that is handed in: to whom, about which building."""

    addressee: str
    postal_code: str
    address: str
    kind: HomeKind
    quarter: str
    building: str


@dataclass(frozen=True)
class Reply:
    """What an owner answers; what is missing was left open."""

    use: Use | None = None
    intention: Intention | None = None
    reason: OwnersReason | None = None
    wants_contact: bool | None = None
    phone: str = ""
    remark: str = ""

    def as_fields(self) -> dict[str, Any]:
        """Return the answer as the columns of a letter."""
        return {
            "use": self.use or "",
            "intention": self.intention or "",
            "reason": self.reason or "",
            "wants_contact": self.wants_contact,
            "phone": self.phone,
            "remark": self.remark,
        }


class AnsweringEnded(Exception):
    """The day by which answers were asked for is over."""


@transaction.atomic
def make_survey(*, fields: dict[str, Any], by: Actor, at: datetime) -> OwnerSurvey:
    """Begin a survey (調査を作る). IntegrityError where the title is taken or the days run backwards."""
    survey = OwnerSurvey.objects.create(**fields, made_at=at)
    audit.record("homes.make_survey", survey, by=by, at=at, after={"title": survey.title})
    return survey


@transaction.atomic
def change_survey(*, survey: OwnerSurvey, fields: dict[str, Any], version: int, by: Actor, at: datetime) -> None:
    """Change title, words and days of a survey (調査を直す). Raises ChangedMeanwhile; IntegrityError as above."""
    audit.change(survey, fields, version=version, by=by, at=at)


@dataclass(frozen=True)
class Added:
    """What became of the rows of a list: letters, rows known before, rows of people who may be protected."""

    letters: int
    known: int
    protected: int


@transaction.atomic
def add_letters(*, survey: OwnerSurvey, rows: Sequence[Addressee], by: Actor, at: datetime) -> Added:
    """Add whom to ask (宛先を加える), numbered on. Nobody gets two letters about one building.

    Whose name is that of somebody under protection measures is left out: staff look at each by itself.
    """
    OwnerSurvey.objects.select_for_update().get(pk=survey.pk)
    hidden = protected_names(on=local_date(at))
    seen = set(SurveyLetter.objects.filter(survey=survey).values_list(*SAME))
    fresh, protected = [], 0
    for row in rows:
        key = tuple(getattr(row, name) for name in SAME)
        if name_key(row.addressee) in hidden:
            protected += 1
        elif key not in seen:
            seen.add(key)
            fresh.append(row)
    SurveyLetter.objects.bulk_create(
        SurveyLetter(survey=survey, number=number, code_hash=hashed, **asdict(row))
        for row, (number, hashed) in zip(fresh, _free_numbers(survey), strict=False)
    )
    added = Added(len(fresh), len(rows) - len(fresh) - protected, protected)
    audit.record("homes.add_letters", survey, by=by, at=at, after=asdict(added))
    return added


def _free_numbers(survey: OwnerSurvey) -> Iterator[tuple[int, str]]:
    """Yield the next numbers with the hashes of their codes; one whose code is taken is left out."""
    last: int = SurveyLetter.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
    taken = set(SurveyLetter.objects.values_list("code_hash", flat=True))
    for number in count(last + 1):
        hashed = token_hash(code_of(survey, number))
        if hashed not in taken:
            yield number, hashed


@transaction.atomic
def tell_letters(*, survey: OwnerSurvey, letters: int, what: str, by: Actor, at: datetime) -> None:
    """Write down that addresses were printed or given out (宛名を出した記録)."""
    audit.record("homes.print_letters", survey, by=by, at=at, after={"what": what, "letters": letters})


@transaction.atomic
def save_draft(*, letter: SurveyLetter, reply: Reply, by: Actor, at: datetime) -> None:
    """Keep what is written so far (下書きを保存する). Raises AnsweringEnded; an answer given stays an answer."""
    _refuse_late(letter, at)
    changed = SurveyLetter.objects.filter(pk=letter.pk, answered_at=None).update(**reply.as_fields())
    if changed:
        audit.record("homes.save_draft", letter, by=by, at=at)


@transaction.atomic
def answer_letter(*, letter: SurveyLetter, reply: Reply, how: Answered, by: Actor, at: datetime) -> SurveyLetter:
    """Take an owner's answer (回答を受ける), or its correction until the last day; a willing owner becomes a lead.

    Paper that comes late is still written down. Raises AnsweringEnded for late answers on the web.
    """
    if how is Answered.ONLINE:
        _refuse_late(letter, at)
    locked = SurveyLetter.objects.select_for_update(of=["self"]).select_related("survey", "lead").get(pk=letter.pk)
    first = locked.answered_at is None
    also = {"answered_at": locked.answered_at or at, "answered_by": how, "returned_on": None}
    SurveyLetter.objects.filter(pk=locked.pk).update(**reply.as_fields(), **also)
    locked.refresh_from_db()
    audit.record("homes.answer_letter", locked, by=by, at=at, after={"how": how, "first": first, "use": locked.use})
    if locked.lead is not None:
        changes = {"reason": locked.reason, "intention": locked.intention, "remark": locked.remark}
        audit.change(locked.lead, changes | {"wants_contact": locked.wants_contact}, version=None, by=by, at=at)
    elif becomes_lead(use=reply.use, intention=reply.intention, wants_contact=reply.wants_contact):
        lead = _lead_of(locked, reply, how, by=by, at=at)
        SurveyLetter.objects.filter(pk=locked.pk).update(lead=lead)
        locked.lead = lead
    return locked


def _lead_of(letter: SurveyLetter, reply: Reply, how: Answered, *, by: Actor, at: datetime) -> Lead:
    told = Told(
        source=LeadSource.SURVEY,
        teller=Teller.OWNER,
        channel=Channel.PORTAL if how is Answered.ONLINE else Channel.LETTER,
        received_at=at,
        quarter=letter.quarter,
        address=letter.building,
        kind=HomeKind.of(letter.kind),
        reason=reply.reason,
        intention=reply.intention,
        wants_contact=reply.wants_contact,
        remark=reply.remark,
    )
    return tell_lead(
        told=told,
        contact={
            "name": letter.addressee,
            "postal_code": letter.postal_code,
            "address": letter.address,
            "phone": reply.phone,
        },
        by=by,
        at=at,
    )


def _refuse_late(letter: SurveyLetter, at: datetime) -> None:
    closes_on = letter.survey.closes_on
    if closes_on is not None and local_date(at) > closes_on:
        raise AnsweringEnded


@transaction.atomic
def return_letters(
    *, survey: OwnerSurvey, numbers: Collection[int], returned_on: date, by: Actor, at: datetime
) -> list[int]:
    """Note letters that came back undelivered (宛先不明で返送); return the numbers of which that is now known."""
    rows = SurveyLetter.objects.filter(survey=survey, number__in=numbers, answered_at=None, returned_on=None)
    found = sorted(rows.values_list("number", flat=True))
    rows.update(returned_on=returned_on)
    audit.record("homes.return_letters", survey, by=by, at=at, after={"numbers": found, "returned_on": returned_on})
    return found


@transaction.atomic
def forget_addressees(*, survey: OwnerSurvey, by: Actor, at: datetime) -> int:
    """Delete names and addresses of a survey that is over (宛名を消す); the answers stay to be counted.

    Owners who became leads are in their case files. Raises ChangedMeanwhile when it was done before.
    """
    if not OwnerSurvey.objects.filter(pk=survey.pk, forgotten_on=None).update(forgotten_on=local_date(at)):
        raise ChangedMeanwhile
    gone = {"addressee": "", "postal_code": "", "address": "", "building": "", "phone": "", "remark": ""}
    letters: int = SurveyLetter.objects.filter(survey=survey).update(**gone)
    audit.record("homes.forget_addressees", survey, by=by, at=at, after={"letters": letters})
    return letters
