"""What of a house may be shown to everybody."""

from collections.abc import Iterator
from typing import Any

from kayoi.foundation.places.selectors import quarter_point
from kayoi.foundation.places.states import FacilityKind
from kayoi.kit.text import bigrams
from kayoi.programmes.homes.models import Assignment, Home, HomeConsent, Listing, Party, Picture
from kayoi.programmes.homes.rules.consents import Voice, may_rely_on_consent
from kayoi.programmes.homes.rules.facets import mask_of
from kayoi.programmes.homes.rules.items import hazards_inside
from kayoi.programmes.homes.rules.position import shown_position
from kayoi.programmes.homes.selectors.around import as_data, nearest_of_each
from kayoi.programmes.homes.states import AssignmentStatus, HomeConsentPurpose, PartyRole, PictureKind
from kayoi.programmes.homes.states.houses import Level
from kayoi.programmes.homes.states.items import ITEMS

COPIED = (
    "number", "kind", "offer", "price_yen", "rent_yen", "place_code", "quarter", "built_year", "floor_m2", "land_m2",
    "farmland_m2", "title", "title_en", "appeal", "appeal_en", "window_ends_on",
)  # fmt: skip


def words_of(copy: dict[str, Any]) -> list[str]:
    """Return the search terms of a public copy: what stands on its page in words, nothing else."""
    choices = {(item.code, value): names for item in ITEMS for value, *names in item.choices}
    texts = [copy["number"], copy["quarter"], copy["title"], copy["title_en"], copy["appeal"], copy["appeal_en"]]
    for item in ITEMS:
        value = copy["details"].get(item.code)
        for one in value if isinstance(value, list) else [value]:
            texts += choices.get((item.code, str(one)), [one] if isinstance(one, str) else [])
    return bigrams(" ".join(texts))


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
    lat, lon = shown_position(home.lat, home.lon, quarter_point(home.place_code, home.quarter))
    pictures = Picture.objects.filter(home=home, is_public=True).exclude(kind=PictureKind.PAPER)
    details = {
        item.code: home.details[item.code]
        for item in ITEMS
        if item.level is Level.PUBLIC and home.details.get(item.code) not in (None, "")
    }
    # Straight lines from the place that is shown: three distances from the true one would give it away.
    around = [] if lat is None or lon is None else nearest_of_each((lat, lon))
    lines = {near.kind: round(near.distance_km, 1) for near in around}
    copy = {
        **{name: getattr(home, name) for name in COPIED},
        "state": home.status,
        "lat": lat,
        "lon": lon,
        "rooms": details.get("rooms", ""),
        "pets": details.get("pets"),
        "repairs": details.get("repairs", ""),
        "school_km": details.get("school_km", lines.get(FacilityKind.SCHOOL)),
        "station_km": details.get("station_km", lines.get(FacilityKind.STATION)),
        "hazards": hazards_inside(details),
        "details": details | ({"surroundings": [as_data(near) for near in around]} if around else {}),
        "pictures": list(pictures.order_by("position", "pk").values_list("pk", flat=True)),
        "on_national_sites": HomeConsentPurpose.NATIONAL_SITES in given,
        **broker_shown(home),
    }
    return {**copy, "mask": mask_of(copy)}


def listings_unlike() -> Iterator[Listing]:
    """Yield the copies that are shown and do not say what their house says now."""
    shown = Listing.objects.filter(withdrawn_at=None).select_related("home")
    for listing in shown.iterator(chunk_size=500):
        fields = public_copy(listing.home) or {"withdrawn_at": "not to be shown"}
        if any(getattr(listing, name) != value for name, value in fields.items()):
            yield listing


def broker_shown(home: Home) -> dict[str, str]:
    """Return the broker who has taken a house, as the law wants it shown: name and licence."""
    accepted = Assignment.objects.filter(home=home, status=AssignmentStatus.ACCEPTED)
    name, licence = accepted.values_list("broker__name", "broker__licence").first() or ("", "")
    return {"broker_name": name, "broker_licence": licence}


def is_for_national_sites(home: Home) -> bool:
    """Tell whether a house may stand on the national sites: it is shown, and its owners agree to them."""
    return Listing.objects.filter(home=home, withdrawn_at=None, on_national_sites=True).exists()
