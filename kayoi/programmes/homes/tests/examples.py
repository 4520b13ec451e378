"""Arguments of every URL name, for the walk."""

from typing import Any

from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def home(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["home"]}


def row(name: str, key: str = "pk") -> Example:
    """Name a row of the world by one argument of an address."""
    return lambda world: {"organization": world.ina.slug, key: world.rows[name]}


def estimate_rows(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "key": "willing"}


def kind(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "kind": "heirs"}


def purpose(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "pk": world.rows["home_party"], "purpose": "telephone"}


def of(row: str, **more: str) -> Example:
    """Return an example whose arguments are the id of a row and what else the address names."""
    return lambda world: {"organization": world.ina.slug, "pk": world.rows[row], **more}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(["register", "search", "compare", "early", "save_search"], town),
    **dict.fromkeys(["listing", "sheet"], lambda world: {**town(world), "pk": world.rows["listing"]}),
    "feed": lambda world: {**town(world), "form": "geojson"},
    "stop_search": lambda world: {**town(world), "key": world.rows["search_key"]},
    **dict.fromkeys(["home"], home),
    # Finding houses
    **dict.fromkeys(
        [
            "tell",
            "survey_code",
            "leads",
            "take_lead",
            "lead_figures",
            "offers",
            "entrances",
            "flyer",
            "estimate",
            "owner_surveys",
            "new_survey",
        ],
        town,
    ),
    **dict.fromkeys(["lead", "lead_owner", "take_on_lead", "reopen_lead", "lead_offer"], row("lead")),
    **dict.fromkeys(
        [
            "owner_survey",
            "change_survey",
            "addressees",
            "letters",
            "paper",
            "returned",
            "silent",
            "published",
            "forget",
        ],
        row("owner_survey"),
    ),
    "home_offer": home,
    "close_entrance": row("entrance"),
    "entrance": row("entrance_token", "token"),
    "told": row("lead_receipt", "receipt"),
    "answer_survey": row("survey_code", "code"),
    "estimate_rows": estimate_rows,
    # Exchange of lists
    **dict.fromkeys(["exchange", "to_national_sites", "take_down", "mapping", "register_imports"], town),
    "sending": row("sending"),
    "sending_file": lambda world: {**town(world), "pk": world.rows["sending"], "kind": "csv"},
    **dict.fromkeys(
        [
            "register_import",
            "register_columns",
            "register_header",
            "register_rows",
            "register_returned",
            "start_register",
            "discard_register",
        ],
        row("register_tried"),
    ),
    "undo_register": row("register_done"),
    # The house file
    **dict.fromkeys(["facilities", "take_facilities"], town),
    **dict.fromkeys(["file", "pictures", "add_pictures", "place"], home),
    **dict.fromkeys(["survey", "survey_paper", "send_survey", "survey_worker"], home),
    "remove_facility": row("facility"),
    "picture": row("picture"),
    "public_picture": row("picture"),
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
    # Process, brokers
    **dict.fromkeys(["brokers", "new_broker", "figures", "answered"], town),
    "step": of("checked_home", action="register"),
    **dict.fromkeys(["checks", "assignment"], of("checked_home")),
    "plan_survey": of("home"),
    "record_check": of("check"),
    **dict.fromkeys(["answer_assignment", "end_assignment"], of("assignment")),
    "broker": of("broker"),
    "broker_step": of("broker", action="suspend"),
    "figure_rows": lambda world: {"organization": world.ina.slug, "key": "registered"},
    "asked": lambda world: {"organization": world.ina.slug, "token": world.rows["asked_token"]},
}
