"""Axes: round ticks, positions, and numbers as people read them.

Everything is reckoned in Decimal: the span between two floats may overflow, and 0.1 + 0.2 is no tick.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.translation import get_language

from kayoi.kit.charts.model import Number

ZERO = Decimal(0)
LARGEST_PLAIN = Decimal(10) ** 16
SMALLEST_PLAIN = Decimal(10) ** -6
# Japanese counts in powers of 10,000, so these words cannot go through the catalogue.
JAPANESE_UNITS = ((Decimal(10) ** 12, "兆"), (Decimal(10) ** 8, "億"), (Decimal(10) ** 4, "万"))
OTHER_UNITS = ((Decimal(10) ** 12, " tn"), (Decimal(10) ** 9, " bn"), (Decimal(10) ** 6, " m"))


def decimal(value: Number) -> Decimal:
    """Return the number as its shortest decimal notation says it."""
    return value if isinstance(value, Decimal) else Decimal(repr(value) if isinstance(value, float) else value)


def number_text(value: Number, *, places: int = 4) -> str:
    """Write a number with thousands separators, a true minus and no more than `places` decimals (3桁区切り)."""
    exact = decimal(value)
    size = abs(exact)
    if size and not SMALLEST_PLAIN <= size < LARGEST_PLAIN:
        return f"{exact:.3e}".replace("-", "−")
    digits = max(places, 2 - size.adjusted()) if ZERO < size < 1 else places
    text = f"{exact:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def with_unit(value: Number, unit: str) -> str:
    """Write a number with its unit (単位), to two decimals: a sentence is read, not reckoned with."""
    return f"{number_text(value, places=2)}{unit}"


@dataclass(frozen=True)
class Scale:
    """Where a value lies between the pixels `start` and `end`; never outside of them."""

    low: Decimal
    high: Decimal
    step: Decimal
    start: float
    end: float

    def __call__(self, value: Number) -> float:
        share = float((decimal(value) - self.low) / (self.high - self.low))
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    @property
    def ticks(self) -> list[Decimal]:
        """The round values from the low to the high end."""
        count = int(((self.high - self.low) / self.step).to_integral_value())
        return [self.low + self.step * turn for turn in range(count + 1)]

    def between(self, start: float, end: float) -> "Scale":
        """Return the same scale laid between other pixels."""
        return Scale(self.low, self.high, self.step, start, end)

    def _large_unit(self) -> tuple[Decimal, str]:
        biggest = max(abs(self.low), abs(self.high))
        units = JAPANESE_UNITS if (get_language() or "ja").startswith("ja") else OTHER_UNITS
        return next((unit for unit in units if unit[0] * 100 <= biggest < LARGEST_PLAIN), (Decimal(1), ""))

    def labels(self) -> list[tuple[Decimal, str]]:
        """Return each tick with its text; large figures in 万, 億 or 兆, all ticks alike."""
        divisor, word = self._large_unit()
        return [(tick, number_text(tick / divisor) + (word if tick else "")) for tick in self.ticks]

    def figure(self, value: Number) -> str:
        """Return a value as it is written in the picture: in the unit of the ticks, to two decimals."""
        divisor, word = self._large_unit()
        return number_text(decimal(value) / divisor, places=2) + (word if value else "")


def _round_step(span: Decimal, count: int, *, whole: bool) -> Decimal:
    """Return 1, 2 or 5 times a power of ten, so that about `count` steps cover the span."""
    rough = span / count
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return max(step, Decimal(1)) if whole else step


def scale_over(values: Iterable[Number], *, count: int = 5, from_zero: bool = True, start: float, end: float) -> Scale:
    """Return a scale with round ends and about `count` ticks over all values (目盛り).

    No values give 0 to 1; equal ones get room on both sides. Whole numbers get whole ticks: half a person is none.
    """
    exact = [decimal(value) for value in values]
    whole = all(value == value.to_integral_value() for value in exact)
    ends = [*exact, ZERO] if from_zero or not exact else exact
    low, high = min(ends), max(ends)
    if low == high:
        room = abs(low) / 10 or Decimal(1)
        low, high = (low - room if low else ZERO), high + room
    step = _round_step(high - low, count, whole=whole)
    return Scale(
        (low / step).to_integral_value(ROUND_FLOOR) * step,
        (high / step).to_integral_value(ROUND_CEILING) * step,
        step,
        start,
        end,
    )
