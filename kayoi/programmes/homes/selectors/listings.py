"""What of a house may be shown to everybody."""

from typing import Any

from kayoi.programmes.homes.models import Assignment, Home, HomeConsent, Picture
from kayoi.programmes.homes.rules.position import blurred
from kayoi.programmes.homes.states import AssignmentStatus, HomeConsentPurpose, PictureKind
from kayoi.programmes.homes.states.houses import Level
from kayoi.programmes.homes.states.items import ITEMS

COPIED = (
    "number", "kind", "offer", "price_yen", "rent_yen", "place_code", "quarter", "built_year", "floor_m2", "land_m2",
    "farmland_m2", "title", "title_en", "appeal", "appeal_en", "window_ends_on",
)  # fmt: skip


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
        **broker_shown(home),
    }


def broker_shown(home: Home) -> dict[str, str]:
    """Return the broker who has taken a house, as the law wants it shown: name and licence."""
    accepted = Assignment.objects.filter(home=home, status=AssignmentStatus.ACCEPTED)
    name, licence = accepted.values_list("broker__name", "broker__licence").first() or ("", "")
    return {"broker_name": name, "broker_licence": licence}
