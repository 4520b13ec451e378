"""Arguments of every URL name, for the walk."""

from tests.world import Example, World


def town(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug}


def tried(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug, "pk": world.rows["import_tried"]}


def done(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug, "pk": world.rows["import_done"]}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["runs", "sample"], town),
    **dict.fromkeys(["run", "columns", "header", "rows", "returned", "start", "discard"], tried),
    "undo": done,
}
