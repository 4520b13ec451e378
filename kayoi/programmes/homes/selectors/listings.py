"""What of a house may be shown to everybody."""

from typing import Any

from kayoi.engines.casefiles.models.searching import vector
from kayoi.kit.text import bigrams
from kayoi.programmes.homes.models import Home, HomeConsent, Picture
from kayoi.programmes.homes.rules.facets import mask_of
from kayoi.programmes.homes.rules.position import blurred
from kayoi.programmes.homes.states import HomeConsentPurpose, PictureKind
from kayoi.programmes.homes.states.houses import Level
from kayoi.programmes.homes.states.items import ITEMS

COPIED = (
    "number", "kind", "offer", "price_yen", "rent_yen", "place_code", "quarter", "built_year", "floor_m2", "land_m2",
    "farmland_m2", "title", "title_en", "appeal", "appeal_en", "window_ends_on",
)  # fmt: skip


# What the facets ask for, where nothing is known about it.
UNKNOWN = {"repairs": "", "pets": None, "school_km": None, "station_km": None, "hazards": None}


def words_of(copy: dict[str, Any]) -> list[str]:
    """Return the search terms of a public copy: what stands on its page in words, nothing else."""
    choices = {(item.code, value): names for item in ITEMS for value, *names in item.choices}
    texts = [copy["number"], copy["quarter"], copy["title"], copy["title_en"], copy["appeal"], copy["appeal_en"]]
    for code, value in copy["details"].items():
        for one in value if isinstance(value, list) else [value]:
            texts += choices.get((code, str(one)), [one] if isinstance(one, str) else [])
    return bigrams(" ".join(texts))


def consented(home: Home) -> frozenset[HomeConsentPurpose]:
    """Return what has been agreed to for a house and not withdrawn by anybody."""
    rows = HomeConsent.objects.filter(home=home).values_list("purpose", "withdrawn_on")
    given = {purpose for purpose, withdrawn_on in rows if withdrawn_on is None}
    return frozenset(HomeConsentPurpose.of(purpose) for purpose in given)


def public_copy(home: Home) -> dict[str, Any] | None:
    """Return the public columns of a house, or None where its owners do not agree to this site."""
    given = consented(home)
    if HomeConsentPurpose.OWN_SITE not in given:
        return None
    lat, lon = blurred(home.lat, home.lon)
    columns = {name: getattr(home, name) for name in COPIED}
    pictures = Picture.objects.filter(home=home, is_public=True).exclude(kind=PictureKind.PAPER)
    copy = {
        **columns,
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
    return {**copy, "mask": mask_of({**UNKNOWN, **copy}), "search": vector(words_of(copy))}
