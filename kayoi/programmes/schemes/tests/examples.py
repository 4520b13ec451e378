"""Arguments of every URL name, for the walk."""

from typing import Any

from django.utils import timezone

from kayoi.kit.dates import fiscal_year, local_date
from tests.world import Example, World


def town(world: World) -> dict[str, Any]:
    return {"organization": world.ina.slug}


def row(name: str, key: str = "pk", **more: Any) -> Example:
    """Name a row of the world by one argument of an address."""
    return lambda world: {"organization": world.ina.slug, key: world.rows[name], **more}


def paper(**more: str) -> Example:
    """Name a paper of the application of a secret link."""
    return lambda world: {
        "organization": world.ina.slug,
        "token": world.rows["request_token"],
        "pk": world.rows["request_paper"],
        **{name: world.rows[found] for name, found in more.items()},
    }


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(
        ["open", "status", "applications", "decide_chosen", "draft", "procedures", "new_procedure", "load"], town
    ),
    **dict.fromkeys(["procedure", "new_application"], row("procedure_key", "key")),
    **dict.fromkeys(["state", "withdraw", "papers"], row("request_token", "token")),
    **dict.fromkeys(["you", "question", "questions", "keep", "send"], row("request_draft_token", "token")),
    "one_question": row("request_draft_token", "token", fact="applicant.tax_unpaid"),
    "upload": paper(),
    "use": paper(document="request_document"),
    **dict.fromkeys(
        ["application", "return_application", "withdraw_application", "propose", "allow_status"], row("request")
    ),
    "judge": row("request", number=4),
    "resend_application": row("request_returned"),
    **dict.fromkeys(["send_back", "decide"], row("request_proposed")),
    "paper": row("request_paper"),
    "paper_page": row("request_paper", position=1),
    "letter": row("procedure", outcome="approved"),
    **dict.fromkeys(["define", "pack", "publish", "pause", "end"], row("procedure")),
    **dict.fromkeys(["budget", "new_budget_line", "budget_closing", "payments", "payment_checks"], town),
    **dict.fromkeys(["budget_line", "edit_budget_line", "supplement", "divert", "carry_over"], row("budget_line")),
    "carried_paper": lambda world: {**town(world), "year": fiscal_year(local_date(timezone.now()))},
    "new_provision": row("budget_line"),
    "edit_provision": row("provision"),
    "carry_commitment": row("budget_commitment"),
    **dict.fromkeys(["payees", "consultations"], row("file")),
    **dict.fromkeys(["payee", "show_payee"], row("payee_account")),
    "confirm_payee": row("payee_proposed"),
    **dict.fromkeys(["batch", "batch_file", "settle_batch", "void_batch"], row("payment_batch")),
    "payment_layout": lambda world: {"organization": world.ina.slug, "which": "order"},
    "return_payment": row("payment_paid"),
    **dict.fromkeys(["drop_payment", "payment_check", "check_again"], row("payment_due")),
    **dict.fromkeys(["release_finding", "note_finding"], row("payment_finding")),
    **dict.fromkeys(["terms"], row("procedure")),
    **dict.fromkeys(["grants", "enquiries", "new_enquiry"], town),
    **dict.fromkeys(["early_start", "note_visit"], row("request")),
    **dict.fromkeys(["recoveries", "recovery_terms", "returned", "returned_sheet"], town),
    "recovery": row("recovery"),
    "recovery_step": row("recovery", action="receive"),
    "reverse_repayment": row("repayment"),
    "grant": row("grant"),
    **dict.fromkeys(["trials", "new_trial"], town),
    **dict.fromkeys(["trial", "trial_paper", "trial_file"], row("trial")),
    "grant_step": row("grant", action="report"),
    **dict.fromkeys(["obligations", "prove_by_register", "departures", "decide_departures"], town),
    "proof": row("proof"),
    "report_breach": row("obligation"),
    **dict.fromkeys(["breach", "decide_day", "dismiss_breach", "recover_after"], row("breach")),
    "own_proof": lambda world: {
        "organization": world.ina.slug,
        "token": world.rows["obliged_token"],
        "pk": world.rows["proof"],
    },
    **dict.fromkeys(["enquiry", "enquiry_sheet", "remind_office", "note_silence"], row("enquiry")),
    "binders": town,
    **dict.fromkeys(["binder", "make_binder"], row("procedure", year=2026)),
    "binder_file": row("binder", part="pdf"),
    "own_report": row("grant_token", "token"),
    "own_claim": row("grant_fixed_token", "token"),
}
