"""What belongs to one house file: prices, pictures, surveys, the paper for the survey."""

from typing import Any

from django.db.models import Q
from django.template.loader import get_template

from kayoi.programmes.homes.models import Home, Picture, PriceChange, Survey
from kayoi.programmes.homes.rules.items import in_words
from kayoi.programmes.homes.states.items import BY_CODE, SURVEYED, ItemGroup


def prices_of(home: Home) -> list[PriceChange]:
    """Return the owner's asking prices, the latest first."""
    return list(PriceChange.objects.filter(home=home).order_by("-changed_at", "-pk"))


def pictures_of(home: Home) -> Any:
    """Return the pictures and papers of a house in their order, with their files."""
    return Picture.objects.filter(home=home).select_related("file", "small").order_by("position", "pk")


def shown_picture(pk: int) -> Picture | None:
    """Return a picture that the public may see now: published, of a house whose listing is shown."""
    shown = Q(is_public=True, home__listings__withdrawn_at=None, home__listings__isnull=False)
    found: Picture | None = Picture.objects.select_related("file", "small").filter(shown, pk=pk).first()
    return found


def surveys_of(home: Home) -> list[tuple[Survey, list[tuple[str, str]]]]:
    """Return the surveys that were made, the latest first, each with its findings in words."""
    made = Survey.objects.filter(home=home, surveyed_on__isnull=False).order_by("-surveyed_on", "-pk")
    return [
        (survey, [(BY_CODE[code].label, in_words(BY_CODE[code], value)) for code, value in survey.findings.items()])
        for survey in made
    ]


def survey_paper(home: Home, town: str) -> dict[str, Any]:
    """Return what the printed survey form is made from: each item with boxes to tick or a line to write on."""
    groups = [(group.label, [item for item in SURVEYED if item.group is group]) for group in ItemGroup]
    return {
        "title": "空き家 現地調査票",
        "town": town,
        "facts": [["物件番号", home.number], ["所在地", f"{home.quarter}{home.address}"], ["地番", home.lot_number]],
        "groups": [
            {
                "label": label,
                "rows": [
                    {
                        "label": item.label,
                        "boxes": [choice[1] for choice in item.choices],
                        "unit": item.unit,
                    }
                    for item in items
                ],
            }
            for label, items in groups
            if items
        ],
    }


def survey_source() -> str:
    """Return the template of the printed form."""
    source: str = get_template("homes/survey.typ").template.source  # type: ignore[attr-defined]
    return source
