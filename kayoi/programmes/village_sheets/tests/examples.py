"""Arguments of every URL name, for the walk."""

from tests.world import Example, World


def town(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug}


def sheet(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug, "pk": world.rows["sheet"]}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["villages", "compare", "districts", "new_district", "inquiry"], town),
    **dict.fromkeys(["sheet", "edit", "hand_in", "begin", "publish", "send_back", "withdraw"], sheet),
    "village": lambda world: {"organization": world.ina.slug, "pk": world.rows["district"]},
    "for_file": lambda world: {"organization": world.ina.slug, "pk": world.rows["file"]},
}
