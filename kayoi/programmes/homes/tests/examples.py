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


def draft(world: World) -> dict[str, Any]:
    return {**town(world), "token": world.rows["offer_draft_token"]}


def step(world: World) -> dict[str, Any]:
    return {**draft(world), "step": "you"}


def offer(world: World) -> dict[str, Any]:
    return {**town(world), "token": world.rows["offer_token"]}


def paper_of_offer(world: World) -> dict[str, Any]:
    return {**offer(world), "pk": world.rows["paper"]}


def mine(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug, "key": world.rows["seeker_token"]}


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
    # Partners
    **dict.fromkeys(["counter", "counter_viewings"], town),
    **dict.fromkeys(["counter_house", "counter_survey", "counter_key", "counter_return_key"], row("taken_home")),
    "counter_contract": row("taken_home"),
    **dict.fromkeys(["take_house", "decline_house"], row("asked_home")),
    "counter_picture": row("taken_picture"),
    **dict.fromkeys(["counter_viewing", "counter_viewed", "counter_call_off"], row("taken_viewing")),
    **dict.fromkeys(["broker_access", "close_counter"], row("partner_broker")),
    "end_broker_member": lambda world: {**row("partner_broker")(world), "member": world.rows["broker_member"]},
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
    # applications
    **dict.fromkeys(["applications", "new_application", "offer", "offer_form"], town),
    **dict.fromkeys(["application", "return_application", "withdraw_application"], row("application")),
    **dict.fromkeys(["offer_mandate", "offer_state", "offer_withdraw"], offer),
    **dict.fromkeys(["offer_draft", "offer_step"], step),
    "application_paper": row("paper"),
    "application_paper_file": lambda world: row("paper")(world) | {"position": 1},
    "application_form": row("application"),
    **dict.fromkeys(["application_mandate", "end_proxy"], row("application_by_proxy")),
    "offer_paper": paper_of_offer,
    "offer_send": draft,
    "refuse_application": row("application_without_home"),
    "resend_application": row("application_returned"),
    # Seekers, inquiries, viewings, contracts
    **dict.fromkeys(["new_seeker", "register_as_seeker", "seekers", "talk", "wishes"], town),
    **dict.fromkeys(
        [
            "ask_for_caller",
            "contracts",
            "hand_to_broker",
            "inquiries",
            "inquiry_letters",
            "share_wishes",
            "viewing_for_caller",
            "viewings",
        ],
        of("shown_home"),
    ),
    **dict.fromkeys(["ask", "ask_viewing", "mine", "renew_mine"], mine),
    "end_mine": lambda world: mine(world) | {"what": "inquiry", "pk": world.rows["inquiry"]},
    "wishes_for_owner": lambda world: town(world) | {"token": world.rows["wishes_token"]},
    **dict.fromkeys(["approve_seeker", "refuse_seeker", "seeker", "withdraw_seeker"], of("seeker")),
    **dict.fromkeys(["choose_inquiry", "inquiry"], of("inquiry")),
    **dict.fromkeys(["cancel_viewing", "finish_viewing", "viewing"], of("viewing")),
    "key": of("key_loan"),
    **dict.fromkeys(["complete_contract", "contract"], of("contract")),
}
