"""Arguments of every URL name, for the walk."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def home(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["home"]}


def of(row: str) -> Example:
    """Return an example whose only argument is the id of a row."""
    return lambda world: {"organization": world.ina.slug, "pk": world.rows[row]}


def mine(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "key": world.rows["seeker_token"]}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["new_seeker", "register", "register_as_seeker", "seekers", "talk", "wishes"], town),
    **dict.fromkeys(
        [
            "ask_for_caller", "contracts", "hand_to_broker", "inquiries", "letters", "share_wishes",
            "viewing_for_caller", "viewings",
        ],
        of("shown_home"),
    ),
    **dict.fromkeys(["home"], home),
    **dict.fromkeys(["ask", "ask_viewing", "mine", "renew_mine"], mine),
    "end_mine": lambda world: mine(world) | {"what": "inquiry", "pk": world.rows["inquiry"]},
    "wishes_for_owner": lambda world: town(world) | {"token": world.rows["wishes_token"]},
    **dict.fromkeys(["approve_seeker", "refuse_seeker", "seeker", "withdraw_seeker"], of("seeker")),
    **dict.fromkeys(["choose_inquiry", "inquiry"], of("inquiry")),
    **dict.fromkeys(["cancel_viewing", "finish_viewing", "viewing"], of("viewing")),
    "key": of("key_loan"),
    **dict.fromkeys(["complete_contract", "contract"], of("contract")),
}  # fmt: skip
