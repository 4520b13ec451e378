"""Arguments of addresses for the walk. Ids and tokens are those of the test world (tests/world.py)."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def row(name: str, key: str = "pk", **more: Any) -> Example:
    """Name a row of the world by one argument of an address."""
    return lambda world: {"organization": world.ina.slug, key: world.rows[name], **more}


def closing(world: World) -> dict[str, Any]:
    return {**town(world), "pk": world.rows["stay_house"], "closing": world.rows["stay_closing"]}


EXAMPLES: dict[str, Example] = {
    # The public
    "houses": town,
    "house": row("stay_house_key", "key"),
    "picture": row("stay_photo"),
    **dict.fromkeys(["state", "cancel", "longer", "ical"], row("stay_token", "token")),
    "questions": row("stay_token", "token", which="before"),
    "upload": lambda world: {**town(world), "token": world.rows["stay_token"], "pk": world.rows["stay_paper"]},
    "apply": row("stay_draft_token", "token"),
    # The office
    **dict.fromkeys(["staff_houses", "new_house", "staff_stays", "register", "register_sheet"], town),
    # Homes for a longer time
    **dict.fromkeys(["shown_homes", "my_homes", "homes", "apply_home", "rent_month", "head_leases"], town),
    **dict.fromkeys(["tenancy", "pay_rent", "remind_rent"], row("tenancy")),
    "my_paper": row("tenancy_paper"),
    "tenancy_step": row("tenancy", step="notice"),
    "tenancy_decision": row("tenancy_applied", step="decide"),
    "take_rent_back": row("rent_payment"),
    "end_security": row("guarantee"),
    **dict.fromkeys(["contests", "new_contest"], town),
    **dict.fromkeys(["contest", "enter_contest", "invite_to_judge", "contest_results"], row("contest")),
    "contest_step": row("contest", step="close"),
    **dict.fromkeys(["contest_house", "contest_picture", "withdraw_entry"], row("contest_entry")),
    "dismiss_judge": lambda world: {**row("contest")(world), "judge": world.rows["contest_judge"]},
    "judge": row("judge_token", "token"),
    **dict.fromkeys(["judge_entry", "judge_picture"], row("judge_token", "token", number="01")),
    **dict.fromkeys(["lettings", "letting_month", "letting_propose", "sub_lessors", "new_sub_lessor"], town),
    **dict.fromkeys(["letting", "letting_received", "letting_inspect"], row("sublet")),
    "letting_receipt_back": row("sublet_receipt"),
    "letting_paper": row("sublet_paper"),
    **dict.fromkeys(
        ["sub_lessor", "change_sub_lessor", "invite_sub_lessor", "close_sub_lessor", "note_money"], row("sub_lessor")
    ),
    "end_lessor_member": lambda world: {**row("sub_lessor")(world), "member": world.rows["lessor_member"]},
    "take_partner_money_back": row("partner_payment"),
    **dict.fromkeys(["proposal", "decline_proposal"], row("proposal")),
    "head_end": row("head_lease"),
    "take_damage_back": row("damage_claim"),
    "take_deposit_back": lambda world: {
        **town(world),
        "pk": world.rows["tenancy"],
        "transfer": world.rows["deposit_transfer"],
    },
    "head_lease": row("head_lease"),
    **dict.fromkeys(["new_head_lease", "waiting_list", "wait", "manager_log"], row("home_to_live")),
    "waiting_one": row("waiting_home"),
    "waiting_step": row("waiting_home", step="offer"),
    **dict.fromkeys(
        ["staff_house", "publish_house", "pause_house", "end_house", "new_room", "photos", "closed"], row("stay_house")
    ),
    "house_part": row("stay_house", part="facts"),
    "open_again": closing,
    **dict.fromkeys(["room", "key_code", "read_key", "room_hours", "retire_room"], row("stay_room")),
    **dict.fromkeys(["photo", "caption", "remove_photo"], row("stay_photo")),
    **dict.fromkeys(["staff_stay", "return_stay", "propose_stay", "relieve", "companion", "staff_cancel"], row("stay")),
    **dict.fromkeys(["staff_longer", "guest", "intent"], row("stay_allowed")),
    "judge_stay": row("stay", number=1),
    **dict.fromkeys(["send_back_stay", "decide_stay"], row("stay_proposed")),
    "stay_applied": row("stay_application"),
    "staff_paper": row("stay_paper"),
    "staff_paper_page": row("stay_paper", position=1),
    "pay": row("stay_charge"),
    "strike_guest": row("stay_guest"),
    "lease_paper": row("stay_allowed", which="contract"),
    "lease_day": row("stay_allowed", which="signed"),
    # Running the houses
    **dict.fromkeys(["arrive", "leave"], row("stay_token", "token")),
    "here": town,
    "feed": row("stay_feed_token", "token"),
    **dict.fromkeys(["board", "arrivals", "cleaning", "emergency", "figures", "figure_rows", "bring"], town),
    "counted_rows": lambda world: {**town(world), "key": "groups"},
    "take": row("stay_house"),
    "take_stay": row("stay_draft"),
    "clean": row("stay_booking"),
    "found_photo": row("stay_finding"),
    **dict.fromkeys(["poster", "arrival_code", "calendar", "revoke_feed"], row("stay_room")),
    **dict.fromkeys(["check_in", "check_out", "absent", "move"], row("stay_allowed")),
    **dict.fromkeys(["undo", "inspect"], row("stay_closed")),
    # Houses that are kept for a programme
    **dict.fromkeys(["programmes", "new_programme"], town),
    **dict.fromkeys(["change_programme", "give_entry"], row("stay_programme")),
    "end_entry": row("stay_entry"),
    # Members of a space
    **dict.fromkeys(["desks", "desk_figures", "my_desks"], town),
    **dict.fromkeys(
        ["desk_plan", "staff_plan", "change_plan", "plan_price", "open_plan", "ask_desk"], row("desk_plan")
    ),
    "new_plan": row("desk_house"),
    "room_beside": row("desk_room"),
    **dict.fromkeys(["desk_own", "desk_book", "desk_pause", "desk_leave", "desk_withdraw"], row("desk_token", "token")),
    **dict.fromkeys(
        ["desk_cancel", "desk_arrive"],
        lambda world: {**town(world), "token": world.rows["desk_token"], "pk": world.rows["desk_use"]},
    ),
    **dict.fromkeys(["desk_member", "pay_fee", "remind_fee", "staff_book"], row("desk_member")),
    "desk_step": row("desk_member", step="notice"),
    "desk_decision": row("desk_asked", step="decide"),
    "take_fee_back": row("desk_payment"),
    "desk_use": row("desk_use", step="arrive"),
}
