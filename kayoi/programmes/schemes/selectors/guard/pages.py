"""The list of what is held back before payment, and one payment with all that was checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected, protected_families, roots_of
from kayoi.engines.rulesets.rules.answers import Answer
from kayoi.engines.rulesets.rules.versions import Version
from kayoi.engines.rulesets.rules.wording import step_in_words
from kayoi.engines.rulesets.states import APPLIED_ON
from kayoi.kit.dates import wareki
from kayoi.programmes.schemes.models import PayeeAccount, Payment, PaymentFinding
from kayoi.programmes.schemes.rules.guard import findings, holds
from kayoi.programmes.schemes.rules.guard.recomputing import recomputed
from kayoi.programmes.schemes.rules.guard.values import AboutToPay, Case
from kayoi.programmes.schemes.selectors.grants.money import claims_of
from kayoi.programmes.schemes.selectors.guard.gathering import about_to_pay, payments_about
from kayoi.programmes.schemes.states.guard import CHECKS, Check, FindingStatus, Severity
from kayoi.programmes.schemes.states.payments import PaymentStatus


@dataclass(frozen=True)
class Held:
    """A payment of which something was found, whose it is, and all that stands open."""

    payment: Payment
    file: CaseFile
    is_protected: bool
    findings: Sequence[PaymentFinding]

    @property
    def next_step(self) -> str:
        """What somebody does next, in the words of its link."""
        severities = {one.check_made.severity for one in self.findings}
        if Severity.STOP in severities:
            return "直して、もう一度確かめる"
        return "確かめて、理由を残す" if Severity.ASK in severities else "口座を見て、確認済みにする"


@dataclass(frozen=True)
class Shown:
    """What came of working the case out once more: whether it is the same, in words, on which grounds, the steps."""

    is_same: bool
    words: str
    basis: Sequence[str] = ()
    steps: Sequence[str] = ()


@dataclass(frozen=True)
class CheckPage:
    """One payment: the case worked out once more, what was found, what was checked."""

    payment: Payment
    file: CaseFile
    is_protected: bool
    grant_id: int | None
    recomputed: Shown | None
    open: Sequence[PaymentFinding]
    past: Sequence[PaymentFinding]
    passed: Sequence[Check]

    @property
    def may_look_again(self) -> bool:
        """Tell whether it waits, so that looking again does something."""
        return self.payment.status in (PaymentStatus.DUE, PaymentStatus.HELD)


def held_count() -> int:
    """Return how many payments are held back."""
    return Payment.objects.filter(status=PaymentStatus.HELD).count()


def held_lines(*, on: date) -> list[Held]:
    """Return what is held back, and after that what is only told of, the earliest first."""
    rows = PaymentFinding.objects.filter(
        status=FindingStatus.OPEN, payment__status__in=(PaymentStatus.HELD, PaymentStatus.DUE)
    ).select_related("payment__commitment__line")  # fmt: skip
    by_payment: dict[int, list[PaymentFinding]] = {}
    for row in rows.order_by("found_at", "pk"):
        by_payment.setdefault(row.payment_id, []).append(row)
    payments = [found[0].payment for found in by_payment.values()]
    roots = roots_of(payment.case_file_id for payment in payments)
    hidden = protected_families({file.pk for file in roots.values()}, on=on)
    lines = [
        Held(one, roots[one.case_file_id], roots[one.case_file_id].pk in hidden, by_payment[one.pk])
        for one in payments
    ]  # fmt: skip
    _name_holders(one for line in lines if not line.is_protected for one in line.findings)
    return sorted(lines, key=lambda line: line.payment.status != PaymentStatus.HELD)


def check_page(pk: int, *, on: date) -> CheckPage | None:
    """Return what the page of a payment shows; None where there is no such payment."""
    rows = payments_about([pk])
    if not rows:
        return None
    (payment,) = rows
    about = about_to_pay(rows, on=on)[pk]
    file = roots_of([payment.case_file_id])[payment.case_file_id]
    rows_found = PaymentFinding.objects.filter(payment=payment).select_related("released_by", "found_by")
    kept = list(rows_found.order_by("-found_at", "pk"))
    hidden = is_protected(file.pk, on=on)
    if not hidden:
        _name_holders(kept)
    claims = claims_of(rows)
    seen = {one.code for one in findings(about)}
    is_checked = about.case is not None
    return CheckPage(
        payment=payment, file=file, is_protected=hidden,
        grant_id=claims[0].grant_id if claims else None,
        recomputed=_shown(about, about.case) if about.case else None,
        open=[one for one in kept if one.status == FindingStatus.OPEN],
        past=[one for one in kept if one.status != FindingStatus.OPEN],
        passed=[check for code, check in CHECKS.items() if is_checked and holds(code) and code not in seen],
    )  # fmt: skip


def _name_holders(found: Iterable[PaymentFinding]) -> None:
    """Fill in whose name the accounts are in that findings are about."""
    rows = [one for one in found if "account" in one.params]
    accounts = PayeeAccount.objects.filter(pk__in={one.params["account"] for one in rows})
    holders = dict(accounts.values_list("pk", "holder"))
    for one in rows:
        one.holder = holders.get(one.params["account"], one.holder)


def _shown(about: AboutToPay, case: Case) -> Shown:
    found = recomputed(case, case.frozen.inputs)
    if found is None:
        return Shown(True, "算定の規則がない決定です。決定額・請求額と照らしました。")
    right, answer, same = found.yen, found.answer, found.yen == about.yen
    words = f"一致しました({right:,}円)" if same else f"合いません(計算し直すと {right:,}円、支払う額 {about.yen:,}円)"
    return Shown(same, words, _basis(case, answer), _steps(answer))


def _basis(case: Case, answer: Answer) -> list[str]:
    version = answer.version
    if version is None:
        return ["基準日に合う版がありません。"]
    lines = [f"{_ordinance(version)}「{version.key}」の版", f"基準日: {_anchor(case, answer, version)}"]
    if case.costs:
        lines.append("検査で認めた費用による")
    elif case.changed:
        lines.append("承認した変更による")
    if case.claimed_yen:
        lines.append(f"これまでの請求 {case.claimed_yen:,}円を引いた額")
    return lines


def _ordinance(version: Version) -> str:
    return f"{version.adoption.ordinance}({version.adoption.number})" if version.adoption else "施行前の"


def _anchor(case: Case, answer: Answer, version: Version) -> str:
    inputs = case.frozen.inputs
    day = inputs["facts"].get(version.anchor) or inputs["on"]
    fact = answer.ruleset.facts.get(version.anchor)
    label = "申請日" if version.anchor == APPLIED_ON or fact is None else fact.label.ja
    return f"{label} {wareki(date.fromisoformat(day))}"


def _steps(answer: Answer) -> list[str]:
    working = answer.amount.working if answer.amount else ()
    return [f"{step_in_words(one.step, answer.ruleset)} → {int(one.least):,}円" for one in working if one.applied]
