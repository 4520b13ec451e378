"""What a changed rule would have made of past applications, one by one and in sums (過去の申請での試算)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.kit.verdict import Outcome
from kayoi.programmes.schemes.rules.budget import Source, split
from kayoi.programmes.schemes.rules.forecast import Course, forecast
from kayoi.programmes.schemes.states.budget import Payer
from kayoi.programmes.schemes.states.trials import GAINS, LOSSES, SMALL, Cause, Change

OTHERS = "そのほか"


@dataclass(frozen=True, slots=True)
class Run:
    """What a rule gives in a case: so many yen at least, so many at most; without a limit if None."""

    outcome: Outcome
    least: int = 0
    most: int | None = 0

    @property
    def is_certain(self) -> bool:
        return self.outcome is not Outcome.UNKNOWN and self.least == self.most

    @property
    def yen(self) -> int:
        """What it surely gives."""
        return self.least if self.outcome is Outcome.MET else 0


@dataclass(frozen=True, slots=True)
class Past:
    """An application as it was decided and what became of it."""

    application: int
    year: int
    decided_on: date
    district: str
    is_granted: bool
    booked_yen: int
    by_rule: Run | None
    has_ended: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What is booked beyond what the rule of the decision gives, or below it."""

    application: int
    cause: Cause
    yen: int


@dataclass(frozen=True, slots=True)
class Row:
    """What would become of an application: from `now_yen` to so many at least, and at most; `missing`: what to ask."""

    application: int
    year: int
    decided_on: date
    district: str
    change: Change
    now_yen: int
    least_yen: int
    most_yen: int | None
    missing: tuple[str, ...] = ()

    @property
    def difference_yen(self) -> int:
        return self.least_yen - self.now_yen


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over applications. Where nothing is unknown, gains less losses are what it costs more."""

    counts: Mapping[Change, int]
    now_yen: int
    least_yen: int
    most_yen: int | None
    gains_yen: int
    losses_yen: int

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def gaining(self) -> int:
        return sum(self.counts[one] for one in GAINS)

    @property
    def losing(self) -> int:
        return sum(self.counts[one] for one in LOSSES)

    @property
    def difference_yen(self) -> int:
        return self.least_yen - self.now_yen

    @property
    def is_certain(self) -> bool:
        return self.least_yen == self.most_yen


def lowest(runs: Sequence[Run], *, times: int = 1, kept_yen: int = 0) -> Run:
    """Return what is granted where each of several runs limits it: as planned, and as it came out.

    Over years it is granted so many `times`, beside what had been claimed before it was changed.

    Source: 補助金等交付規則の型 (確定額は交付決定額を超えない)
    """
    order = (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET)
    outcome = min((one.outcome for one in runs), key=order.index)
    if outcome is Outcome.NOT_MET:
        return Run(outcome)
    limits = [one.most for one in runs if one.most is not None]
    most = min(limits) * times + kept_yen if limits else None
    return Run(outcome, min(one.least for one in runs) * times + kept_yen, most)


def difference(past: Past) -> Difference | None:
    """Return by how much what is booked differs from the rule of the decision, and why: all of them add up.

    Source: 会計の突合の通例 (計算額 + 差額 = 帳簿の額)
    """
    yen = past.booked_yen - (past.by_rule.yen if past.by_rule else 0)
    return Difference(past.application, _cause(past), yen) if yen else None


def _cause(past: Past) -> Cause:
    by_rule = past.by_rule
    if by_rule is None:
        return Cause.NO_RULE
    if not past.is_granted:
        return Cause.REFUSED
    if past.has_ended:
        return Cause.ENDED
    within = by_rule.outcome is Outcome.MET and past.booked_yen == _within(past.booked_yen, by_rule)
    return Cause.BY_PERSON if within and not by_rule.is_certain else Cause.UNLIKE


def compared(past: Past, new: Run, missing: Iterable[str] = ()) -> Row:
    """Return what would become of an application under another rule.

    What a person decided otherwise than the rule stays as it is; within the limits of a rule the person's amount
    stays as far as the new ones allow.

    Source: 行政手続法 5条 (規則によらない判断は、規則を変えても変わらない)
    """
    now = past.booked_yen
    differs = difference(past)
    cause = differs.cause if differs else None
    most: int | None
    if new == past.by_rule:
        change, least, most = Change.SAME, now, now
    elif cause in (Cause.REFUSED, Cause.ENDED, Cause.UNLIKE):
        change, least, most = Change.HELD, now, now
    elif cause is Cause.BY_PERSON and new.outcome is Outcome.MET:
        least = _within(now, new)
        change, most = _change(past, new, least), least
    elif new.outcome is Outcome.UNKNOWN or not new.is_certain:
        change, least, most = Change.UNKNOWN, new.yen, new.most
    else:
        change, least, most = _change(past, new, new.yen), new.yen, new.yen
    row = (past.application, past.year, past.decided_on, past.district, change, now, least, most)
    return Row(*row, tuple(missing) if change is Change.UNKNOWN else ())


def _within(yen: int, run: Run) -> int:
    yen = max(yen, run.least)
    return yen if run.most is None else min(yen, run.most)


def _change(past: Past, new: Run, then_yen: int) -> Change:
    if not past.is_granted:
        return Change.NEWLY if new.outcome is Outcome.MET else Change.SAME
    if new.outcome is Outcome.NOT_MET:
        return Change.NO_LONGER
    if then_yen == past.booked_yen:
        return Change.SAME
    return Change.MORE if then_yen > past.booked_yen else Change.LESS


def totals(rows: Iterable[Row]) -> Totals:
    """Return the sums over applications, also who gains and loses how much.

    Source: kayoi/programmes/schemes/states/trials.py
    """
    counts, most = dict.fromkeys(Change, 0), 0
    now = least = gains = losses = 0
    is_limited = True
    for row in rows:
        counts[row.change] += 1
        now, least = now + row.now_yen, least + row.least_yen
        is_limited, most = is_limited and row.most_yen is not None, most + (row.most_yen or 0)
        if row.change in GAINS:
            gains += row.difference_yen
        elif row.change in LOSSES:
            losses -= row.difference_yen
    return Totals(counts, now, least, most if is_limited else None, gains, losses)


def grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """Return applications by district or year, in the order of their words.

    Source: kayoi/programmes/schemes/states/trials.py
    """
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=key):
        found.setdefault(key(row), []).append(row)
    return found


def without_small(groups: Mapping[str, list[Row]], *, least: int = SMALL) -> dict[str, list[Row]]:
    """Return groups in which nobody can be recognised: small ones are put together until they are large enough.

    Nothing is left of all together where they are too few: a group that stands alone could be worked out from the
    whole. Source: 統計表の秘匿の通例 (少数の秘匿と、差し引きで分かる欄の秘匿)
    """
    small = {name for name, rows in groups.items() if len(rows) < least}
    others = [row for name in groups if name in small for row in groups[name]]
    for name in sorted(groups.keys() - small, key=lambda one: (len(groups[one]), one)):
        if not 0 < len(others) < least:
            break
        small.add(name)
        others += groups[name]
    found = {name: rows for name, rows in groups.items() if name not in small}
    return found | ({OTHERS: others} if len(others) >= least else {})


def borne(parts: Iterable[tuple[int, Sequence[Source]]]) -> dict[Payer, int]:
    """Return who bears how much of amounts, each with its own shares (財源内訳).

    Source: kayoi/programmes/schemes/rules/budget.py (split)
    """
    found = dict.fromkeys((Payer.NATIONAL, Payer.PREFECTURE, Payer.OTHER, Payer.TOWN), 0)
    for yen, sources in parts:
        shares = split(yen, sources)
        found[Payer.NATIONAL] += shares.national_yen
        found[Payer.PREFECTURE] += shares.prefecture_yen
        found[Payer.OTHER] += shares.other_yen
        found[Payer.TOWN] += shares.town_yen
    return found


def moved(course: Course, steps: Iterable[tuple[date, int]]) -> dict[date, int]:
    """Return what was decided on each day, had each decision been so many yen more or less.

    Source: kayoi/programmes/schemes/rules/forecast.py
    """
    found = dict(course)
    for day, yen in steps:
        found[day] = found.get(day, 0) + yen
    return found


def runs_out_on(total_yen: int, course: Course, past: Sequence[Course], *, on: date) -> date | None:
    """Return the day on which a budget was used up in the order of its decisions, or else is expected to be.

    Source: kayoi/programmes/schemes/rules/forecast.py
    """
    spent = 0
    for day in sorted(course):
        spent += course[day]
        if spent >= total_yen:
            return day
    return forecast(total_yen - spent, course, past, on=on).runs_out_on


def district_of(address: str, town: str) -> str:
    """Return the part of an address between the municipality and the first number (町・大字); nothing if there is none.

    Source: 住居表示に関する法律 2条 (町・字の名称と番号); 漢数字の丁目は番号とみなす
    """
    _, found, rest = address.partition(town)
    rest = (rest if found and town else address).strip().removeprefix("大字")
    for place, sign in enumerate(rest):
        if sign.isdecimal() or sign.isspace():
            rest = rest[:place]
            break
    if rest.endswith("丁目"):
        rest = rest.removesuffix("丁目").rstrip("一二三四五六七八九十")
    return rest
