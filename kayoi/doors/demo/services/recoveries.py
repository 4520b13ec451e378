"""Refunds of the demonstration: one settled, one in parts, one that waits for a person, one late (返還のデモ)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.doors.demo.services.budgets import CODES, HALF_AND_QUARTER
from kayoi.doors.demo.services.schemes import REFUND_RULES
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.rulesets import services as rulesets
from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import JST, fiscal_year, local_date, local_time, months_later
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import BudgetLine, Grant, Obligation, Payment, Proof, Recovery
from kayoi.programmes.schemes.rules.payments import Details, Names
from kayoi.programmes.schemes.rules.recovery.deciding import Proposal
from kayoi.programmes.schemes.selectors.recovery.recoveries import instalments_of
from kayoi.programmes.schemes.services import budget, grants, obligations, paying, payments, recovery
from kayoi.programmes.schemes.services.grants import hearings
from kayoi.programmes.schemes.states.hearings import DAYS_TO_SPEAK
from kayoi.programmes.schemes.states.obligations import BreachKind, Duty, FoundBy, Means
from kayoi.programmes.schemes.states.recovery import Ground

RULES, YEN = REFUND_RULES, 1_000_000
TERMS: dict[str, Any] = {
    "ordinance": "伊那市補助金等交付規則(架空)第18条第1項",
    "unheard_ground": "伊那市行政手続条例(架空)第13条第2項第4号", "arrears": "penalty", "percent": "10.95",
    "source": "伊那市補助金等交付規則(架空)第19条第2項",
}  # fmt: skip
# Who, how that is read, the day of birth, how many months ago they applied, what happened how many months after it,
# what came of it. 36 months after the day of the application the two ways of counting part.
PEOPLE: tuple[tuple[str, str, str, int, Ground, int, str], ...] = (
    ("霜月 渉(架空)", "しもつき わたる", "1985-01-15", 30, Ground.MOVED_OUT, 20, "settled"),
    ("笹舟 凛(架空)", "ささふね りん", "1990-02-20", 27, Ground.MOVED_OUT, 18, "instalments"),
    ("水口 蓮(架空)", "みなくち れん", "1988-03-25", 37, Ground.MOVED_OUT, 36, "waiting"),
    ("霧野 梓(架空)", "きりの あずさ", "1992-04-30", 16, Ground.LEFT_JOB, 9, "late"),
    ("早瀬 湊(架空)", "はやせ みなと", "1993-05-05", 14, Ground.LEFT_JOB, 10, "exempted"),
)
DAYS_AGO = {"settled": 120, "instalments": 80, "waiting": 3, "late": 45, "exempted": 30}


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Let five people of Ina break what they promised for a grant of earlier years."""
    if town.slug != "ina":
        return
    officer, head = (actor_of(next(one for one in staff if one.role == role)) for role in ("officer", "section_head"))
    procedure = _procedure(officer, head, at=at - timedelta(days=40 * 31))
    recovery.define_recovery_terms(fields=TERMS, version=1, by=head, at=at)
    for number, (name, kana, born_on, months, ground, after, state) in enumerate(PEOPLE):
        applied_on = months_later(local_date(at), -months).replace(day=10)
        applied_at = datetime.combine(applied_on, local_time(at).timetz())
        you = {"who": "self", "name": name, "kana": kana, "birth_on": born_on, "phone": f"090-0000-87{number:02}",
               "email": f"refund{number}@demo.example", "address": f"長野県伊那市架空{number + 41}"}  # fmt: skip
        grant = pay_grant(town=town, procedure=procedure, you=you, head=head, by=officer, at=applied_at)
        begun_at = at - timedelta(days=DAYS_AGO[state])
        row = _broken(town, grant, ground, months_later(grant.applied_on, after), officer, at=begun_at)
        if state == "waiting":
            hearings.ask_to_speak(
                grant=grant, recovery=row, matter="申請から5年以内に、伊那市から転出した。",
                due_on=local_date(begun_at) + timedelta(days=DAYS_TO_SPEAK), sender=grants.Sender(town, ""), by=officer,
                at=begun_at,
            )  # fmt: skip
        else:
            _decide(town, row, state, officer, head, at=begun_at + timedelta(days=2))


def _broken(
    town: Organization, grant: Grant, ground: Ground, happened_on: date, officer: Actor, *, at: datetime
) -> Recovery:
    """Prove the years before, report what happened, and begin to consider a refund."""
    who: dict[str, Any] = {"by": officer, "at": at}
    happened_at = datetime.combine(happened_on, time(10), JST)
    prove_until(grant=grant, sender=grants.Sender(town, ""), by=officer, at=happened_at)
    kind = Duty.JOB if ground is Ground.LEFT_JOB else Duty.RESIDENCE
    breach = obligations.report_breach(
        obligation=Obligation.objects.get(grant=grant, kind=kind), kind=BreachKind.of(ground), happened_on=happened_on,
        is_contested=False, found_by=FoundBy.REGISTER, evidence="住民記録・勤め先との照合で分かった(架空)。", **who,
    )  # fmt: skip
    return obligations.recover_after(breach=breach, **who)


def prove_until(*, grant: Grant, sender: grants.Sender, by: Actor, at: datetime) -> None:
    """Find proved whatever had to be proved before the day, each in its time."""
    rows = Proof.objects.filter(obligation__grant=grant, proves_on__lt=local_date(at)).select_related("obligation")
    for proof in rows.order_by("proves_on"):
        means = Means.REGISTER if proof.obligation.kind == Duty.RESIDENCE else Means.EMPLOYER
        shown = obligations.Shown(means, proof.proves_on)
        seen_at = datetime.combine(proof.proves_on, time(10), JST)
        obligations.accept_proof(proof=proof, shown=shown, sender=sender, by=by, at=seen_at)


def _procedure(officer: Actor, head: Actor, *, at: datetime) -> Procedure:
    """Open a procedure whose grants are refunded by rules that do not say how days are counted."""
    ruleset = Ruleset.objects.get(key=RULES)
    for version in Version.objects.filter(ruleset=ruleset):
        rulesets.propose_version(version=version, by=officer, at=at)
        ordinance = rulesets.Ordinance("伊那市移住支援金交付要綱(架空)", "告示第998号(架空)", local_date(at))
        rulesets.adopt_version(version=version, ordinance=ordinance, by=head, at=at)
    fields = {
        "key": "ijushienkin-demo", "kind": "grant", "title": "移住支援金(架空)",
        "title_en": "Relocation grant (invented)", "summary": "東京圏から移った人への支援金です(デモ用の架空の制度)。",
        "days_needed": 30, "documents": [], "questions": [],
        "conditions": "申請日から5年以上、伊那市に住み続けること。",
    }  # fmt: skip
    procedure = procedures.open_procedure(fields=fields, by=officer, at=at)
    procedures.publish_procedure(procedure=procedure, by=head, at=at)
    terms = {"needs_report": False, "obliged_years": 5, "duties": ["residence", "job"], "work_years": 1,
             "refund_rules": ruleset}  # fmt: skip
    grants.define_terms(procedure=procedure, fields=terms, version=1, by=officer, at=at)
    return procedure


def pay_grant(
    *, town: Organization, procedure: Procedure, you: dict[str, Any], head: Actor, by: Actor, at: datetime
) -> Grant:
    """Apply, decide, claim, and pay by a batch out of the budget of that year."""
    _line(procedure, fiscal_year(local_date(at)), head, at=at)
    application = services.begin(procedure=procedure, channel=Channel.PORTAL, you=you, by=VISITOR, at=at).application
    services.send(organization=town, application=application, sender=procedures.Sender(), link="", by=VISITOR, at=at)
    services.propose_application(
        application=application, outcome=ApplicationStatus.APPROVED, amount_yen=YEN, reasons=[], remark="", by=by,
        at=at,
    )  # fmt: skip
    services.sign_application(organization=town, application=application, link="", by=head, at=at)
    grant, sender = Grant.objects.get(application=application), grants.Sender(town, "")
    claim = grants.claim_all(grant=grant, channel=Channel.PORTAL, sender=sender, by=VISITOR, at=at)
    grants.check_claim(claim=claim, by=by, at=at)
    _account(grant.case_file, by, head, at=at)
    payment, paid_on = Payment.objects.get(key=f"claim:{claim.pk}"), local_date(at)
    batch = payments.make_batch(payments=[payment.pk], pays_on=paid_on, client_key=uuid4(), by=head, at=at)
    paying.settle_batch(batch=batch, paid_on=paid_on, sender=sender, by=head, at=at)
    grant.refresh_from_db()
    return grant


def _line(procedure: Procedure, year: int, head: Actor, *, at: datetime) -> None:
    if not BudgetLine.objects.filter(procedure=procedure, fiscal_year=year).exists():
        fields = {"fiscal_year": year, "label": "移住支援金 返還のデモ(架空)", "procedure": procedure}
        budget.open_line(
            fields=CODES | {"sources": HALF_AND_QUARTER} | fields, initial_yen=10 * YEN, by=head, at=at
        )  # fmt: skip


def _account(file: CaseFile, officer: Actor, head: Actor, *, at: datetime) -> None:
    details = Details("9999", "999", "1", f"{file.pk:07}"[-7:], file.kana)
    account = payments.propose_account(
        case_file=file, account=details, names=Names("架空銀行", "見本支店"), by=officer, at=at
    )
    payments.confirm_account(account=account, by=head, at=at)


def _decide(town: Organization, row: Recovery, state: str, officer: Actor, head: Actor, *, at: datetime) -> None:
    """Demand all of it, or exempt who lost the work; go on as the state says."""
    proposal, sender = Proposal(YEN), grants.Sender(town, "")
    if state == "exempted":
        proposal = Proposal(
            YEN, YEN, "bankruptcy", reason="勤め先の倒産による離職で、やむを得ない事情と認める。",
            evidence="破産手続開始決定の写し(架空)",
        )  # fmt: skip
    recovery.propose_recovery(recovery=row, proposal=proposal, by=officer, at=at)
    row.refresh_from_db()
    recovery.approve_proposal(recovery=row, version=row.version, sender=sender, by=head, at=at)
    if state == "settled":
        for days, yen in ((10, 400_000), (18, 600_000)):
            _receive(row, yen, head, at=at + timedelta(days=days))
    elif state == "instalments":
        recovery.allow_instalments(
            recovery=row, count=10, first_month=local_date(at), why="収入が少なく、一度に納めることが難しい。",
            sender=sender, by=head, at=at,
        )  # fmt: skip
        for part in instalments_of(row)[:2]:
            paid_at = datetime.combine(part.due_on, local_time(at).timetz())
            _receive(row, part.amount_yen, head, at=paid_at)


def _receive(row: Recovery, yen: int, head: Actor, *, at: datetime) -> None:
    recovery.receive_repayment(
        recovery=row, amount_yen=yen, on=local_date(at), key=uuid4(), note="納付書(架空)", by=head, at=at
    )
