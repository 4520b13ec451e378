"""Ages and school years (満年齢・学年)."""

from datetime import date, timedelta

from kayoi.kit.dates.fiscal_years import fiscal_year, fiscal_year_end

ELEMENTARY_YEARS = 6
COMPULSORY_YEARS = 9


def _birthday(birth: date, age: int) -> date:
    """Return the first whole day at an age: the birthday; for 29 February in a common year 1 March."""
    year = birth.year + age
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age_attained_on(birth: date, age: int) -> date:
    """Return the day at whose end an age is attained (〇歳に達した日): the day before the birthday.

    A person born on 1 April attains 6 on 31 March, and so begins school a day later. A person born on 29 February
    attains each age on 28 February. `age` is 1 or more.

    Source: 年齢計算ニ関スル法律; 民法143条2項; 内閣衆質154第154号 (2002-09-18): "誕生日の前日の午後十二時"
    """
    if age < 1:
        raise ValueError(f"{age}歳に達する日はありません")
    return _birthday(birth, age) - timedelta(days=1)


def age_on(birth: date, on: date) -> int:
    """Return the age on a day (満年齢), which rises on the birthday. Raises ValueError before birth.

    The law adds the year at the last midnight before the birthday, so the birthday is the first day that is spent at
    the new age; forms, cards and 要綱 ("申請日において40歳未満") mean this. Where a law speaks of the day on which an
    age *is attained* (達した日, 達する日), use age_attained_on.

    Source: 年齢計算ニ関スル法律; 年齢のとなえ方に関する法律 (満年齢); 内閣衆質154第154号 (2002-09-18)
    """
    if on < birth:
        raise ValueError(f"{on:%Y-%m-%d}: 生年月日 {birth:%Y-%m-%d} より前の日です")
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def fiscal_year_end_of_age(birth: date, age: int) -> date:
    """Return the first 31 March on or after the day an age is attained (〇歳に達する日以後の最初の3月31日).

    Born 1 April 2008: 18 is attained on 31 March 2026, which is that day; born one day later: 31 March 2027.

    Source: the wording of 児童手当法3条1項 and of many 要綱
    """
    return fiscal_year_end(fiscal_year(age_attained_on(birth, age)))


def school_grade(birth: date, on: date) -> int:
    """Return the school year of a child by age (学年): 1–6 小学校, 7–9 中学校, 0 the year before school (年長), -1 …

    By age only: postponed entry (就学猶予), repeating a year and school abroad are not known here.

    Source: 学校教育法17条 (entry in the first school year that begins after the day on which 6 is attained);
    学校教育法施行規則59条 (the school year is the fiscal year)
    """
    first_grade_in = fiscal_year(age_attained_on(birth, 6)) + 1
    return fiscal_year(on) - first_grade_in + 1


def school_grade_label(grade: int) -> str:
    """Return the name of a school year: 小学1年 … 中学3年; 就学前 before, 中学校卒業後 after."""
    if grade < 1:
        return "就学前"
    if grade <= ELEMENTARY_YEARS:
        return f"小学{grade}年"
    if grade <= COMPULSORY_YEARS:
        return f"中学{grade - ELEMENTARY_YEARS}年"
    return "中学校卒業後"
