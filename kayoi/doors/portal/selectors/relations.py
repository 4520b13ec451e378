"""What each town knows about the person, as the person sees it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from kayoi.doors.portal.selectors.language import either
from kayoi.doors.portal.selectors.places import day_of, full_name_of
from kayoi.engines.casefiles.models import Attachment, CaseFile, ConnectLink, Consent, Wish
from kayoi.engines.casefiles.rules import kept_until
from kayoi.engines.casefiles.selectors import Relation, relations_of_person
from kayoi.engines.casefiles.states import CONSENT_TEXTS, ConsentPurpose, Retention
from kayoi.engines.messages.models import Message
from kayoi.engines.messages.selectors import messages_of
from kayoi.engines.messages.states import Delivery
from kayoi.foundation.identity.models import Person
from kayoi.foundation.places.models import Place
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.html import Detail
from kayoi.kit.tokens import token_hash
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.consultations.selectors import questions_of

# Engagements that a question or an answer on the same time line already tells in full.
TOLD_BY_THEIR_ROW = frozenset({"question", "answer"})
# What a town may be allowed beside answering.
OFFERED = {
    str(purpose): purpose for purpose in (ConsentPurpose.NEWS, ConsentPurpose.TELEPHONE, ConsentPurpose.COMPARISON)
}


@dataclass(frozen=True)
class Happening:
    """One thing on the time line, in the reader's language."""

    at: datetime
    title: str
    channel: str
    text: str = ""
    by: str = ""


@dataclass(frozen=True)
class ConsentShown:
    """A consent with the words that were agreed to; empty where the words have changed since."""

    row: Consent
    purpose: str
    words: str


@dataclass(frozen=True)
class ConsentOffered:
    """A purpose to which somebody has not agreed yet, and the words to agree to."""

    code: str
    purpose: str
    words: str


@dataclass(frozen=True)
class TownRelation:
    """What one town holds of a person: the file that is kept, and what hangs on it and on those merged into it."""

    organization: Organization
    name: str
    file: CaseFile
    details: Sequence[Detail]
    wishes: Sequence[Wish]
    consents: Sequence[ConsentShown]
    offered: Sequence[ConsentOffered]
    time_line: Sequence[Happening]
    attachments: Sequence[Attachment]
    messages: Sequence[Message]
    waiting: Sequence[Question]
    kept_until: date


def relations_of(person: Person) -> list[TownRelation]:
    """Return what every town holds of a person, by town (わたしの関わり). Opens the person's scope."""
    with scope.of_person(person.pk):
        found = relations_of_person()
        ids = [pk for relation in found for pk in relation.ids]
        questions, messages = questions_of(ids), list(messages_of(ids).exclude(status=Delivery.HELD))
    codes = {relation.file.place_code for relation in found} - {""}
    places = Place.objects.select_related("prefecture", "parent").in_bulk(codes)
    return [_of_town(relation, questions, messages, places) for relation in found]


def _of_town(
    relation: Relation, questions: Iterable[Question], messages: Iterable[Message], places: Mapping[str, Place]
) -> TownRelation:
    file = relation.file
    asked = [question for question in questions if question.case_file_id in relation.ids]
    return TownRelation(
        organization=file.organization,
        name=either(file.organization.name, file.organization.name_en),
        file=file,
        details=_details(file, places.get(file.place_code)),
        wishes=list({wish.interest: wish for wish in relation.wishes}.values()),
        consents=[_shown(row, file.organization) for row in relation.consents],
        offered=_offered(relation.consents, file.organization),
        time_line=_time_line(relation, asked),
        attachments=relation.attachments,
        messages=[message for message in messages if message.case_file_id in relation.ids],
        waiting=[question for question in asked if question.status == "open"],
        kept_until=kept_until(ended_on=local_date(file.touched_at), retention=Retention.YEARS_5),
    )


def _details(file: CaseFile, place: Place | None) -> list[Detail]:
    """Return what stands on the file; what is not known says so."""
    birth = "" if file.birth_on is None else day_of(file.birth_on)
    values = (
        (gettext("町の整理番号"), file.number),
        (gettext("状態"), gettext(file.get_status_display())),
        (gettext("町が見ている段階"), gettext(file.get_stage_display())),
        (gettext("お名前"), file.name),
        (gettext("ふりがな"), file.kana),
        (gettext("生年月日"), birth),
        (gettext("電話番号"), file.phone),
        (gettext("メールアドレス"), file.email),
        (gettext("郵便番号"), file.postal_code),
        (gettext("住んでいる市区町村"), full_name_of(place) if place else file.place_code),
        (gettext("住所(市区町村より後)"), file.address),
        (gettext("希望の時期"), file.wished_on),
    )
    return [Detail(term, value or gettext("書かれていません")) for term, value in values]


def _shown(row: Consent, organization: Organization) -> ConsentShown:
    purpose = ConsentPurpose.of(row.purpose)
    words = _words(purpose, organization) if CONSENT_TEXTS[purpose].version == row.text_version else ""
    return ConsentShown(row, gettext(row.get_purpose_display()), words)


def _offered(consents: Sequence[Consent], organization: Organization) -> list[ConsentOffered]:
    given = {row.purpose for row in consents if row.withdrawn_at is None}
    return [
        ConsentOffered(code, gettext(purpose.label), _words(purpose, organization))
        for code, purpose in OFFERED.items()
        if code not in given
    ]


def _words(purpose: ConsentPurpose, organization: Organization) -> str:
    text = CONSENT_TEXTS[purpose]
    name = either(organization.name, organization.name_en)
    return either(text.text, text.text_en).replace("{organization}", name)


def _time_line(relation: Relation, asked: Sequence[Question]) -> list[Happening]:
    happenings = [
        Happening(row.occurred_at, either(row.kind.label, row.kind.label_en), gettext(row.get_channel_display()))
        for row in relation.engagements
        if row.kind_id not in TOLD_BY_THEIR_ROW
    ]
    for question in asked:
        channel = gettext(question.get_channel_display())
        happenings.append(Happening(question.asked_at, gettext("質問・相談"), channel, question.text))
        happenings += [
            Happening(
                answer.answered_at,
                gettext("回答"),
                gettext(answer.get_channel_display()),
                answer.text,
                answer.answered_by,
            )
            for answer in question.answers.all()
        ]
    return sorted(happenings, key=lambda happening: happening.at, reverse=True)


def own_file(person: Person) -> CaseFile | None:
    """Return the file that the open town keeps of the person, or None."""
    found: CaseFile | None = (
        CaseFile.objects.without_search().filter(person=person, merged_into=None).order_by("pk").first()
    )
    return found


def own_consent(person: Person, pk: int) -> Consent | None:
    """Return a consent of the person in the open town, or None."""
    found: Consent | None = (
        Consent.objects.filter(pk=pk, case_file__person=person)
        .select_related("case_file")
        .defer("case_file__search")
        .first()
    )
    return found


def own_attachment(person: Person, pk: int) -> Attachment | None:
    """Return an attachment of the person's file in the open town, or None."""
    found: Attachment | None = Attachment.objects.filter(pk=pk, case_file__person=person).select_related("file").first()
    return found


def towns_with_files_of(person: Person) -> list[int]:
    """Return the ids of the organizations that hold a file of the person. Opens the person's scope."""
    with scope.of_person(person.pk):
        return list(CaseFile.objects.order_by("organization_id").values_list("organization_id", flat=True).distinct())


def town_of_link(token: str, *, at: datetime) -> Organization | None:
    """Return the town that offers to connect a log-in by this link while it can be used (log-in side)."""
    link = (
        ConnectLink.across.select_related("organization")
        .filter(token_hash=token_hash(token), used_at=None, expires_at__gt=at)
        .first()
    )
    return None if link is None else link.organization
