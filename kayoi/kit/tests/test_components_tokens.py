"""Colours and stylesheets: contrast, accents, one file that is its parts, weight."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from hypothesis import given
from hypothesis import strategies as st

from kayoi.kit.html import accent_stylesheet, contrast, fits_as_accent
from kayoi.kit.html.stylesheet import FOLDER, PARTS, bundle
from kayoi.kit.tests.case_tables import cases, rows

PAGE_BUDGET = 25_000
HTMX_BUDGET = 20_000
TOKENS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", (FOLDER / "tokens.css").read_text(encoding="utf-8")))


def packed(*paths: Path) -> int:
    """Return how many bytes these files take on the wire."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


@cases("contrast")
def test_words_and_lines_are_seen_on_their_ground(case: dict[str, str]) -> None:
    assert contrast(TOKENS[case["文字や線"]], TOKENS[case["地"]]) >= float(case["最低の比"])


def test_every_colour_of_words_is_in_the_table() -> None:
    told = {row["文字や線"] for row in rows("contrast")}
    css = "".join((FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
    assert set(re.findall(r"[\s;{]color: var\(--([\w-]+)\)", css)) - {"paper"} <= told


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@cases("accents")
def test_a_town_takes_a_colour_that_can_be_read(case: dict[str, str]) -> None:
    assert fits_as_accent(case["色"]) is (case["使えるか"] == "はい")


@given(st.integers(0, 0xFFFFFF))
def test_the_stylesheet_of_an_accent_keeps_every_pair_readable(number: int) -> None:
    colour = f"#{number:06x}"
    if not fits_as_accent(colour):
        with pytest.raises(ValueError, match="contrast"):
            accent_stylesheet(colour)
        return
    shades = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6});", accent_stylesheet(colour)))
    assert shades["accent"] == colour
    for ground in ("accent", "accent-strong", "accent-deep"):
        assert contrast("#ffffff", shades[ground]) >= 4.5
    for words in ("accent", "accent-strong"):
        assert contrast(shades[words], shades["accent-soft"]) >= 4.5
    for words in ("ink", "ink-soft", "link"):
        assert contrast(TOKENS[words], shades["accent-soft"]) >= 4.5


@pytest.mark.parametrize("written", ["", "115a36", "#115A36", "#fff", "red", "#115a36;}body{display:none"])
def test_a_colour_is_six_digits_and_nothing_else(written: str) -> None:
    with pytest.raises(ValueError, match="written like"):
        accent_stylesheet(written)


def test_kit_css_is_its_parts() -> None:
    kept = (FOLDER / "kit.css").read_text(encoding="utf-8")
    assert kept == bundle(), "python -m kayoi.kit.html.stylesheet writes kit.css anew"


def test_every_part_is_in_the_bundle() -> None:
    assert {path.stem for path in FOLDER.glob("*.css")} == {*PARTS, "kit"}
    assert len(set(PARTS)) == len(PARTS)


def test_stylesheets_fetch_nothing_from_elsewhere() -> None:
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)|@import", bundle())
    assert all(address.startswith("data:image/svg+xml") for address in addresses)


def test_a_public_page_is_light() -> None:
    assert packed(FOLDER / "kit.css", FOLDER / "icon.svg", *FOLDER.glob("*.js")) < PAGE_BUDGET
    htmx = finders.find("django_htmx/htmx-2.min.js")
    assert packed(Path(str(htmx))) < HTMX_BUDGET
