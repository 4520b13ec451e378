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
    **dict.fromkeys(["staff_tours", "new_tour"], town),
    **dict.fromkeys(["staff_tour", "copy_tour", "new_date"], row("tour")),
    "tour_part": row("tour", part="ground"),
    "tour_step": row("tour", step="withdraw"),
    **dict.fromkeys(["staff_date", "change_date", "hold_date", "cancel_date", "new_item"], row("tour_date")),
    "date_step": row("tour_date", step="close"),
    **dict.fromkeys(["item", "remove_item"], row("tour_item")),
    **dict.fromkeys(["itinerary", "participants"], row("tour_date")),
    "agency_file": row("tour_date", ending="xlsx"),
    # The office: parties and selection
    # On the day
    # Questionnaires
    # Report and casebook
}
