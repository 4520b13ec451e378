"""Reads of settling: until when each household is known to live here, the curve, check-ins to come."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from kayoi.kit.charts import About, Chart, Series, line_chart
from kayoi.kit.dates import wareki
from kayoi.programmes.settling.models import CheckIn, MatchList, Move
from kayoi.programmes.settling.rules import staying
from kayoi.programmes.settling.rules.staying import Curve, Observed
from kayoi.programmes.settling.states import FEWEST_AT_RISK, Difference, ListKind, Outcome


def observed() -> list[Observed]:
    """Return for how long each household is known to have stayed.

    A household that has left counts until it left. Of the others only so much is known as somebody has looked: the last
    check-in that found them here, or, where there is a case file, the last list of move-outs. Nobody asked: 0 months.
    """
    here = Q(check_ins__outcome__in=[Outcome.SETTLED, Outcome.UNDECIDED])
    moves = Move.objects.standing().annotate(seen_on=Max("check_ins__answered_on", filter=here)).order_by()
    columns = ("moved_in_on", "moved_out_on", "seen_on", "case_file_id")
    listed = _listed_until()
    found = []
    for moved_in_on, moved_out_on, seen_on, file_id in moves.values_list(*columns):
        known = [day for day in (seen_on, listed if file_id else None, moved_in_on) if day]
        until = moved_out_on or max(known)
        found.append(Observed(staying.months_between(moved_in_on, until), moved_out_on is not None))
    return found


def _listed_until() -> date | None:
    lists = MatchList.objects.filter(kind=ListKind.MOVED_OUT, finished_at__isnull=False)
    until: date | None = lists.aggregate(until=Max("covers_until"))["until"]
    return until


@dataclass(frozen=True)
class Settled:
    """The curve, the number at risk at each month that is drawn, the picture, and a sentence for each usual month."""

    curve: Curve
    rows: Sequence[tuple[int, int, float | None, float | None, float | None]]
    chart: Chart | None
    unseen: int


MONTHS = (0, 1, 3, 6, 12, 18, 24, 36, 48, 60)


def settled(*, on: date) -> Settled:
    """Return the settle-rate curve of the open organization, with the number at risk (定着率)."""
    seen = observed()
    curve = staying.settle_curve(seen)
    rows = []
    for months in MONTHS:
        share = curve.survival_at(months)
        step = next((one for one in reversed(curve.steps) if one.months <= months), None)
        low, high = (step.low, step.high) if step and share is not None else (None, None)
        at_risk = staying.at_risk_at(seen, months)
        if at_risk or months == 0:
            rows.append((months, at_risk, _percent(share), _percent(low), _percent(high)))
    chart = _drawn(curve, on=on) if curve.survival_at(0) is not None else None
    return Settled(curve, rows, chart, sum(one.months == 0 and not one.left for one in seen))


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def _drawn(curve: Curve, *, on: date) -> Chart:
    """Return the picture: one point a month until the curve ends."""
    months = list(range(curve.ends_at or 1))
    steps = [next((one for one in reversed(curve.steps) if one.months <= month), None) for month in months]
    about = About(
        "定着率(転入してから住み続けている世帯の割合)",
        unit="%",
        base=f"観察中の世帯が{FEWEST_AT_RISK}組を下回る手前まで(はじめは{curve.households}組)",
        as_of=wareki(on),
    )
    series = [
        Series("住み続けている割合", [_percent(curve.survival_at(month)) for month in months]),
        Series("95%信頼区間の下限", [_percent(step.low) if step else None for step in steps]),
        Series("95%信頼区間の上限", [_percent(step.high) if step else None for step in steps]),
    ]
    shown = series if any(step and step.low is not None for step in steps) else series[:1]
    return line_chart(
        about=about, labels=[f"{month}月" for month in months], series=shown, from_zero=True, over_time=True
    )


def check_ins_due(*, until: date) -> list[CheckIn]:
    """Return the check-ins that are to be made until a day, of households that have not left, the oldest first."""
    rows = CheckIn.objects.filter(answered_on=None, due_on__lte=until, move__moved_out_on=None)
    return list(rows.select_related("move__case_file").defer("move__case_file__search").order_by("due_on", "pk")[:200])


def answers_found() -> tuple[int, list[tuple[str, int]], list[tuple[str, int]]]:
    """Return how many check-ins were answered, how many by outcome, and what was not as expected, most named first."""
    outcomes: Counter[str] = Counter()
    differences: Counter[str] = Counter()
    answered = CheckIn.objects.exclude(answered_on=None).filter(move__retracted_at=None)
    for outcome, different in answered.values_list("outcome", "differences"):
        outcomes[Outcome.of(outcome).label] += 1
        differences.update(Difference.of(one).label for one in different)
    return sum(outcomes.values()), outcomes.most_common(), differences.most_common()
