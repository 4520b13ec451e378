"""What the frozen rule says of a refund: all, half or none, by the day and the way of counting (全額・半額・なし)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.engines.rulesets.rules.answers import Answer, Found
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.conditions import AllOf, Elapsed
from kayoi.engines.rulesets.rules.wording import condition_in_words
from kayoi.kit.dates import CountingMethod, period_end
from kayoi.kit.verdict import Outcome
from kayoi.programmes.schemes.rules.grants import answer_with

APPLIED_ON, PAID_YEN, KIND, HAPPENED_ON, HARDSHIP = (
    "grant.applied_on", "grant.paid_yen", "event.kind", "event.on", "event.hardship",
)  # fmt: skip


@dataclass(frozen=True)
class Reckoned:
    """What comes out of one day by one way of counting; `yen` is None where the rule cannot say.

    `because` are the conditions on time that decide, in words; `ends` when each length of time is over: its words and
    its last day.
    """

    on: date | None
    counting: CountingMethod
    yen: int | None
    because: tuple[str, ...]
    ends: tuple[tuple[str, date], ...]


def reckonings(rule: Mapping[str, Any], days: Sequence[date | None]) -> list[Reckoned]:
    """Return what the frozen rule says of each day: by its way of counting, by both where it declares none.

    Source: 民法140条・143条; 移住支援金の返還(基山町・西和賀町: 3年未満は全額、3年以上5年以内は半額)
    """
    return [_reckoned(rule, day, counting) for day in dict.fromkeys(days) for counting in _countings(rule)]


def certain_yen(reckoned: Sequence[Reckoned]) -> int | None:
    """Return the amount where all that was reckoned agrees; None: a person decides.

    Source: docs/reference/rulesets.md (counting: on a day on which the two differ a person decides)
    """
    found = {one.yen for one in reckoned}
    return found.pop() if len(found) == 1 else None


def share_in_words(yen: int | None, *, paid_yen: int) -> str:
    """Return how much of what was paid comes back, as people say it.

    Source: 移住支援金の返還(全額・半額)
    """
    if yen is None:
        return "要件では決まりません"
    if yen == 0:
        return "返還なし"
    share = {paid_yen: "全額", paid_yen // 2: "半額"}.get(yen)
    return f"{share}({yen:,}円)" if share else f"{yen:,}円"


def _countings(rule: Mapping[str, Any]) -> list[CountingMethod]:
    versions = rule["ruleset"]["versions"]
    declared = versions[0].get("counting") if len(versions) == 1 else None
    return [CountingMethod.of(declared)] if declared else list(CountingMethod)


def _reckoned(rule: Mapping[str, Any], day: date | None, counting: CountingMethod) -> Reckoned:
    versions = [one | {"counting": counting.value} for one in rule["ruleset"]["versions"]]
    facts = {HAPPENED_ON: day.isoformat() if day else None}
    answer = answer_with({**rule, "ruleset": {**rule["ruleset"], "versions": versions}}, facts)
    assert answer is not None
    lengths = list(_lengths(answer.found)) if answer.found else []
    return Reckoned(day, counting, _yen(answer), tuple(_because(answer, lengths)), _ends(rule, lengths))


def _yen(answer: Answer) -> int | None:
    """Return the amount; None where it is not known, or no version is in force on the day of the application."""
    if answer.version is None or answer.outcome is Outcome.UNKNOWN:
        return None
    if answer.outcome is Outcome.NOT_MET:
        return 0
    return answer.amount.yen if answer.amount else None


def _lengths(found: Found) -> Iterator[Found]:
    """Yield the conditions on lengths of time that stand with nothing that is not so: they are about this event."""
    others = [part for part in found.parts if not isinstance(part.condition, Elapsed)]
    if isinstance(found.condition, AllOf) and any(part.is_single and part.value is False for part in others):
        return
    for part in found.parts:
        if isinstance(part.condition, Elapsed):
            yield part
        else:
            yield from _lengths(part)


def _because(answer: Answer, lengths: Sequence[Found]) -> Iterator[str]:
    met = answer.outcome is Outcome.MET
    decides = {id(one) for one in answer.found.because} if answer.found else set()
    for one in lengths:
        words = condition_in_words(one.condition, answer.ruleset)
        if one.value is None:
            yield f"「{words}」かどうかは、日が分からないため決まりません"
        elif one.value and met and id(one) in decides:
            yield words
        elif not one.value and not met:
            yield f"「{words}」に当たりません"


def _ends(rule: Mapping[str, Any], lengths: Sequence[Found]) -> tuple[tuple[str, date], ...]:
    case = Case({APPLIED_ON: date.fromisoformat(rule["facts"][APPLIED_ON])})
    found = {}
    for one in lengths:
        leaf = one.condition
        assert isinstance(leaf, Elapsed)
        start = leaf.start.value(case)
        if start is not None and leaf.method is not None:
            years, months = divmod(leaf.length.months, 12)
            words = "".join(
                f"{count}{unit}" for count, unit in ((years, "年"), (months, "か月"), (leaf.length.days, "日")) if count
            )
            found[words] = period_end(start, method=leaf.method, months=leaf.length.months, days=leaf.length.days)
    return tuple(found.items())
