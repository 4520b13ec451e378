"""Arguments of every URL name, for the walk."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def event(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["fair"]}


def brochure(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["brochure"]}


def request(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["brochure_request"]}


def visit(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["visit"]}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["ask_for_brochures", "fairs", "make", "visits", "shelf", "make_brochure", "requests"], town),
    **dict.fromkeys(["take_request", "labels", "addresses", "send_requests", "referrals", "take_referrals"], town),
    **dict.fromkeys(["event", "change", "tally", "take_back", "doubles", "stand", "send", "worker"], event),
    **dict.fromkeys(["cards", "card"], event),
    **dict.fromkeys(["visit", "withdraw_visit"], visit),
    **dict.fromkeys(["brochure", "stock"], brochure),
    **dict.fromkeys(["request", "cancel_request"], request),
    "asked_for": lambda world: {"organization": world.ina.slug, "receipt": world.rows["brochure_receipt"]},
}
