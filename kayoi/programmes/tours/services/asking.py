"""The questionnaires before and after a tour: one sheet for each party and date, by mail or from the party's page."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kayoi.engines.messages import services as messages
from kayoi.engines.questionnaires import services as questionnaires
from kayoi.engines.questionnaires.models import Questionnaire, Version
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.tours.models import Party, Tour, TourDate
from kayoi.programmes.tours.selectors.asking import QUESTIONS, about_of, open_version, reference_of, to_ask
from kayoi.programmes.tours.selectors.reasons import named


@dataclass(frozen=True)
class Asked:
    """How many parties were mailed, and how many have no address and are asked on paper or by telephone."""

    mailed: int
    without: int


@transaction.atomic
def begin_sheet(*, party: Party, which: str, by: Actor, at: datetime) -> str | None:
    """Begin a party's sheet (回答票を始める); return its code, None if nothing is asked now. Raises UnableToSave."""
    version = open_version(party.tour, which)
    if version is None or party.date is None:
        return None
    return questionnaires.start_own(
        version=version, case_file=party.case_file, about=about_of(party.date), by=by, at=at
    )


@transaction.atomic
def ask_all(
    *, organization: Organization, date: TourDate, which: str, link: str, by: Actor, at: datetime
) -> Asked | None:
    """Mail the questionnaire to the parties of a date (アンケートを送る); None where none is open.

    After the tour those who came are asked, nobody twice; `link` holds CODE.
    """
    TourDate.objects.select_for_update(no_key=True).get(pk=date.pk)  # of two presses the second finds all asked
    version = open_version(date.tour, which)
    if version is None:
        return None
    parties = to_ask(date, version, which)
    mailed = 0
    for party in parties:
        if party.case_file.email:
            code = begin_sheet(party=party, which=which, by=by, at=at)
            _mail(organization, party, which, version, link.replace("CODE", code or ""), by=by, at=at)
            mailed += 1
    return Asked(mailed, len(parties) - mailed)


def _mail(
    organization: Organization, party: Party, which: str, version: Version, link: str, *, by: Actor, at: datetime
) -> None:  # fmt: skip
    file = party.case_file
    english = file.language == "en"
    messages.send(
        template="tours/mail/questions",
        language="en" if english else "ja",
        to_address=file.email,
        values={
            "name": file.name or ("Visitor" if english else "お客さま"),
            "organization": (english and organization.name_en) or organization.name,
            "office": organization.office_name, "phone": organization.phone,
            "tour": named(party.tour, english=english), "title": version.questionnaire.title, "link": link,
        },
        case_file=file,
        cause=QUESTIONS,
        reference=reference_of(party, which),
        by=by,
        at=at,
    )  # fmt: skip


@transaction.atomic
def choose_questionnaires(
    *, tour: Tour, before: Questionnaire | None, after: Questionnaire | None, by: Actor, at: datetime
) -> None:
    """Say what is asked before and after a tour (アンケートを決める)."""
    audit.change(tour, {"before": before, "after": after}, version=None, by=by, at=at)
