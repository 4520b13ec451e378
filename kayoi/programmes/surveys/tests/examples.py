"""Arguments of every URL name, for the walk. Ids and codes are those of the test world (tests/world.py)."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def row(name: str, key: str = "pk", **more: Any) -> Example:
    return lambda world: {"organization": world.ina.slug, key: world.rows[name], **more}


def question(world: World) -> dict[str, Any]:
    return {**town(world), "pk": world.rows["survey"], "key": "said"}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["enter", "done", "surveys", "new", "compare"], town),
    **dict.fromkeys(["answer", "draft"], row("survey_code", "code")),
    "begin": row("survey_key", "key"),
    "published": row("survey_published", "key"),
    **dict.fromkeys(["survey", "next_version", "questions", "new_question", "file"], row("survey")),
    "new_quota": row("survey"),
    **dict.fromkeys(["quota", "remove_quota"], lambda world: question(world) | {"key": "k1"}),
    **dict.fromkeys(["question", "move_question", "remove_question"], question),
    **dict.fromkeys(
        ["version", "open_version", "close_version", "codes", "type_in", "sheets", "results", "publish"],
        row("survey_version"),
    ),
    "reopen": row("survey_sheet"),
}
