"""Arguments of every URL name, for the walk."""

from tests.world import Example, World


def town(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug}


def question(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug, "pk": world.rows["question"]}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["ask", "save_draft", "take_call", "desk", "withdraw_desk"], town),
    "asked": lambda world: {"organization": world.ina.slug, "receipt": world.rows["receipt"]},
    **dict.fromkeys(["answer", "close", "reopen"], question),
}
