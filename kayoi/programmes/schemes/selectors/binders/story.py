"""A case in the order of its life, in words: what an auditor needs, and no more of the person than that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.engines.procedures.models import Stamp
from kayoi.engines.procedures.rules.evaluating import Finding, findings
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.wording import step_in_words
from kayoi.foundation.identity.selectors import role_label
from kayoi.kit.dates import local_date, wareki
from kayoi.programmes.schemes.models import Claim, Payment
from kayoi.programmes.schemes.selectors.binders.duties import DUTIES, REFUNDS, duty_rows, refund_rows
from kayoi.programmes.schemes.selectors.binders.reading import ACCOUNT, Case
from kayoi.programmes.schemes.states.binders import CLAIM, HANDS
from kayoi.programmes.schemes.states.budget import GRANT

HIDDEN = "支援措置の対象のため、伏せています"
FINGERPRINT = 16


@dataclass(frozen=True)
class Part:
    """A step in the life of a case: lines of label and words, or a table."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def name_of(case: Case) -> str:
    """Return whose case it is; the name of somebody under protection is not written on paper."""
    return HIDDEN if case.protected else case.owner.shown_name


def story(case: Case) -> list[Part]:
    """Return the parts of a case that there are, in order."""
    parts = [
        _applied(case), _papers(case), _enquiries(case), _conditions(case), _examined(case), _decided(case),
        _changes(case), _reports(case), _fixed(case), _bound(case), _claims(case), _payments(case), _after(case),
        Part("交付後の義務", head=DUTIES, rows=tuple(duty_rows(case))),
        Part("返還", head=REFUNDS, rows=tuple(refund_rows(case))), _letters(case),
    ]  # fmt: skip
    return [one for one in parts if one.lines or one.rows]


def _applied(case: Case) -> Part:
    row = case.application
    lines = [
        ("申請日", _day_of(row.submitted_at)),
        ("方法", row.get_channel_display()),
        ("状態", row.get_status_display()),
    ]
    if case.body:
        number = f"、法人番号 {case.body.corporate_number}" if case.body.corporate_number else ""
        lines.append(("団体", HIDDEN if case.protected else f"代表者 {case.body.representative}{number}"))
    elif row.proxy:
        lines.append(("代理", "代理人による申請"))
    lines += [
        ("事前相談", f"{wareki(one.consulted_on)} {one.get_channel_display()}({one.noted_by})")
        for one in case.consultations
    ]
    if case.house:
        contract = f"、契約日 {wareki(case.house.contract_on)}" if case.house.contract_on else ""
        lines.append(("対象の家", f"{case.house.number}({case.house.get_side_display()}{contract})"))
    if case.early_start:
        lines.append(("事前着手の承認", f"{wareki(case.early_start.consented_on)}承認、"
                                        f"{wareki(case.early_start.allowed_from)}から着手できる"))  # fmt: skip
    return Part("申請", tuple(lines))


def _papers(case: Case) -> Part:
    rows = []
    for one in case.papers:
        pages = list(one.document.pages.all()) if one.document else []
        files = [f"{page.file.name}({page.file.pages or 1}ページ、{page.file.sha256[:FINGERPRINT]})" for page in pages]
        how = "、".join(files) or ("紙で受け取り" if one.received_on else "―")
        rows.append((one.label, one.get_status_display(), _day(one.received_on), how))
    return Part(
        "添付書類", head=("書類", "状態", "受け取った日", "ファイル(ページ数、指紋の先頭16字)"), rows=tuple(rows)
    )


def _enquiries(case: Case) -> Part:
    rows = [
        (f"{one.enquiry}({one.enquiry.get_kind_display()})", one.enquiry.addressee, wareki(one.enquiry.made_on),
         one.get_result_display(), _day(one.answered_on), one.enquiry.ground)
        for one in case.enquiries
    ]  # fmt: skip
    rows += [
        ("現地確認", one.noted_by, wareki(one.visited_on), one.get_finding_display(), "", "") for one in case.notes
    ]
    return Part(
        "照会・現地確認",
        head=("種類", "照会先・確認した人", "照会・確認の日", "結果", "回答の日", "根拠"),
        rows=tuple(rows),
    )


def _conditions(case: Case) -> Part:
    found = findings_of(case)
    judged = {one.number: one for one in case.judgements}
    rows = []
    for one in found:
        judgement = judged.get(one.number) if one.judged else None
        ground = f" {judgement.judged_by.name}の認定: {judgement.ground}" if judgement else ""
        rows.append((one.text, f"{one.outcome.label}{ground}", one.source))
    return Part("要件", head=("要件", "結果", "根拠の条文"), rows=tuple(rows))


def findings_of(case: Case) -> list[Finding]:
    """Return condition by condition what the frozen rule said."""
    if case.answer is None or case.decision is None:
        return []
    inputs = case.decision.inputs
    facts = read_facts(inputs["facts"], case.answer.ruleset.facts, strict=False)
    judged = {int(number): holds for number, holds in inputs["judged"].items()}
    return findings(case.answer, facts, on=date.fromisoformat(inputs["on"]), judged=judged)


def _examined(case: Case) -> Part:
    procedure = case.application.form.procedure if case.application.form else None
    alone = bool(procedure and procedure.limits and len(case.stamps) == 2)
    lines = [(_step(one, last=one is case.stamps[-1], alone=alone), _hand(one)) for one in case.stamps]
    return Part("審査・決裁", tuple(lines))


def _step(stamp: Stamp, *, last: bool, alone: bool) -> str:
    if not stamp.step:
        return "審査(起案)"
    way = "代決" if stamp.deputy_role else "専決" if last and alone else "決裁" if last else "承認"
    return f"{way} {role_label(stamp.role)}"


def _hand(stamp: Stamp) -> str:
    deputy = f"({role_label(stamp.deputy_role)}が代決。理由: {stamp.why})" if stamp.deputy_role else ""
    return f"{_day_of(stamp.stamped_at)} {stamp.member.name}{deputy}"


def _decided(case: Case) -> Part:
    decision = case.decision
    if decision is None:
        return Part("決定")
    lines = [("決定", f"{_day_of(decision.decided_at)} {decision.get_outcome_display()}")]
    if decision.amount_yen is not None:
        lines.append(("決定額", _yen(decision.amount_yen)))
    lines += [("理由", one) for one in decision.reasons]
    version = (decision.answer or {}).get("version")
    if version:
        lines.append(("要件の版", str(version)))
    lines += _working(case)
    lines.append(("決定の指紋", decision.fingerprint[:FINGERPRINT]))
    return Part("決定", tuple(lines))


def _working(case: Case) -> Iterator[tuple[str, str]]:
    """Yield how the frozen rule comes to the amount, step by step, so that it can be worked out again."""
    if case.answer and case.answer.amount:
        for number, one in enumerate((one for one in case.answer.amount.working if one.applied), start=1):
            words = step_in_words(one.step, case.answer.ruleset)
            yield f"計算 {number}", f"{words} → {_yen(int(one.least))}"


def _changes(case: Case) -> Part:
    rows = [
        (one.get_kind_display(), wareki(one.asked_on), one.get_status_display(),
         " ".join(word for word in (_day(one.decided_on), one.decided_by.name if one.decided_by else "") if word),
         f"{one.before_yen:,}", f"{one.after_yen:,}", one.why)
        for one in case.changes
    ]  # fmt: skip
    return Part(
        "変更・中止",
        head=("種類", "申請日", "結果", "承認した日・人", "変更前(円)", "変更後(円)", "理由"),
        rows=tuple(rows),
    )


def _reports(case: Case) -> Part:
    rows = [
        (one.year_label, wareki(one.reported_on), _day(one.finished_on), one.get_status_display(),
         " ".join(word for word in (_day(one.inspected_on), one.inspected_by.name if one.inspected_by else "") if word),
         _costs(one.accepted if one.accepted is not None else one.costs), one.remark)
        for one in case.reports
    ]  # fmt: skip
    head = ("年度", "報告日", "完了日", "状態", "検査した日・人", "認めた費用(円)", "所見")
    return Part("実績報告・検査", head=head, rows=tuple(rows))


def _fixed(case: Case) -> Part:
    grant = case.grant
    if grant is None or grant.fixed_yen is None:
        return Part("額の確定")
    lines = [("確定額", _yen(grant.fixed_yen)), ("確定日", _day(grant.fixed_on))]
    return Part("額の確定", (*lines, *_who(case, GRANT, grant.pk)))


def _bound(case: Case) -> Part:
    rows = [
        (one.line.year_label, f"{one.line.label}({one.line.code})", one.number, wareki(one.committed_on),
         f"{one.amount_yen:,}", f"{one.paid_yen:,}", case.rights.get(one.pk, ""))
        for one in case.commitments
    ]  # fmt: skip
    head = ("年度", "細事業", "支出負担行為", "決定の日", "額(円)", "支払済み(円)", "繰越")
    return Part("予算", head=head, rows=tuple(rows))


def _claims(case: Case) -> Part:
    rows = [
        (f"第{one.number}回", one.about, wareki(one.claimed_on), f"{one.amount_yen:,}", one.get_status_display(),
         _day(one.paid_on), _checked(case, one))
        for one in case.claims
    ]  # fmt: skip
    return Part("請求", head=("回", "内容", "請求日", "額(円)", "状態", "支払日", "請求を確かめた人"), rows=tuple(rows))


def _payments(case: Case) -> Part:
    numbers = {one.pk: f"{one.number} {one.line.label}({one.line.code})" for one in case.commitments}
    rows = [
        (numbers.get(one.commitment_id, ""), f"{one.amount_yen:,}", one.get_status_display(), _day(one.paid_on),
         *_batch(case, one))
        for one in case.payments
    ]  # fmt: skip
    head = ("支出負担行為", "額(円)", "状態", "支払日", "支払データ・命令番号", "口座(番号は下2桁)・確かめた人")
    return Part("支払", head=head, rows=tuple(rows))


def _batch(case: Case, payment: Payment) -> tuple[str, str]:
    row = case.rows.get(payment.pk)
    if row is None:
        return "", ""
    hand = case.hands.get((ACCOUNT, str(row.account_id)))
    account = HIDDEN if case.protected else str(row.account)
    return f"{row.batch} {row.order_number}", f"{account} {hand.actor_name if hand else '確認の記録なし'}"


def _after(case: Case) -> Part:
    lines = []
    if case.grant and case.grant.why:
        lines.append(("理由", case.grant.why))
    if case.grant and case.grant.to_return_yen:
        lines += [("返還を求めた額", _yen(case.grant.to_return_yen)), ("返還された額", _yen(case.grant.returned_yen))]
    return Part("中止・取消し", tuple(lines))


def _letters(case: Case) -> Part:
    rows = [(one.title, one.number or "番号なし", wareki(one.issued_on)) for one in case.letters]
    return Part("通知書", head=("文書", "文書番号", "日付"), rows=tuple(rows))


def _checked(case: Case, claim: Claim) -> str:
    hand = case.hands.get((CLAIM, str(claim.pk)))
    return hand.actor_name if hand else ""


def _who(case: Case, subject: str, pk: int) -> Iterable[tuple[str, str]]:
    hand = case.hands.get((subject, str(pk)))
    return [(f"{HANDS[hand.action]}をした人", hand.actor_name)] if hand else []


def _costs(costs: dict[str, Any]) -> str:
    return "、".join(f"{yen:,}" for yen in costs.values() if isinstance(yen, int))


def _yen(yen: int) -> str:
    return f"{yen:,}円"


def _day(day: date | None) -> str:
    return wareki(day) if day else ""


def _day_of(at: Any) -> str:
    return wareki(local_date(at)) if at else ""
