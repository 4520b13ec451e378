"""How many stay (定着率): the Kaplan–Meier curve with its confidence; and when to look after people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import exp, log, sqrt

from kayoi.kit.dates import JST, months_later
from kayoi.programmes.settling.states import CHECK_IN_MONTHS, FEWEST_AT_RISK

Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Observed:
    """One household: for how many months it is known to have stayed, and whether it then left (or was last seen)."""

    months: int
    left: bool


@dataclass(frozen=True)
class Step:
    """The curve at one time: at risk just before, how many left then, survival, its 95 % interval.

    No interval where nobody has left yet or everybody has: Greenwood's formula says nothing there.
    """

    months: int
    at_risk: int
    left: int
    survival: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Curve:
    """The steps; `ends_at` is the time from which fewer than five are at risk (None: never), so nothing is said."""

    steps: Sequence[Step]
    households: int
    ends_at: int | None

    def survival_at(self, months: int) -> float | None:
        """Return the share that still lives there after so many months, or None where the curve has ended."""
        if self.households < FEWEST_AT_RISK or (self.ends_at is not None and months >= self.ends_at):
            return None
        return next((step.survival for step in reversed(self.steps) if step.months <= months), 1.0)


def settle_curve(observed: Iterable[Observed], *, fewest: int = FEWEST_AT_RISK) -> Curve:
    """Return the product-limit estimate of staying (定着率曲線).

    S(t) = Π (1 − d/n) over the times at which somebody left; variance by Greenwood, 95 % interval on the scale of
    log(−log S). Who was last seen at t is at risk at t. From the first time at which fewer than `fewest` are at risk
    the curve says nothing.
    Source: E. L. Kaplan, P. Meier, J. Am. Stat. Assoc. 53 (1958) 457–481; J. D. Kalbfleisch, R. L. Prentice,
    The Statistical Analysis of Failure Time Data (log(−log) interval); checked on Freireich et al., Blood 21 (1963) 699
    """
    ordered = sorted(observed, key=lambda one: one.months)
    steps: list[Step] = []
    survival, spread = 1.0, 0.0
    for months in sorted({one.months for one in ordered}):
        at_risk = sum(one.months >= months for one in ordered)
        if at_risk < fewest:
            return Curve(steps, len(ordered), months)
        left = sum(one.months == months and one.left for one in ordered)
        if not left:
            continue
        survival *= 1 - left / at_risk
        if left < at_risk:
            spread += left / (at_risk * (at_risk - left))
        steps.append(Step(months, at_risk, left, survival, *_interval(survival, spread)))
    last = max((one.months for one in ordered), default=0)
    return Curve(steps, len(ordered), last + 1)


def _interval(survival: float, spread: float) -> tuple[float | None, float | None]:
    if not 0 < survival < 1:
        return None, None
    width = Z_95 * sqrt(spread) / abs(log(survival))
    return survival ** exp(width), survival ** exp(-width)


def at_risk_at(observed: Sequence[Observed], months: int) -> int:
    """Return how many are at risk at a time (観察中の組数).

    Source: Kaplan and Meier 1958
    """
    return sum(one.months >= months for one in observed)


def months_between(start: date, end: date) -> int:
    """Return how many whole months have passed (経過月数), by 応当日; 31 January to 28 February is one month.

    Source: 民法143条2項
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (months_later(start, months) > end))


def noon(*, on: date, at: datetime) -> datetime:
    """Return the moment under which something of a day is recorded: its noon in Japan, never later than now.

    Source: an event of which only the day is known lies in that day in Japan, and not in the future
    """
    return min(datetime.combine(on, time(12), JST), at)


def check_in_days(moved_in_on: date) -> list[tuple[int, date]]:
    """Return when to look after people who have moved: after 1, 3, 6, 12 and 24 months (定着の確認の日).

    Source: docs/decisions/0023-moves-as-facts.md; months by 応当日 (民法143条2項)
    """
    return [(months, months_later(moved_in_on, months)) for months in CHECK_IN_MONTHS]
