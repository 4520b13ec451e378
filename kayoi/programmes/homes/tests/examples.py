"""Arguments of every URL name, for the walk."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def home(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["home"]}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["register", "counter", "search", "compare", "early", "save_search"], town),
    **dict.fromkeys(["listing", "sheet"], lambda world: {**town(world), "pk": world.rows["listing"]}),
    "feed": lambda world: {**town(world), "form": "geojson"},
    "stop_search": lambda world: {**town(world), "key": world.rows["search_key"]},
    **dict.fromkeys(["home"], home),
    **dict.fromkeys(
        ["broker_access", "close_counter"], lambda world: {**town(world), "pk": world.rows["partner_broker"]}
    ),
    "end_broker_member": lambda world: {
        **town(world),
        "pk": world.rows["partner_broker"],
        "member": world.rows["broker_member"],
    },
}
