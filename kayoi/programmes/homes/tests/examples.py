"""Arguments of every URL name, for the walk."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def home(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["home"]}


def row(name: str) -> Example:
    return lambda world: {"organization": world.ina.slug, "pk": world.rows[name]}


def kind(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "kind": "heirs"}


def purpose(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["home_party"], "purpose": "telephone"}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["register"], town),
    **dict.fromkeys(["home"], home),
    # People, consents, blockers
    **dict.fromkeys(["own_consents", "portfolio", "solvers", "new_solver"], town),
    **dict.fromkeys(["people", "new_party", "consents", "blockers", "new_blocker"], home),
    **dict.fromkeys(
        [
            "party",
            "change_party",
            "remove_party",
            "word",
            "letter",
            "letter_sent",
            "agent",
            "end_agent",
            "deceased",
            "give_consent",
        ],
        row("home_party"),
    ),
    **dict.fromkeys(["withdraw_consent", "withdraw_own_consent"], row("home_consent")),
    "give_own_consent": purpose,
    "houses_blocked": kind,
    **dict.fromkeys(
        [
            "blocker",
            "change_blocker",
            "begin_blocker",
            "stall_blocker",
            "solve_blocker",
            "reopen_blocker",
            "refer_blocker",
            "plan_blocker",
        ],
        row("home_blocker"),
    ),
    "solver": row("home_solver"),
}
