"""What is known of a stay from its days alone, as rulesets of towns ask for it."""

from datetime import date
from typing import Any

from kayoi.engines.rulesets.states import ROW
from kayoi.kit.dates import is_holiday
from kayoi.programmes.stays.rules import spans
from kayoi.programmes.stays.rules.spans import Part, Stay

SATURDAY = 5
# The day of the part that is charged: a version with this anchor holds for its own days only.
CHARGED_FROM = "charge.from_on"


def facts_of(stay: Stay) -> dict[str, Any]:
    """Return the facts of a stay that follow from its days.

    Source: docs/reference/stays.md (Facts)
    """
    months, over = spans.months_and_days(stay)
    return {
        "stay.starts_on": stay.arrives_on,
        "stay.ends_on": stay.leaves_on,
        "stay.nights": len(spans.nights(stay)),
        "stay.days": len(spans.days(stay)),
        "stay.months": months,
        "stay.days_over": over,
        "stay.starts_on_rest_day": is_rest_day(stay.arrives_on),
        "stay.ends_on_rest_day": is_rest_day(stay.leaves_on),
    }


def facts_charged(part: Part) -> dict[str, Any]:
    """Return the facts of the part of a stay that one version of the prices is for.

    Source: docs/reference/stays.md (Facts)
    """
    return {
        CHARGED_FROM: part.from_on,
        "charge.nights": tuple({ROW + "on": night} for night in part.nights),
        "charge.days": tuple({ROW + "on": day} for day in part.days),
        "charge.months": tuple(
            {ROW + "month": one.month, ROW + "months": 1, ROW + "days": one.days, ROW + "of_days": one.of_days}
            for one in spans.month_parts(part.days)
        ),
    }


def is_rest_day(on: date) -> bool:
    """Tell whether a day is a Saturday, Sunday or holiday (土曜・日曜・祝日).

    Source: 地方自治法4条の2第2項1号・2号 (the end of the year is said by `yearly` in the ruleset)
    """
    return on.weekday() >= SATURDAY or is_holiday(on)
