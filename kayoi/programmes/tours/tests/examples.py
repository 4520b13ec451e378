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
    **dict.fromkeys(["tours", "script"], town),
    **dict.fromkeys(["tour", "apply", "result", "selection_file"], row("tour_key", "key")),
    **dict.fromkeys(["state", "decline", "receipt"], row("tour_token", "token")),
    "step": lambda world: {**town(world), "token": world.rows["tour_token"], "pk": world.rows["tour_step"]},
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
    **dict.fromkeys(["selection", "publish_terms", "close_list", "audit_list", "draw", "parties", "take"], row("tour")),
    "terms": row("tour_planned"),
    "add_places": row("tour_date"),
    **dict.fromkeys(["party", "staff_decline", "refuse"], row("tour_party")),
    "scores": row("tour_judged"),
    "pass_on": row("tour_placed", code="152242"),
    "staff_step": row("tour_step"),
    # On the day
    "days": town,
    **dict.fromkeys(["check_in", "send_check_in", "check_in_worker", "ask"], row("tour_past")),
    "miss": row("tour_came"),
    "undo_check_in": row("tour_attendance"),
    # Questionnaires
    "questions": row("tour_token", "token", which="before"),
    "questionnaires": row("tour"),
    "outcome": row("tour_came"),
    # Report and casebook
    **dict.fromkeys(["report", "report_rows", "printed", "roll_up", "casebook"], town),
    "report_outcomes": lambda world: {**town(world), "kind": "consulting"},
    "case": lambda world: {**town(world), "number": 1},
}
