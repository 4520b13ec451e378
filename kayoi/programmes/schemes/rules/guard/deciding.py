"""Checks of what was decided: its frozen inputs, the version, the amount, the state of grant and claim."""

from collections.abc import Iterator

from kayoi.engines.procedures.rules.evaluating import fingerprint
from kayoi.kit.verdict import Outcome
from kayoi.programmes.schemes.rules.grants import may_begin
from kayoi.programmes.schemes.rules.guard.recomputing import (
    key_in_force,
    recomputed,
    with_cap_and_rounding_swapped,
    with_tax_left_in,
)
from kayoi.programmes.schemes.rules.guard.values import AboutToPay, Case, Finding
from kayoi.programmes.schemes.states.grants import ClaimStatus, GrantStatus, Shape

# In which states a grant is paid: all at once after its claim, by months and years while it goes on.
PAYABLE = {Shape.ONCE: GrantStatus.CLAIMED, Shape.MONTHLY: GrantStatus.DECIDED, Shape.YEARLY: GrantStatus.DECIDED}


def frozen_changed(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find frozen inputs that are not what they were on the day of the decision (指紋の不一致).

    Source: docs/decisions/0029-frozen-decisions.md
    """
    frozen = case.frozen
    if fingerprint(frozen.inputs, frozen.answer) != frozen.fingerprint:
        yield Finding("frozen_changed")


def not_adopted(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find a decision by a version that no ordinance has put into force: a sample, a draft (見本).

    Source: constructed; docs/reference/rulesets.md (adopted)
    """
    for version in case.frozen.inputs.get("ruleset", {}).get("versions", ()):
        if not version.get("adopted"):
            yield Finding("not_adopted", {"version": version["key"]})


def other_version(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find a decision by another version than the one in force on the day that decides (年度の違う加算額).

    Source: https://www.city.nobeoka.miyazaki.jp/soshiki/45/36074.html
    """
    frozen = case.frozen
    if "ruleset" not in frozen.inputs or frozen.rules is None:
        return
    right = key_in_force(frozen.rules, frozen.inputs)
    used = [version["key"] for version in frozen.inputs["ruleset"]["versions"]]
    if used != [right]:
        found = recomputed(case, {**frozen.inputs, "ruleset": frozen.rules})
        yen = f"{found.yen if found else 0:,}"
        used_yen = {"used": "、".join(used), "yen": f"{about.yen:,}"}
        yield Finding("other_version", used_yen | {"right": right or "なし", "right_yen": yen})


def not_met(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find a case that its own frozen rule does not grant (要件を満たさない).

    Source: https://newsdig.tbs.co.jp/articles/-/134583
    """
    if case.recomputed is not None and case.recomputed.answer.outcome is Outcome.NOT_MET:
        yield Finding("not_met")


def not_recomputed(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find an amount that does not come out of what was frozen (再計算の不一致).

    Source: https://origin.city.komae.tokyo.jp/index.cfm/47,96290,561,3318,html
    """
    right = case.recomputed
    if right is not None and right.yen != about.yen:
        yield Finding("not_recomputed", {"right": f"{right.yen:,}", "yen": f"{about.yen:,}"})


def cap_and_rounding(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find an amount that comes out only with cap and rounding the wrong way round (上限と端数処理の順).

    Source: constructed
    """
    yield from _mistaken("cap_and_rounding", about, case)


def tax_included(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find an amount that comes out only with the consumption tax left in (消費税の控除漏れ).

    Source: https://report.jbaudit.go.jp/org/r01/2019-r01-0233-0.htm
    """
    yield from _mistaken("tax_included", about, case)


MISTAKES = {"cap_and_rounding": with_cap_and_rounding_swapped, "tax_included": with_tax_left_in}


def _mistaken(code: str, about: AboutToPay, case: Case) -> Iterator[Finding]:
    right = case.recomputed
    if right is None or right.yen == about.yen:
        return
    mistaken = MISTAKES[code](case.frozen.inputs)
    wrong = recomputed(case, mistaken) if mistaken else None
    if wrong is not None and wrong.yen == about.yen:
        yield Finding(code, {"right": f"{right.yen:,}", "yen": f"{about.yen:,}"})


def started_early(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find work that began before the decision without consent (交付決定前の着手).

    Source: constructed; 補助金等交付規則の型
    """
    began = case.begun_on if case.begins_after_decision else None
    if may_begin(begun_on=began, decided_on=case.decided_on, allowed_from=case.allowed_from).refused:
        assert began is not None
        yield Finding("started_early", {"day": began.isoformat(), "decided": case.decided_on.isoformat()})


def unlike_claim(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find a payment of another amount than was claimed (請求と違う支払い).

    Source: https://news.ksb.co.jp/article/13852721
    """
    if about.yen != case.claim_yen:
        yield Finding("unlike_claim", {"yen": f"{about.yen:,}", "claimed": f"{case.claim_yen:,}"})


def above_granted(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find a payment that would bring a grant above what was decided or fixed (決定額・確定額の超過).

    Source: constructed; 補助金等交付規則の型 (確定額は交付決定額を超えない)
    """
    most = case.decided_yen if case.fixed_yen is None else case.fixed_yen
    if case.paid_yen + about.yen > most:
        yield Finding(
            "above_granted", {"paid": f"{case.paid_yen:,}", "yen": f"{about.yen:,}", "most": f"{most:,}"}
        )  # fmt: skip


def grant_ended(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find a payment for what was stopped, cancelled or given back meanwhile (取消し・中止・差し戻しの後の支払い).

    Source: constructed
    """
    if case.claim_status is ClaimStatus.PAID:
        return
    if case.claim_status is not ClaimStatus.FIXED:
        yield Finding("grant_ended", {"state": f"請求は「{case.claim_status.label}」"})
    elif case.status is not PAYABLE[case.shape]:
        yield Finding("grant_ended", {"state": f"交付は「{case.status.label}」"})


def paid_already(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find a claim that was noted as paid while its payment still waits (支払済みの二度目).

    Source: 津山朝日新聞 2020-08-19 (https://tsuyamaasahi.co.jp, 給付の確定処理を失念し35世帯に二重給付)
    """
    if case.claim_status is ClaimStatus.PAID:
        yield Finding("paid_already")
