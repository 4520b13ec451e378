"""Consents of a house as a table: six purposes by parties; and one's own, for my page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Verdict
from kayoi.programmes.homes.models import Home, HomeConsent, Party
from kayoi.programmes.homes.rules.consents import may_rely_on_consent
from kayoi.programmes.homes.selectors.listings import voices_of
from kayoi.programmes.homes.selectors.parties import Shown, people_of
from kayoi.programmes.homes.states import HomeConsentPurpose, PartyRole
from kayoi.programmes.homes.states.consents import CONSENT_TEXTS
from kayoi.programmes.homes.states.parties import HOLDERS


@dataclass(frozen=True)
class Said:
    """One party's consents to one purpose, the latest first."""

    who: Shown
    rows: Sequence[HomeConsent]

    @property
    def open(self) -> HomeConsent | None:
        return next((row for row in self.rows if row.withdrawn_on is None), None)


@dataclass(frozen=True)
class PurposeRow:
    """One purpose: the version of its words, whether the house may be used for it, and what each party has said."""

    purpose: HomeConsentPurpose
    version: str
    answer: Verdict
    said: Sequence[Said]


def consents_of(home: Home, *, on: date) -> list[PurposeRow]:
    """Return for each purpose whether there is consent, and what every party who may speak has said."""
    voices, people = voices_of(home), people_of(home, on=on)
    rows = list(HomeConsent.objects.filter(home=home).order_by("-given_on", "-pk"))
    return [
        PurposeRow(
            purpose,
            CONSENT_TEXTS[purpose].version,
            may_rely_on_consent(voices[purpose]),
            [
                Said(who, mine)
                for who in people.all
                for mine in [[row for row in rows if row.party_id == who.party.pk and row.purpose == purpose]]
                if mine or who.is_holder or (purpose is HomeConsentPurpose.TELEPHONE and not who.is_dead)
            ],
        )
        for purpose in HomeConsentPurpose
    ]


def words_of(row: PurposeRow, organization: Organization, catalogue: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the words of a consent for a town, and why the house may not be used for it."""
    return consent_words(row.purpose, organization), sentences(row.answer, catalogue)


def consent_words(purpose: HomeConsentPurpose, organization: Organization) -> str:
    """Return what is agreed to, in the language of the page, with the name of the town."""
    text = CONSENT_TEXTS[purpose]
    if (get_language() or "ja").startswith("en"):
        return text.text_en.replace("{organization}", organization.name_en or organization.name)
    return text.text.replace("{organization}", organization.name)


@dataclass(frozen=True)
class OwnConsent:
    """One purpose as the person reads it: its words, and the consent where one was given."""

    purpose: HomeConsentPurpose
    words: str
    given: HomeConsent | None


@dataclass(frozen=True)
class OwnHouse:
    """A house in which a person has a say, and what they may agree to."""

    party: Party
    consents: Sequence[OwnConsent]


def own_houses(person: Person, organization: Organization) -> list[OwnHouse]:
    """Return the houses of a town in which somebody has a say, with their own consents."""
    own = Party.objects.filter(case_file__person=person).exclude(role=PartyRole.DECEASED)
    parties = list(own.select_related("home").order_by("pk"))
    rows = HomeConsent.objects.filter(party__in=parties, withdrawn_on=None)
    given = {(row.party_id, row.purpose): row for row in rows}
    return [
        OwnHouse(
            party,
            [
                OwnConsent(purpose, consent_words(purpose, organization), given.get((party.pk, purpose)))
                for purpose in HomeConsentPurpose
                if party.role in HOLDERS or purpose is HomeConsentPurpose.TELEPHONE
            ],
        )
        for party in parties
    ]
