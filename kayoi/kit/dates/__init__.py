"""Days as Japanese offices count them (暦・年度・和暦・年齢・期間・閉庁日). Nothing here reads the clock."""

from kayoi.kit.dates.ages import (
    age_attained_on,
    age_on,
    fiscal_year_end_of_age,
    school_grade,
    school_grade_label,
)
from kayoi.kit.dates.business_days import (
    business_day_from,
    business_days_between,
    business_days_later,
    holiday_name,
    is_business_day,
    is_holiday,
)
from kayoi.kit.dates.fiscal_years import (
    fiscal_year,
    fiscal_year_end,
    fiscal_year_label,
    fiscal_year_months,
    fiscal_year_start,
)
from kayoi.kit.dates.moments import JST, local_date, local_time
from kayoi.kit.dates.periods import CountingMethod, Period, last_day, months_later, period_end
from kayoi.kit.dates.reading import DateReading, from_excel_serial, parse_date, parse_month, read_date
from kayoi.kit.dates.reading_years import parse_fiscal_year, parse_year
from kayoi.kit.dates.wareki import SOLAR_CALENDAR_FROM, wareki, wareki_short, wareki_year

__all__ = [
    "JST",
    "SOLAR_CALENDAR_FROM",
    "CountingMethod",
    "DateReading",
    "Period",
    "age_attained_on",
    "age_on",
    "business_day_from",
    "business_days_between",
    "business_days_later",
    "fiscal_year",
    "fiscal_year_end",
    "fiscal_year_end_of_age",
    "fiscal_year_label",
    "fiscal_year_months",
    "fiscal_year_start",
    "from_excel_serial",
    "holiday_name",
    "is_business_day",
    "is_holiday",
    "last_day",
    "local_date",
    "local_time",
    "months_later",
    "parse_date",
    "parse_fiscal_year",
    "parse_month",
    "parse_year",
    "period_end",
    "read_date",
    "school_grade",
    "school_grade_label",
    "wareki",
    "wareki_short",
    "wareki_year",
]
