"""Arguments of addresses for the walk. Ids and tokens are those of the test world (tests/world.py)."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def row(name: str, key: str = "pk", **more: Any) -> Example:
    """Name a row of the world by one argument of an address."""
    return lambda world: {"organization": world.ina.slug, key: world.rows[name], **more}


EXAMPLES: dict[str, Example] = {
    # The public
    # The office: tours and dates
    # The office: parties and selection
    # On the day
    # Questionnaires
    # Report and casebook
}
