"""Arguments of every URL name, for the walk. Ids and tokens are those of the test world (tests/world.py)."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def row(name: str, key: str = "pk", **more: Any) -> Example:
    """Name a row of the world by one argument of an address."""
    return lambda world: {**town(world), key: world.rows[name], **more}


CARDS: dict[str, Example] = {
    # Cards
    **dict.fromkeys(["card", "card_worker", "card_manifest", "card_keys", "card_list"], town),
    **dict.fromkeys(["my_cards", "card_take", "card_lost", "card_object"], row("registration_token", "token")),
    # Counters
    **dict.fromkeys([f"counter{part}" for part in ("", "_pack", "_send", "_worker")], town),
    **dict.fromkeys([f"desk{part}" for part in ("", "_pack", "_send", "_worker")], town),
    # The office
    **dict.fromkeys(["cards", "paper_card"], row("registration")),
    **dict.fromkeys(["revoke_card", "restore_card"], row("card_of_registration")),
    **dict.fromkeys(["keys", "rotate_keys", "benefits", "new_benefit"], town),
    "withdraw_key": row("signing_key"),
    **dict.fromkeys(
        ["benefit", "edit_benefit", "publish_benefit", "benefit_budget", "record_use", "set_counter", "counter_people"],
        row("benefit"),
    ),
    "uses_file": row("benefit"),
    "end_counter_person": lambda world: {**town(world), "pk": world.rows["benefit"], "member": world.rows["member"]},
    "stop_benefit": row("benefit", how="pause"),
    "reverse_use": row("benefit_use"),
}


def own(name: str) -> Example:
    """Name something of one's own: the secret link and the row."""
    return lambda world: {**town(world), "token": world.rows["sign_up_token"], "pk": world.rows[name]}


def of_file(world: World) -> dict[str, Any]:
    return {**town(world), "pk": world.rows["file"]}


def of_host(world: World) -> dict[str, Any]:
    return {**town(world), "token": world.rows["host_token"], "pk": world.rows["activity"]}


ACTIVITIES: dict[str, Example] = {
    **dict.fromkeys(["activities", "staff_activities", "activity_hosts", "activity_kinds"], town),
    **dict.fromkeys(["new_kind", "new_activity", "activity_reports"], town),
    "activity": row("activity_key", "key"),
    **dict.fromkeys(["mine", "report"], row("sign_up_token", "token")),
    **dict.fromkeys(["report_sign_up", "cancel_sign_up"], own("sign_up")),
    "own_photo": own("evidence"),
    "here": lambda world: {
        **town(world), "key": world.rows["activity_key"], "code": world.rows["activity_code"],
    },
    **dict.fromkeys(["host", "host_activities"], row("host_token", "token")),
    **dict.fromkeys(["host_list", "host_add", "host_poster"], of_host),
    "pass": row("sign_up_receipt", "receipt"),
    "change_kind": row("activity_kind"),
    "evidence_photo": row("evidence"),
    **dict.fromkeys(
        ["staff_activity", "change_activity", "cancel_activity", "mail_host", "host_page", "staff_poster",
         "take_sign_up"],
        row("activity"),
    ),
    "step_activity": row("activity", step="close"),
    **dict.fromkeys(["say_who_came", "sign_up"], row("sign_up_place")),
    "accept_report": row("sign_up"),
    "sign_up_step": row("sign_up_place", step="cancel"),
    **dict.fromkeys(["person_activities", "activity_bundle", "person_identity"], of_file),
    "my_identity": town,
}  # fmt: skip
REGISTERS: dict[str, Example] = {
    "registers": town,
    **dict.fromkeys(["register", "apply"], row("register_key", "key")),
    **dict.fromkeys(["my_registration", "renew_mine", "withdraw_mine"], row("registration_token", "token")),
    "my_national": row("registration_token", "token"),
    **dict.fromkeys(["registrations", "renewals", "renew_ready", "staff_registers", "new_register"], town),
    **dict.fromkeys(["staff_register", "edit_register", "take_registration"], row("register")),
    "register_step": row("register", step="pause"),
    **dict.fromkeys(["registration", "end_registration", "correct_registration"], row("registration")),
    "registration_step": row("registration_asked", step="refuse"),
    **dict.fromkeys(["national", "national_out"], town),
    "whose_row": row("registry_row"),
    "end_claim": row("national_status"),
    "friend": of_file,
}
POINTS: dict[str, Example] = {
    "my_points": row("sign_up_token", "token"),
    **dict.fromkeys(["points", "new_points", "points_file"], town),
    "change_points": row("points_scheme"),
    "person_points": of_file,
}


def in_group(group: str = "group", **more: str) -> Example:
    """Name a group of one's own: the secret link, the group, and rows of it by argument."""
    return lambda world: {
        **town(world), "token": world.rows["registration_token"], "pk": world.rows[group],
        **{key: world.rows[name] for key, name in more.items()},
    }  # fmt: skip


GROUPS: dict[str, Example] = {
    "my_groups": row("registration_token", "token"),
    "join_group": in_group("group_to_join"),
    **dict.fromkeys(["my_group", "leave_group", "group_mails", "write_post"], in_group()),
    **dict.fromkeys(["my_post", "write_reply", "report_post"], in_group(post="group_post")),
    **dict.fromkeys(["delete_post", "group_photo"], in_group(post="group_post_mine")),
    "object_to_hiding": in_group(post="group_post_hidden"),
    "meet_up": in_group(activity="group_meet_up"),
    "stop_group_mails": row("group_key", "key"),
    **dict.fromkeys(["staff_groups", "new_group"], town),
    **dict.fromkeys(["staff_group", "change_group", "town_post"], row("group")),
    "step_group": row("group", action="close"),
    **dict.fromkeys(["staff_post", "town_reply", "hide_post"], row("group_post")),
    "staff_group_photo": row("group_post_mine"),
    **dict.fromkeys(["rename_member", "put_out_member", "let_member_back"], row("group_member")),
    "step_post": row("group_post", action="keep"),
}
EXAMPLES: dict[str, Example] = {**POINTS, **CARDS, **ACTIVITIES, **REGISTERS, **GROUPS}
