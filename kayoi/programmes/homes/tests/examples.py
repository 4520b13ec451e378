"""Arguments of every URL name, for the walk."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def home(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["home"]}


def row(name: str, key: str = "pk") -> Example:
    """Name a row of the world by one argument of an address."""
    return lambda world: {"organization": world.ina.slug, key: world.rows[name]}


def estimate_rows(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "key": "willing"}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["register", "search", "compare", "early", "save_search"], town),
    **dict.fromkeys(["listing", "sheet"], lambda world: {**town(world), "pk": world.rows["listing"]}),
    "feed": lambda world: {**town(world), "form": "geojson"},
    "stop_search": lambda world: {**town(world), "key": world.rows["search_key"]},
    **dict.fromkeys(["home"], home),
    # Finding houses
    **dict.fromkeys(
        [
            "tell",
            "survey_code",
            "leads",
            "take_lead",
            "lead_figures",
            "offers",
            "entrances",
            "flyer",
            "estimate",
            "owner_surveys",
            "new_survey",
        ],
        town,
    ),
    **dict.fromkeys(["lead", "lead_owner", "take_on_lead", "reopen_lead", "lead_offer"], row("lead")),
    **dict.fromkeys(
        [
            "owner_survey",
            "change_survey",
            "addressees",
            "letters",
            "paper",
            "returned",
            "silent",
            "published",
            "forget",
        ],
        row("owner_survey"),
    ),
    "home_offer": home,
    "close_entrance": row("entrance"),
    "entrance": row("entrance_token", "token"),
    "told": row("lead_receipt", "receipt"),
    "answer_survey": row("survey_code", "code"),
    "estimate_rows": estimate_rows,
    # Partners
    "counter": town,
    **dict.fromkeys(["broker_access", "close_counter"], row("partner_broker")),
    "end_broker_member": lambda world: {**row("partner_broker")(world), "member": world.rows["broker_member"]},
    # The house file
    **dict.fromkeys(["facilities", "take_facilities"], town),
    **dict.fromkeys(["file", "pictures", "add_pictures", "place"], home),
    **dict.fromkeys(["survey", "survey_paper", "send_survey", "survey_worker"], home),
    "remove_facility": row("facility"),
    "picture": row("picture"),
    "public_picture": row("picture"),
}
