"""Arguments of every URL name, for the walk."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def home(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["home"]}


def of(row: str, **more: str) -> Example:
    """Return an example whose arguments are the id of a row and what else the address names."""
    return lambda world: {"organization": world.ina.slug, "pk": world.rows[row], **more}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["register", "brokers", "new_broker", "figures", "answered"], town),
    **dict.fromkeys(["home"], home),
    "step": of("checked_home", action="register"),
    **dict.fromkeys(["checks", "assignment"], of("checked_home")),
    "plan_survey": of("home"),
    "record_check": of("check"),
    **dict.fromkeys(["answer_assignment", "end_assignment"], of("assignment")),
    "broker": of("broker"),
    "broker_step": of("broker", action="suspend"),
    "figure_rows": lambda world: {"organization": world.ina.slug, "key": "registered"},
    "asked": lambda world: {"organization": world.ina.slug, "token": world.rows["asked_token"]},
}
