"""One grant as its page shows it: amounts, what is due, what can be done, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.applications import is_protected
from kayoi.engines.procedures.selectors.procedures import questions_of
from kayoi.engines.rulesets.states import Fact, FactType
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.dates import fiscal_year, local_time
from kayoi.kit.html import Entry as TimelineEntry
from kayoi.programmes.schemes.models import (
    Claim,
    Commitment,
    EnquiryRow,
    FieldNote,
    Grant,
    GrantChange,
    Hearing,
    Recovery,
    Report,
)
from kayoi.programmes.schemes.rules.actions import Now, actions
from kayoi.programmes.schemes.rules.due import Due
from kayoi.programmes.schemes.selectors.grants.due import due_of
from kayoi.programmes.schemes.selectors.grants.money import commitments_of_grant, is_paid_by_batch
from kayoi.programmes.schemes.selectors.grants.refunds import is_refunding, refunds_of
from kayoi.programmes.schemes.selectors.grants.years import YearLine, year_lines, years_to_decide
from kayoi.programmes.schemes.selectors.hearings import hearing_of, spoken_of
from kayoi.programmes.schemes.selectors.obligations.page import DutyLine, duties_of, rows_of
from kayoi.programmes.schemes.states.actions import GrantAction
from kayoi.programmes.schemes.states.grants import (
    TAKEN_FROM,
    ChangeStatus,
    ClaimStatus,
    GrantStatus,
    ReportStatus,
    Shape,
)

WORDS = {
    "schemes.make_grant": "交付決定",
    "schemes.grant.report": "実績報告",
    "schemes.report": "報告を受け取り",
    "schemes.report.receive": "報告を受け取り(再)",
    "schemes.report.inspect": "検査",
    "schemes.report.return_report": "報告を差し戻し",
    "schemes.report.look_again": "検査に戻す",
    "schemes.grant.fix": "額の確定",
    "schemes.grant.fix_at_once": "額の確定(決定と同時)",
    "schemes.grantyear.decide": "年度分の交付を決定",
    "schemes.claim": "請求",
    "schemes.claim.fix": "請求を確認",
    "schemes.claim.return_claim": "請求を差し戻し",
    "schemes.claim.pay": "支払",
    "schemes.pay_in_spite": "支払い前の確認のあと、理由を残して支払い",
    "schemes.claim.bounce": "組戻し",
    "schemes.grant.complete": "交付を終了",
    "schemes.grant.oblige": "義務期間の始まり",
    "schemes.grant.end": "終了",
    "schemes.ask_change": "変更・中止の申請",
    "schemes.grantchange.approve": "変更・中止を承認",
    "schemes.grantchange.refuse": "変更・中止を不承認",
    "schemes.grant.stop": "中止",
    "schemes.ask_to_speak": "弁明の機会を与えた",
    "schemes.note_statement": "弁明を記録",
    "schemes.grant.cancel": "決定の取消し",
    "schemes.grant.take_back": "取消し・返還の請求",
    "schemes.grant.settle_return": "返還の完了",
    "schemes.grant.reopen_return": "返還の記録を取消し",
    **{f"schemes.grant.withdraw_return_{one.value}": "返還の求めを取消し" for one in TAKEN_FROM},
    "schemes.grant.end_return": "返還の手続きを終了",
    "schemes.note_visit": "現地確認",
    "schemes.obligation.fulfil": "義務期間満了",
    "schemes.obligation.end": "義務の終了",
    "schemes.proof.receive": "証明を受け取り",
    "schemes.proof.accept": "証明を確認",
    "schemes.proof.give_back": "証明の出し直しを依頼",
    "schemes.proof.miss": "証明を確認できず",
    "schemes.proof.look_again": "証明の確認を取消し",
    "schemes.report_breach": "義務違反の記録",
    "schemes.breach.dismiss": "違反ではないとした",
}


@dataclass(frozen=True)
class GrantPage:
    """A grant with all that its page shows."""

    grant: Grant
    due: Sequence[Due]
    actions: Sequence[GrantAction]
    reports: Sequence[Report]
    claims: Sequence[Claim]
    changes: Sequence[GrantChange]
    bound: Sequence[Commitment]
    years: Sequence[YearLine]
    notes: Sequence[FieldNote]
    enquiries: Sequence[EnquiryRow]
    letters: Sequence[Letter]
    recoveries: Sequence[Recovery]
    steps: Sequence[TimelineEntry]
    protected: bool
    duties: Sequence[DutyLine]
    hearing: Hearing | None


def grant_page(grant: Grant, *, on: date) -> GrantPage:
    """Return the page of a grant."""
    reports = list(Report.objects.filter(grant=grant).order_by("fiscal_year"))
    claims = list(Claim.objects.filter(grant=grant).order_by("number"))
    changes = list(GrantChange.objects.filter(grant=grant).order_by("pk"))
    notes = list(FieldNote.objects.filter(application=grant.application_id).order_by("-visited_on", "-pk"))
    letters = list(Letter.objects.filter(application=grant.application_id).order_by("-made_at", "-pk"))
    duties, hearing, years = duties_of(grant, on=on), hearing_of(grant), year_lines(grant)
    return GrantPage(
        grant=grant,
        due=due_of(grant),
        actions=actions(_now(grant, reports, claims, changes, hearing, _year_waits(grant, on=on))),
        reports=reports,
        claims=claims,
        changes=changes,
        bound=commitments_of_grant(grant),
        years=years,
        notes=notes,
        enquiries=list(EnquiryRow.objects.filter(application=grant.application_id).select_related("enquiry")),
        letters=letters,
        recoveries=refunds_of(grant),
        steps=_steps(
            grant,
            [
                *reports,
                *claims,
                *changes,
                *notes,
                *(one.row for one in years),
                *rows_of(duties),
                *([hearing] if hearing else []),
            ],
        ),
        protected=is_protected(grant.application, on=on),
        duties=duties,
        hearing=hearing,
    )


def costs_of(grant: Grant) -> list[Fact]:
    """Return the sums of money that were asked in the application and may come out otherwise."""
    assert grant.application.form is not None
    return [fact for fact in questions_of(grant.application.form).values() if fact.type is FactType.YEN]


def planned_costs(grant: Grant) -> dict[str, int]:
    """Return the costs as they stood when the grant was decided."""
    known = grant.decision.inputs["facts"]
    return {fact.key: known[fact.key] for fact in costs_of(grant) if known.get(fact.key) is not None}


def _year_waits(grant: Grant, *, on: date) -> bool:
    return any(one.fiscal_year == fiscal_year(on) for one in years_to_decide(grant))


def _now(
    grant: Grant, reports: list[Report], claims: list[Claim], changes: list[GrantChange], hearing: Hearing | None,
    year_waits: bool,
) -> Now:  # fmt: skip
    return Now(
        status=GrantStatus.of(grant.status),
        shape=Shape.of(grant.shape),
        has_report=any(one.status == ReportStatus.RECEIVED for one in reports),
        claims=[ClaimStatus.of(one.status) for one in claims],
        has_change=any(one.status == ChangeStatus.ASKED for one in changes),
        is_paid=grant.paid_yen > 0,
        has_recovery=is_refunding(grant),
        spoken=spoken_of(hearing),
        year_waits=year_waits,
        by_batch=is_paid_by_batch(claims),
    )


def _steps(grant: Grant, rows: Sequence[TenantModel]) -> list[TimelineEntry]:
    """Return what happened to a grant and to what belongs to it, the latest first."""
    about = Q(subject=grant._meta.label, reference=str(grant.pk))
    for row in rows:
        about |= Q(subject=row._meta.label, reference=str(row.pk))
    entries = Entry.objects.filter(about, action__in=WORDS).order_by("-at", "-id")
    return [
        TimelineEntry(
            when=f"{local_time(one.at):%Y-%m-%d %H:%M}", title=WORDS[one.action], by=one.actor_name, text=one.why,
            iso=one.at.isoformat(),
        )
        for one in entries
    ]  # fmt: skip
