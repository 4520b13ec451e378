"""What of a house may be shown to everybody."""

from typing import Any

from kayoi.programmes.homes.models import Home, HomeConsent, Party, Picture
from kayoi.programmes.homes.rules.consents import Voice, may_rely_on_consent
from kayoi.programmes.homes.rules.position import blurred
from kayoi.programmes.homes.states import HomeConsentPurpose, PartyRole, PictureKind
from kayoi.programmes.homes.states.houses import Level
from kayoi.programmes.homes.states.items import ITEMS

COPIED = (
    "number", "kind", "offer", "price_yen", "rent_yen", "place_code", "quarter", "built_year", "floor_m2", "land_m2",
    "farmland_m2", "title", "title_en", "appeal", "appeal_en", "window_ends_on",
)  # fmt: skip


def voices_of(home: Home) -> dict[HomeConsentPurpose, list[Voice]]:
    """Return for each purpose the last word of every party of a house."""
    parties = list(Party.objects.filter(home=home).order_by("pk"))
    contact = next((party.pk for party in parties if party.is_contact), None)
    words: dict[tuple[int, str], bool] = {}
    for consent in HomeConsent.objects.filter(home=home).order_by("given_on", "pk"):
        words[consent.party_id, consent.purpose] = consent.withdrawn_on is None
    return {
        purpose: [
            Voice(
                PartyRole.of(party.role),
                leads=party.is_contact or (contact is not None and party.agent_id == contact),
                word=words.get((party.pk, purpose)),
            )
            for party in parties
        ]
        for purpose in HomeConsentPurpose
    }


def consented(home: Home) -> frozenset[HomeConsentPurpose]:
    """Return what a house may be used for, by what its holders have agreed to and not withdrawn."""
    return frozenset(purpose for purpose, voices in voices_of(home).items() if may_rely_on_consent(voices).met)


def public_copy(home: Home) -> dict[str, Any] | None:
    """Return the public columns of a house, or None where its owners do not agree to this site."""
    given = consented(home)
    if HomeConsentPurpose.OWN_SITE not in given:
        return None
    lat, lon = blurred(home.lat, home.lon)
    pictures = Picture.objects.filter(home=home, is_public=True).exclude(kind=PictureKind.PAPER)
    return {
        **{name: getattr(home, name) for name in COPIED},
        "state": home.status,
        "lat": lat,
        "lon": lon,
        "details": {
            item.code: home.details[item.code]
            for item in ITEMS
            if item.level is Level.PUBLIC and home.details.get(item.code) not in {None, ""}
        },
        "pictures": list(pictures.order_by("position", "pk").values_list("pk", flat=True)),
        "on_national_sites": HomeConsentPurpose.NATIONAL_SITES in given,
    }
