"""The fiscal year of government and schools (年度): 1 April to 31 March, named after the year in which it begins."""

from datetime import date

from kayoi.kit.dates.wareki import wareki_year


def fiscal_year(on: date) -> int:
    """Return the fiscal year in which a day lies (年度).

    Source: 地方自治法208条1項
    """
    return on.year if on.month >= 4 else on.year - 1


def fiscal_year_start(year: int) -> date:
    """Return the first day of a fiscal year (年度初日, 1 April)."""
    return date(year, 4, 1)


def fiscal_year_end(year: int) -> date:
    """Return the last day of a fiscal year (年度末, 31 March of the next calendar year)."""
    return date(year + 1, 3, 31)


def fiscal_year_months(year: int) -> list[date]:
    """Return the first days of the twelve months of a fiscal year (年度の各月), April first."""
    return [date(year, month, 1) for month in range(4, 13)] + [date(year + 1, month, 1) for month in range(1, 4)]


def fiscal_year_label(year: int, *, western: bool = False) -> str:
    """Return the name of a fiscal year: 令和8年度, or 2026年度 if `western`.

    A fiscal year within which the era changed bears the new era from its beginning (2019 is 令和元年度), unless the
    change came after New Year (1988 is 昭和63年度): so the era of 31 December decides.

    Source: 改元に伴う元号による年表示の取扱いについて (平成31年4月1日関係省庁連絡会議申合せ), section on the budget
    """
    return f"{year}年度" if western else f"{wareki_year(date(year, 12, 31))}度"
