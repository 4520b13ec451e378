"""Grantees are asked for proofs and reminded: by mail, or by a letter where there is no mail address."""

from datetime import date, datetime

from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.selectors.applications import addressee_of
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.programmes.schemes.models import Proof
from kayoi.programmes.schemes.services.grants.telling import Sender
from kayoi.programmes.schemes.states.obligations import IN_ENGLISH, LETTERS, MAILS, PAPERS, PROOF, Duty, Step


def ask(*, proof: Proof, step: Step, sender: Sender, by: Actor, at: datetime) -> None:
    """Ask for a proof, or remind of it (提出のお願い・督促). A letter waits for whoever posts it."""
    grant = proof.obligation.grant
    application, town = grant.application, sender.organization
    file = application.case_file
    assert file is not None
    if not file.email:
        letter = procedures.issue_letter(
            application=application, case_file=addressee_of(application), template=LETTERS[step],
            values={
                "procedure": grant.procedure.title, "receipt": application.receipt, "proof": proof.label,
                "paper": PAPERS[Duty.of(proof.obligation.kind)].label, "proves_on": wareki(proof.proves_on),
                "due_on": wareki(proof.due_on),
            },
            by=by, at=at,
        )  # fmt: skip
        followups.plan_follow_up(
            title=f"{letter.title}を郵送する: {grant.procedure.title}", due_on=local_date(at),
            case_file=grant.case_file, owner=grant.case_file.assigned_to, cause=PROOF, reference=str(proof.pk),
            by=by, at=at,
        )  # fmt: skip
        return
    english = application.language == "en"
    token = procedures.new_link(application=application, by=by, at=at)
    messages.send(
        template=MAILS[step], language="en" if english else "ja", to_address=file.email,
        values={
            "name": file.name or ("Visitor" if english else "お客さま"),
            "organization": (english and town.name_en) or town.name,
            "procedure": (english and grant.procedure.title_en) or grant.procedure.title,
            "receipt": application.receipt, "proof": _called(proof, english=english),
            "proves_on": _day(proof.proves_on, english=english), "due_on": _day(proof.due_on, english=english),
            "link": sender.link.replace("{token}", token), "phone": town.phone,
        },
        case_file=file, cause=PROOF, reference=str(proof.pk), by=by, at=at,
    )  # fmt: skip


def _called(proof: Proof, *, english: bool) -> str:
    return f"{IN_ENGLISH[Duty.of(proof.obligation.kind)]} (year {proof.year})" if english else proof.label


def _day(day: date, *, english: bool) -> str:
    return f"{day:%-d %B %Y}" if english else wareki(day)
