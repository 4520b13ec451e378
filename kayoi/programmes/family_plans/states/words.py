"""Facts of a family, days that deadlines hang on, units of time, and the shape of one row of the table of deadlines."""

from dataclasses import dataclass
from datetime import date

from kayoi.kit.states import Labelled


class Fact(Labelled):
    """What is plainly so about a family or its move (世帯と引越しの事実); conditions of deadlines are made of these."""

    PRESCHOOL = "preschool", "保育所などに入れたい、小学校入学前の子がいる"
    SCHOOL = "school", "小学生・中学生の子がいる"
    CHILD = "child", "高校生年代までの子がいる"
    JOB = "job", "仕事をさがす"
    BUY = "buy", "家を買う"
    RENT = "rent", "家を借りる"
    WORKS = "works", "家を直す・建てる工事をする"
    RELOCATION_GRANT = "relocation_grant", "移住支援金を申請したい"
    HOUSING_GRANT = "housing_grant", "住まいの補助金を申請したい"
    INSURANCE = "insurance", "国民健康保険・国民年金に入る"
    CAR = "car", "車を持っていく・買う"
    DRIVES = "drives", "運転免許を持っている"
    DOG = "dog", "犬を飼っている"
    # Found out from the day of the move and the birth dates.
    HOME = "home", "家をさがす"
    APRIL = "april", "入園の月が4月"
    WINTER = "winter", "11月から3月に引っ越す"
    PEAK = "peak", "引越しの混む時期(3月15日から4月10日)に引っ越す"


# What a family says itself; the others are found out.
SAID = (
    Fact.PRESCHOOL, Fact.SCHOOL, Fact.JOB, Fact.BUY, Fact.RENT, Fact.WORKS, Fact.RELOCATION_GRANT, Fact.HOUSING_GRANT,
    Fact.INSURANCE, Fact.CAR, Fact.DRIVES, Fact.DOG,
)  # fmt: skip


class Anchor(Labelled):
    """The day from which a deadline is counted (基準の日)."""

    MOVING = "moving", "引越しの日"
    NURSERY = "nursery", "入園する月の1日"
    SCHOOL = "school", "登校を始める日"
    POSTED = "posted", "求人が掲載された日"
    APPLIED = "applied", "求人に応募する日"
    GRANT = "grant", "補助金の交付決定の日"
    CONTRACT = "contract", "住まいの契約の日"
    WORKS = "works", "工事を始める日"
    BEFORE_MOVING = "before_moving", "引越しより前の、決まった月日"
    FROM_MOVING = "from_moving", "引越し以後の、決まった月日"
    BEFORE_NURSERY = "before_nursery", "入園より前の、決まった月日"


CALENDAR = (Anchor.BEFORE_MOVING, Anchor.FROM_MOVING, Anchor.BEFORE_NURSERY)
# Days that a family may give when they are settled.
GIVEN = (
    Anchor.NURSERY, Anchor.SCHOOL, Anchor.POSTED, Anchor.APPLIED, Anchor.GRANT, Anchor.CONTRACT, Anchor.WORKS,
)  # fmt: skip


class Unit(Labelled):
    DAY = "day", "日"
    MONTH = "month", "か月"
    BUSINESS_DAY = "business_day", "開庁日"
    FISCAL_YEAR_END = "fiscal_year_end", "年度末"


@dataclass(frozen=True)
class Span:
    """So many units after the anchor; before it when negative (前後の日数)."""

    count: int
    unit: Unit = Unit.DAY


@dataclass(frozen=True)
class TaskRule:
    """One row of the table of deadlines (期限の表): what, for whom, from when to when, why, and on what authority.

    `after` are keys of tasks that come first; `takes_days` is how long this one takes until the next can begin;
    `happens` is the day that the task itself is (the contract, the decision). `needs` must all be so, `lacks` none.
    """

    key: str
    title: str
    title_en: str
    how: str
    how_en: str
    breaks: str
    breaks_en: str
    anchor: Anchor = Anchor.MOVING
    latest: Span | None = None
    earliest: Span | None = None
    month: int | None = None
    day: int | None = None
    needs: frozenset[Fact] = frozenset()
    lacks: frozenset[Fact] = frozenset()
    after: tuple[str, ...] = ()
    takes_days: int = 0
    carry_over: bool = False
    happens: Anchor | None = None
    important: bool = False
    source: str = ""
    source_on: date = date.min
    starts_on: date = date.min
    ends_before: date | None = None
    basis: str = ""
    adopted_on: date | None = None
    version: int = 0

    @property
    def sample(self) -> bool:
        """True until a town has adopted the row (見本)."""
        return self.version == 0


class StepState(Labelled):
    DONE = "done", "済み"
    LATE = "late", "間に合いません"
    SOON = "soon", "まもなく"
    AHEAD = "ahead", "これから"
    OPEN = "open", "時期は決まっていません"


class Trouble(Labelled):
    """What is wrong with a plan."""

    ORDER = "order", "順序が逆です"
    LATE = "late", "期限を過ぎています"
    TIGHT = "tight", "前のことが済むのを待つと、間に合いません"
