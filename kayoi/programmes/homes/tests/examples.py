"""Arguments of every URL name, for the walk."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def home(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["home"]}


def draft(world: World) -> dict[str, Any]:
    return {**town(world), "token": world.rows["offer_draft_token"]}


def step(world: World) -> dict[str, Any]:
    return {**draft(world), "step": "you"}


def offer(world: World) -> dict[str, Any]:
    return {**town(world), "token": world.rows["offer_token"]}


def paper_of_offer(world: World) -> dict[str, Any]:
    return {**offer(world), "pk": world.rows["paper"]}


def row(name: str) -> Example:
    return lambda world: {**town(world), "pk": world.rows[name]}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["register"], town),
    **dict.fromkeys(["home"], home),
    # applications
    **dict.fromkeys(["applications", "new_application", "offer", "offer_form"], town),
    **dict.fromkeys(["application", "return_application", "withdraw_application"], row("application")),
    **dict.fromkeys(["offer_mandate", "offer_state", "offer_withdraw"], offer),
    **dict.fromkeys(["offer_draft", "offer_step"], step),
    **dict.fromkeys(["paper", "paper_file"], row("paper")),
    "end_proxy": row("application_by_proxy"),
    "offer_paper": paper_of_offer,
    "offer_send": draft,
    "refuse_application": row("application_without_home"),
    "resend_application": row("application_returned"),
}
