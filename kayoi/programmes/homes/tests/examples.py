"""Arguments of every URL name, for the walk."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def home(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["home"]}


def row(name: str) -> Example:
    return lambda world: {"organization": world.ina.slug, "pk": world.rows[name]}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["register", "facilities", "take_facilities"], town),
    **dict.fromkeys(["home", "file", "pictures", "add_pictures", "place"], home),
    **dict.fromkeys(["survey", "survey_paper", "send_survey", "survey_worker"], home),
    "remove_facility": row("facility"),
    "picture": row("picture"),
    "public_picture": row("picture"),
}
