"""The questionnaires before and after a stay: one sheet for each stay, from its page or by mail."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.messages import services as messages
from kayoi.engines.procedures.services import new_link
from kayoi.engines.questionnaires import services as questionnaires
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.selectors.asking import (
    QUESTIONS,
    about_of,
    open_version,
    questionnaire_for,
    reference_of,
    to_ask,
)
from kayoi.programmes.stays.selectors.words import days_in_words


@transaction.atomic
def begin_sheet(*, stay: Stay, which: str, by: Actor, at: datetime) -> str | None:
    """Begin the sheet of a stay (回答票を始める); return its code, None if none is asked now. Raises UnableToSave."""
    version = open_version(stay, which)
    if version is None:
        return None
    return questionnaires.start_own(version=version, case_file=stay.case_file, about=about_of(stay), by=by, at=at)


@transaction.atomic
def ask_guests(*, organization: Organization, link: str, by: Actor, at: datetime) -> int:
    """Mail the questionnaires before and after stays (アンケートを案内する), each once; return how many.

    `link` holds {token} and {which}: it leads to the page on which an answer is begun.
    """
    rows = to_ask(on=local_date(at))
    for stay, which in rows:
        _mail(organization, stay, which, link, by=by, at=at)
    return len(rows)


def _mail(organization: Organization, stay: Stay, which: str, link: str, *, by: Actor, at: datetime) -> None:
    application, questionnaire = stay.application, questionnaire_for(stay, which)
    assert application is not None
    file = application.case_file  # who applies for somebody else reads for them, too
    assert file is not None
    assert questionnaire is not None
    english = application.language == "en"
    secret = new_link(application=application, by=by, at=at)
    house = stay.room.house
    messages.send(
        template="stays/mail/questions", language="en" if english else "ja", to_address=file.email,
        values={
            "name": file.name or ("Visitor" if english else "お客さま"),
            "organization": (english and organization.name_en) or organization.name,
            "house": (english and house.name_en) or house.name, "days": days_in_words(stay),
            "title": questionnaire.title, "link": link.replace("{token}", secret).replace("{which}", which),
            "phone": organization.phone,
        },
        case_file=file, cause=QUESTIONS, reference=reference_of(stay, which), by=by, at=at,
    )  # fmt: skip
