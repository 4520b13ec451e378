"""Arguments of every URL name, for the walk."""

from tests.world import Example, World


def town(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug}


def of(row: str) -> Example:
    """Return an example whose only argument is the id of a row."""
    return lambda world: {"organization": world.ina.slug, "pk": world.rows[row]}


def by_link(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug, "key": world.rows["booking_token"]}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["free", "week", "book_for_caller", "counsellors", "days"], town),
    "book": lambda world: {
        "organization": world.ina.slug, "counsellor": world.rows["counsellor"], "moment": world.rows["moment"],
    },
    **dict.fromkeys(["booking", "move", "cancel", "calendar_entry"], by_link),
    "feed": lambda world: {"organization": world.ina.slug, "token": world.rows["feed_token"]},
    "host": lambda world: {"organization": world.ina.slug, "token": world.rows["host_token"]},
    **dict.fromkeys(["staff_booking", "staff_move", "staff_cancel"], of("booking")),
    **dict.fromkeys(["counsellor", "add_hours", "add_exception", "make_feed", "revoke_feed"], of("counsellor")),
    "remove_hours": of("hours"),
    "remove_exception": of("hours_exception"),
    "plan_day": of("file"),
    **dict.fromkeys(
        ["day", "change_day", "confirm_day", "send_day", "finish_day", "cancel_day", "family_sheet", "add_stop"],
        of("guided_day"),
    ),
    **dict.fromkeys(
        ["change_stop", "remove_stop", "ask_host", "answer_stop", "disclose_stop", "host_sheet"], of("stop")
    ),
}  # fmt: skip
