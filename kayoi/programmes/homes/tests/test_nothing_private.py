"""Nothing private gets out: every public output against every private field, each filled with a word of its own."""

import io
import json
from datetime import datetime, timedelta
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.openings.models import Opening
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.text import bigrams
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, Listing
from kayoi.programmes.homes.selectors.listings import COPIED
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus
from kayoi.programmes.homes.states.houses import Level
from kayoi.programmes.homes.states.items import ITEMS, ItemType
from kayoi.programmes.homes.tests.factories import make_picture
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from tests.cast import Member

# Columns of a house that hold words somebody typed and that a public copy does not take.
PRIVATE_COLUMNS = {
    field.name
    for field in Home._meta.concrete_fields
    if field.get_internal_type() in {"CharField", "TextField"} and not field.choices
} - {*COPIED, "lot_key"}
PRIVATE_ITEMS = [item for item in ITEMS if item.level is not Level.PUBLIC]
LAT, LON = 35.838711, 138.062133


def _secret(number: int) -> str:
    return f"秘匿{number:03d}密"


@pytest.fixture
def secrets() -> dict[str, str]:
    """A word for each private field, as nobody would write it."""
    of_owner = ["owner_name", "owner_address", "owner_phone"]
    names = [*sorted(PRIVATE_COLUMNS), *(item.code for item in PRIVATE_ITEMS), *of_owner]
    return {name: _secret(number) for number, name in enumerate(names)}


@pytest.fixture
def listing(ina: Organization, officer: Member, secrets: dict[str, str]) -> Listing:
    """A published house in which every private field holds its word."""
    at = timezone.now() - timedelta(minutes=5)
    details: dict[str, Any] = {item.code: secrets[item.code] for item in PRIVATE_ITEMS}
    details |= {
        item.code: True if item.type is ItemType.YES_NO else 3 if item.type is ItemType.NUMBER else "ふつう"
        for item in ITEMS
        if item.level is Level.PUBLIC and item.type in {ItemType.YES_NO, ItemType.NUMBER, ItemType.TEXT}
    }
    columns = {name: secrets[name] for name in PRIVATE_COLUMNS - {"number"}}
    with scope.of_organization(ina.pk):
        home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED, lat=LAT, lon=LON, **columns)
        Home.objects.filter(pk=home.pk).update(details=details)  # the service takes no words where a number belongs
        home.refresh_from_db()
        owner = make_file(
            name=secrets["owner_name"], address=secrets["owner_address"], contact_care=secrets["owner_phone"]
        )
        make_owner(home, owner, at=at, agrees_to=tuple(HomeConsentPurpose))
        make_picture(home, by=officer.actor, at=at, is_public=True)
        found = services.renew_listing(home=home, by=officer.actor, at=at)
    assert found is not None
    return found


def _outputs(client: Client, listing: Listing) -> dict[str, str]:
    """Return every public output of a house as text, by what it is."""
    here = f"/ina/homes/{listing.pk}/"
    paths = {
        "search": "/ina/homes/", "map": "/ina/homes/?view=map", "all towns": "/homes/", "house": here,
        "compare": f"/ina/homes/compare/?id={listing.pk}", "csv": "/ina/homes/open-data/csv/",
        "geojson": "/ina/homes/open-data/geojson/", "town": "/ina/", "portal": "/",
    }  # fmt: skip
    found = {}
    for name, path in paths.items():
        for language in ("ja", "en"):
            answer = client.get(path, headers={"accept-language": language})
            assert answer.status_code == 200, path
            found[f"{name} {language}"] = answer.content.decode() + str(answer.headers)
    sheet = client.get(f"{here}sheet/")
    if sheet.status_code == 200:
        found["sheet"] = _words_of_pdf(sheet.content)
    return found


def _words_of_pdf(data: bytes) -> str:
    """Return what a PDF says: the characters behind its glyphs, and its metadata."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = (one.ToUnicode for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one)
        return "".join(one.read_bytes().decode("latin-1") for one in fonts) + str(pdf.docinfo)


def test_the_list_of_private_fields_is_not_empty() -> None:
    assert {"address", "lot_number"} <= PRIVATE_COLUMNS
    assert PRIVATE_ITEMS


def test_no_public_output_says_anything_private(
    client: Client, listing: Listing, secrets: dict[str, str], ina: Organization
) -> None:
    outputs = _outputs(client, listing)
    with scope.of_organization(ina.pk):
        for name, rows in (("row", Listing.objects.all()), ("opening", Opening.objects.filter(kind="home"))):
            outputs[name] = json.dumps(list(rows.values()), default=str, ensure_ascii=False)
    found = {(name, where) for where, text in outputs.items() for name, word in secrets.items() if word in text}
    assert found == set()
    glyph = f"{ord('匿'):04X}"
    assert glyph not in outputs.get("sheet", "").upper(), "a private word stands on the paper"


def test_a_public_picture_says_nothing_but_its_pixels(client: Client, listing: Listing) -> None:
    (pk,) = listing.pictures
    data = b"".join(client.get(f"/ina/homes/pictures/{pk}/"))
    with Image.open(io.BytesIO(data)) as shown:
        assert not shown.getexif()
        assert not {"exif", "xmp", "comment"} & shown.info.keys()


def test_the_exact_place_is_nowhere(client: Client, listing: Listing) -> None:
    for where, text in _outputs(client, listing).items():
        assert not any(f"{value:.{digits}f}" in text for value in (LAT, LON) for digits in (4, 5, 6)), where


def test_the_search_index_knows_no_private_word(listing: Listing, secrets: dict[str, str]) -> None:
    with scope.of_public(), connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(search) FROM homes_listing WHERE id = %s", [listing.pk])
        (terms,) = cursor.fetchone() or ([],)
    assert terms
    private = {term for word in secrets.values() for term in bigrams(word) if {"秘", "密"} & set(term)}
    assert not private & set(terms)


def test_the_guard_would_see_a_private_word(client: Client, listing: Listing, ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        Listing.objects.filter(pk=listing.pk).update(appeal=_secret(1))
    assert _secret(1) in _outputs(client, listing)["house ja"]
