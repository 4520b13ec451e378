"""Arguments of every URL name, for the walk."""

from tests.world import Example, World


def town(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug}


def plan(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug, "pk": world.rows["plan"]}


def linked(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug, "key": world.rows["plan_token"]}


def task(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug, "key": "moving_in"}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["try", "plans", "tasks", "new_task"], town),
    **dict.fromkeys(["task", "leave_out"], task),
    **dict.fromkeys(["plan", "edit", "share", "mail", "stop_sharing", "follow", "paper_for"], plan),
    **dict.fromkeys(["family", "paper", "change"], linked),
    "tick": lambda world: {**linked(world), "step": "moving_in"},
    "tick_for": lambda world: {**plan(world), "step": "moving_in"},
    "of_file": lambda world: {"organization": world.ina.slug, "pk": world.rows["other"]},
}
