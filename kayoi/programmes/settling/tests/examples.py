"""Arguments of every URL name, for the walk."""

from tests.world import Example, World


def _town(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug}


def _row(key: str) -> Example:
    return lambda world: {"organization": world.ina.slug, "pk": world.rows[key]}


def _definition(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug, "key": world.rows["move_definition"]}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(
        ("moves", "new_move", "paper", "kiosk", "kiosk_done", "links", "lists", "figures", "define", "staying"), _town
    ),
    "link": _row("unlinked_move"),
    "move_out": _row("move"),
    "correct": _row("move"),
    "retract": _row("move"),
    "check_in": _row("check_in"),
    "retell": _row("told_check_in"),
    "match": _row("match_list"),
    "discard": _row("match_list"),
    "rows": _definition,
    "redefine": _definition,
}
