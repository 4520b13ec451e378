"""Arguments of every URL name, for the walk."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def row(name: str, key: str = "pk", **more: Any) -> Example:
    """Name a row of the world by one argument of an address."""
    return lambda world: {**town(world), key: world.rows[name], **more}


EXAMPLES: dict[str, Example] = {
    # Cards
    **dict.fromkeys(["card", "card_worker", "card_manifest", "card_keys", "card_list"], town),
    **dict.fromkeys(["my_cards", "card_take", "card_lost", "card_object"], row("registration_token", "token")),
    # Counters
    **dict.fromkeys([f"counter{part}" for part in ("", "_pack", "_send", "_worker")], town),
    **dict.fromkeys([f"desk{part}" for part in ("", "_pack", "_send", "_worker")], town),
}
