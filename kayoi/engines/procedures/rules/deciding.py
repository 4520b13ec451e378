"""Whether somebody may decide an application as proposed, and the draft that goes round for it (起案)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.kit.verdict import Outcome, Reason, Verdict, verdict


@dataclass(frozen=True)
class Proposed:
    """What the examiner puts forward, and what the rule says: None where a procedure has none."""

    outcome: ApplicationStatus
    amount_yen: int | None
    reasons: Sequence[str]
    answer: Outcome | None
    least_yen: int | None = None
    most_yen: int | None = None


def may_propose(what: Proposed, *, open_conditions: Sequence[str]) -> Verdict:
    """Answer whether what is proposed agrees with the rule: all that is not known must have been judged by somebody.

    A refusal needs its reasons, whatever the rule says: those of the rule, or written ones (予算の終了など).

    Source: 行政手続法 8条 (理由の提示); 行政手続法 5条 (審査基準)
    """
    against = []
    if what.outcome is ApplicationStatus.APPROVED:
        if what.answer is Outcome.NOT_MET:
            against.append(Reason("procedures.not_met"))
        against += [
            Reason("procedures.not_yet_known", {"condition": text}, missing=(text,))
            for text in (open_conditions if what.answer is Outcome.UNKNOWN else ())
        ]
        if not _lies_within(what):
            against.append(Reason("procedures.amount_outside", {"least": what.least_yen, "most": what.most_yen}))
    elif not what.reasons:
        against.append(Reason("procedures.without_reason"))
    return verdict(against)


def _lies_within(what: Proposed) -> bool:
    if what.least_yen is None:
        return True
    yen = what.amount_yen
    return yen is not None and what.least_yen <= yen and (what.most_yen is None or yen <= what.most_yen)


def may_decide(
    *, examiner: int | None, decider: int | None, role: str, limits: Mapping[str, int | None], amount_yen: int | None
) -> Verdict:
    """Answer whether a member may decide: not whoever examined it (二人の目), and within what the role may (専決).

    Without any limits whoever may decide at all decides whatever the amount.

    Source: 地方自治法 153条 (事務の委任・代理); 各団体の事務決裁規程 (専決)
    """
    against = []
    if examiner is None or decider is None or examiner == decider:
        against.append(Reason("procedures.four_eyes"))
    if limits and role not in limits:
        against.append(Reason("procedures.role_decides_nothing"))
    elif (most := limits.get(role)) is not None and (amount_yen or 0) > most:
        against.append(Reason("procedures.above_limit", {"most": f"{most:,}", "amount": f"{amount_yen:,}"}))
    return verdict(against)


@dataclass(frozen=True)
class DraftLine:
    """One application in a draft for decision."""

    receipt: str
    name: str
    outcome: ApplicationStatus
    amount_yen: int | None
    reasons: Sequence[str]
    stamps: Sequence[str] = ()


def draft_text(*, title: str, ordinances: Sequence[str], lines: Sequence[DraftLine], day: str, office: str) -> str:
    """Return the draft that goes round for decision (伺い文): title, grounds, amounts, the list with its stamps.

    Source: 公用文作成の考え方 (令和4年1月7日 文化審議会建議)
    """
    granted = [line for line in lines if line.outcome is ApplicationStatus.APPROVED]
    total = sum(line.amount_yen or 0 for line in granted)
    words = [
        f"件名 {title}の決定について(伺い)",
        "",
        "このことについて、次のとおり決定してよろしいか伺います。",
        "",
        f"起案日 {day}",
        f"起案者 {office}",
        f"根拠 {'、'.join(ordinances) or '(要綱などの名称を書いてください)'}",
        f"件数 {len(lines)}件(承認 {len(granted)}件、不承認 {len(lines) - len(granted)}件)",
        *([f"金額 合計 {total:,}円"] if total else []),
        "",
        "内訳",
        *(words for number, line in enumerate(lines, start=1) for words in (_line(number, line), *_stamps(line))),
        "",
        "添付書類 申請書、添付書類、要件の確認結果(受付番号ごと)",
    ]
    return "\n".join(words) + "\n"


def _line(number: int, line: DraftLine) -> str:
    if line.outcome is ApplicationStatus.APPROVED:
        amount = f" {line.amount_yen:,}円" if line.amount_yen is not None else ""
        return f"{number} {line.receipt} {line.name} 承認{amount}"
    return f"{number} {line.receipt} {line.name} 不承認(理由 {' '.join(line.reasons)})"


def _stamps(line: DraftLine) -> list[str]:
    return [f"  決裁欄 {'、'.join(line.stamps)}"] if line.stamps else []
