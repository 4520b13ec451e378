"""Arguments of every URL name, for the walk."""

from tests.world import Example, World


def town(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug}


def row(name: str) -> Example:
    return lambda world: {"organization": world.ina.slug, "pk": world.rows[name]}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["rulesets", "load", "pack", "new"], town),
    **dict.fromkeys(["ruleset", "file", "edit", "try_out", "fact", "places", "drop"], row("ruleset")),
    **dict.fromkeys(
        ["version", "propose", "withdraw", "copy", "period", "terms", "choose", "node", "arrange", "case", "drop_case"],
        row("ruleset_draft"),
    ),
    **dict.fromkeys(["give_back", "adopt"], row("ruleset_waiting")),
    "end": row("ruleset_adopted"),
}
