"""Arguments of every URL name, for the walk."""

from tests.world import Example


def of(**names: str) -> Example:
    """Return an example whose arguments are ids of the world's rows."""
    return lambda world: {"organization": world.ina.slug} | {name: world.rows[row] for name, row in names.items()}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["answer", "thanks", "unsubscribe"], of(token="asking_token")),
    **dict.fromkeys(["rounds", "new_round"], of()),
    **dict.fromkeys(["round", "edit_round", "start_round", "stop_round", "people"], of(pk="round")),
    "reply": of(pk="asking"),
}
