"""A grant for bodies of the demonstration: one in its second year, one that has just applied under a new chair."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import Grant
from kayoi.programmes.schemes.services import grants

LINK = "https://kayoi.example/ina/apply/a/{token}/"
DISTRICT: dict[str, Any] = {
    "who": "body", "body_name": "奥沢地区を考える会(架空)", "body_kana": "おくさわちくをかんがえるかい",
    "representative_title": "会長", "representative_name": "奥沢 源一(架空)", "body_postal_code": "396-0000",
    "body_address": "長野県伊那市架空奥沢1", "name": "里山 一葉(架空)",
    "phone": "090-0000-8501", "email": "body1@demo.example",
}  # fmt: skip
OTHER = DISTRICT | {
    "body_name": "NPO法人 里のしごと(架空)", "body_kana": "さとのしごと", "representative_title": "理事長",
    "representative_name": "沢口 誠(架空)", "body_address": "長野県伊那市架空町2", "name": "沢口 芽衣(架空)",
    "phone": "090-0000-8502", "email": "body2@demo.example",
}  # fmt: skip


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Open a grant for bodies in Ina, and let two of them apply for it."""
    if town.slug != "ina":
        return
    officer, head = (actor_of(next(one for one in staff if one.role == role)) for role in ("officer", "section_head"))
    last_year = at - timedelta(days=330)
    procedure = _procedure(officer, head, at=last_year)
    _grant(town, procedure, officer, head, at=last_year, reported_at=at - timedelta(days=2))
    _apply(town, procedure, OTHER, at=at - timedelta(days=4))
    _apply(town, procedure, DISTRICT | {"representative_name": "奥沢 千草(架空)"}, at=at - timedelta(days=4))


def _procedure(officer: Actor, head: Actor, *, at: datetime) -> Procedure:
    fields = {
        "key": "model-area", "kind": "grant", "applicants": "body", "title": "田舎暮らしモデル地域交付金(架空)",
        "title_en": "Grant for model districts (invented)",
        "summary": "移り住む人を迎える地区の活動に、3年間、毎年50万円を交付します(デモ用の架空の制度)。",
        "summary_en": "500,000 yen a year for three years for districts that welcome newcomers (invented).",
        "documents": [{"code": "d1", "label": "規約と役員の名簿", "is_needed": True, "valid_months": None,
                       "least_pages": 1, "proves": []}],
    }  # fmt: skip
    procedure = procedures.open_procedure(fields=fields, by=officer, at=at)
    procedures.publish_procedure(procedure=procedure, by=head, at=at)
    terms = {
        "shape": "yearly", "years": 3, "needs_report": False, "report_papers": ["活動報告書", "収支決算書"],
    }  # fmt: skip
    grants.define_terms(procedure=procedure, fields=terms, version=1, by=officer, at=at)
    return procedure


def _apply(town: Organization, procedure: Procedure, you: dict[str, Any], *, at: datetime) -> Any:
    started = services.begin(procedure=procedure, channel=Channel.PORTAL, you=you, by=VISITOR, at=at)
    application, sender = started.application, procedures.Sender()
    services.send(organization=town, application=application, sender=sender, link=LINK, by=VISITOR, at=at)
    return application


def _grant(
    town: Organization, procedure: Procedure, officer: Actor, head: Actor, *, at: datetime, reported_at: datetime
) -> None:
    """Decide, claim and pay the first year; its report has come without one of its papers."""
    application = _apply(town, procedure, DISTRICT, at=at)
    for paper in application.papers.select_related("application__proxy"):
        day = local_date(at)
        procedures.send_paper(paper=paper, uploads=[], issued_on=day, received_on=day, by=officer, at=at)
        procedures.accept_with_mandate(paper=paper, valid_until=None, by=officer, at=at)
    services.propose_application(
        application=application, outcome=ApplicationStatus.APPROVED, amount_yen=500_000, reasons=[], remark="",
        by=officer, at=at,
    )  # fmt: skip
    services.sign_application(organization=town, application=application, link=LINK, by=head, at=at)
    grant, sender = Grant.objects.get(application=application), grants.Sender(town, LINK)
    year, later = fiscal_year(local_date(at)), at + timedelta(days=20)
    came: dict[str, Any] = {"grant": grant, "channel": Channel.LETTER, "sender": sender, "by": officer}
    claim = grants.claim_year(fiscal_year=year, at=later, **came)
    grants.check_claim(claim=claim, by=officer, at=later)
    grants.record_payment(claim=claim, paid_on=local_date(later), sender=sender, by=head, at=later)
    done = grants.Done("空き家の見学会を2回開き、案内板を直しました。")
    report = grants.report(fiscal_year=year, done=done, at=reported_at, **came)
    paper = report.grant.application.papers.get(label="活動報告書")
    day = report.reported_on
    procedures.send_paper(paper=paper, uploads=[], issued_on=None, received_on=day, by=officer, at=reported_at)
