"""What is to be expected of lines, from the decisions of this year and of the same lines in past years."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date

from django.db.models import Sum

from kayoi.kit.dates import fiscal_year_end, fiscal_year_start, wareki
from kayoi.programmes.schemes.models import BudgetEntry, BudgetLine
from kayoi.programmes.schemes.rules.forecast import Forecast, forecast
from kayoi.programmes.schemes.states.budget import DECIDING


def forecasts(lines: Sequence[BudgetLine], *, on: date) -> dict[int, Forecast]:
    """Return what is to be expected of lines of one year by their id; past years are those of the same thing."""
    if not lines:
        return {}
    year = lines[0].fiscal_year
    day = min(max(on, fiscal_year_start(year)), fiscal_year_end(year))
    courses = courses_of(lines, until=year)
    found = {}
    for line in lines:
        mine = courses.get(line.pk, {})
        past = [course for earlier, course in mine.items() if earlier < year]
        found[line.pk] = forecast(line.free.balance, mine.get(year, {}), past, on=day)
    return found


def _same(line: BudgetLine) -> Hashable:
    """Return what makes lines of several years one thing: the procedure, or codes and name."""
    return line.procedure_id or (line.code, line.label)


def courses_of(lines: Sequence[BudgetLine], *, until: int) -> dict[int, dict[int, dict[date, int]]]:
    """Return what was decided on each day for the same things as lines, by line, by fiscal year."""
    same = {_same(line): line.pk for line in lines}
    every = {line.pk: line for line in BudgetLine.objects.filter(fiscal_year__lte=until)}
    mine = {pk: same[_same(line)] for pk, line in every.items() if _same(line) in same}
    rows = BudgetEntry.objects.filter(line__in=mine, kind__in=DECIDING).order_by()
    found: dict[int, dict[int, dict[date, int]]] = {}
    for pk, kind, on, yen in rows.values_list("line", "kind", "on").annotate(Sum("amount_yen")):
        course = found.setdefault(mine[pk], {}).setdefault(every[pk].fiscal_year, {})
        course[on] = course.get(on, 0) + DECIDING[kind] * yen
    return found


def explained(found: Forecast, *, year: int, on: date) -> Iterable[str]:
    """Yield in sentences what is expected, and from what."""
    if on > fiscal_year_end(year):
        return
    yield f"年度の初めから{found.days}日で、差し引き{found.so_far_yen:,}円を決定しました。"
    if found.past_so_far_yen:
        yield (
            f"過去{found.years}年度の平均では、同じ日までに{found.past_so_far_yen:,}円、そのあと年度末までに"
            f"{found.past_later_yen:,}円を決定しています。今年度の進み方に合わせて、この先を見込みました。"
        )
    else:
        yield f"比べられる過去の決定がないため、1日あたり{found.so_far_yen // found.days:,}円のまま進むと見込みました。"
    if found.runs_out_on:
        yield f"このまま進むと、{wareki(found.runs_out_on)}ごろに予算がなくなります。"
    else:
        yield f"年度末には、約{found.left_man:,}万円が残る見込みです(不用額。3月補正で減らす額の目安です)。"
