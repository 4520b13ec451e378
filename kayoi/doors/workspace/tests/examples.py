"""Arguments of every URL name, for the walk."""

from tests.world import Example, World


def town(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug}


def of(**names: str) -> Example:
    """Return an example whose arguments are ids of the world's rows."""
    return lambda world: {"organization": world.ina.slug} | {name: world.rows[row] for name, row in names.items()}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(
        [
            "home", "inbox", "bulk", "case_files", "troubled", "profile", "settings", "texts", "sharings", "audit",
            "school_terms", "members", "invite", "hand_overs", "new_hand_over",
        ],
        town,
    ),
    **dict.fromkeys(
        ["case_file", "edit", "add_note", "plan", "add_household_member", "attach", "assign", "close", "protect"],
        of(pk="file"),
    ),
    "edit_body": of(pk="body_file"),
    "remove_household_member": of(pk="file", member="household_member"),
    "consent": lambda world: {"organization": world.ina.slug, "pk": world.rows["file"], "purpose": "news"},
    "merge": of(pk="file", other="other"),
    "say_distinct": of(pk="file", other="other"),
    "undo_merge": of(pk="merge"),
    "withdraw_note": of(pk="note"),
    "attachment": of(pk="attachment"),
    "end_protection": of(pk="protection"),
    **dict.fromkeys(["follow_up", "finish_follow_up", "cancel_follow_up"], of(pk="follow_up")),
    "snooze_follow_up": of(pk="follow_up"),
    "pause_file": of(pk="file"),
    **dict.fromkeys(["hand_over", "undo_hand_over", "hand_over_paper"], of(pk="hand_over")),
    "hand_over_case": of(pk="hand_over", file="file"),
    **dict.fromkeys(["message", "handle_message"], of(pk="message")),
    "letter": of(pk="letter"),
    "change_setting": lambda world: {"organization": world.ina.slug, "key": "consultations.answer_within_days"},
    "change_text": lambda world: {"organization": world.ina.slug, "number": 0, "language": "ja"},
    "voices": of(pk="sheet"),
    "end_sharing": of(pk="sharing"),
    **dict.fromkeys(["member", "end_membership"], of(pk="member")),
    "link_house": of(pk="request"),
    "house": of(number="home_number"),
    "viewing_in_day": of(pk="viewing"),
    "withdraw_invitation": of(pk="invitation"),
    **dict.fromkeys(["organizations", "open_organization"], lambda world: {"organization": world.operator.slug}),
}  # fmt: skip
