"""Figures of the owners' surveys: answers by day, what was answered, and what of it may be published."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from kayoi.kit.charts import About, Chart, Series, line_chart
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.sheets import About as AboutSheet
from kayoi.kit.sheets import Column, ColumnKind, Table, write_xlsx
from kayoi.kit.states import Labelled
from kayoi.programmes.homes.models import OwnerSurvey, SurveyLetter
from kayoi.programmes.homes.rules.owner_surveys import SMALLEST_COUNT, publishable
from kayoi.programmes.homes.states import Intention, OwnersReason, Use

QUESTIONS: tuple[tuple[str, str, type[Labelled]], ...] = (
    ("use", "いまの使い方", Use),
    ("intention", "今後の意向", Intention),
    ("reason", "活用していない理由", OwnersReason),
)
LONGEST_DAYS = 120


@dataclass(frozen=True)
class Standing:
    """How far a survey is: letters, returned, delivered, answered, answers on the web; the rate in percent."""

    letters: int
    returned: int
    answered: int
    online: int

    @property
    def delivered(self) -> int:
        """Letters that did not come back."""
        return self.letters - self.returned

    @property
    def rate(self) -> float | None:
        """Answers to 100 letters delivered; None before any."""
        return round(100 * self.answered / self.delivered, 1) if self.delivered else None


def surveys() -> list[tuple[OwnerSurvey, Standing]]:
    """Return the surveys of the town with their standing, the latest first."""
    counted = OwnerSurvey.objects.annotate(
        number=Count("letters"),
        returned=Count("letters", filter=Q(letters__returned_on__isnull=False)),
        answered=Count("letters", filter=Q(letters__answered_at__isnull=False)),
        online=Count("letters", filter=Q(letters__answered_at__isnull=False, letters__answered_by="online")),
    ).order_by("-made_at", "-pk")
    return [(one, Standing(one.number, one.returned, one.answered, one.online)) for one in counted]


def standing_of(survey: OwnerSurvey) -> Standing:
    """Return how far one survey is."""
    rows = SurveyLetter.objects.filter(survey=survey)
    answered = Q(answered_at__isnull=False)
    counts = rows.aggregate(
        letters=Count("pk"),
        returned=Count("pk", filter=Q(returned_on__isnull=False)),
        answered=Count("pk", filter=answered),
        online=Count("pk", filter=answered & Q(answered_by="online")),
    )
    return Standing(**counts)


def rate_by_day(survey: OwnerSurvey, standing: Standing, *, on: date) -> Chart | None:
    """Return the answer rate day by day as a line, from the first letter or answer to the last day; None before any."""
    moments = SurveyLetter.objects.filter(survey=survey, answered_at__isnull=False).values_list(
        "answered_at", flat=True
    )
    by_day = Counter(local_date(moment) for moment in moments if moment)
    if not by_day or not standing.delivered:
        return None
    first = min([*by_day, *([survey.sent_on] if survey.sent_on else [])])
    last = min(on, first + timedelta(days=LONGEST_DAYS))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    told, rates = 0, []
    for day in days:
        told += by_day[day]
        rates.append(round(100 * told / standing.delivered, 1))
    about = About("回答率", unit="%", base=f"届いた{standing.delivered}通に対する割合", as_of=wareki(on))
    return line_chart(about=about, labels=[f"{day.month}/{day.day}" for day in days], series=[Series("回答率", rates)])


@dataclass(frozen=True)
class Question:
    """One question with the count of each answer, and the one that may be published (None: withheld)."""

    label: str
    rows: Sequence[tuple[str, int, int | None]]


def answers_to(survey: OwnerSurvey) -> list[Question]:
    """Return the counts of the questions; who left one open is counted as 無回答."""
    rows = SurveyLetter.objects.filter(survey=survey, answered_at__isnull=False)
    answers = list(rows.values_list(*(name for name, _, _ in QUESTIONS)))
    found = []
    for at, (_, label, words) in enumerate(QUESTIONS):
        told = Counter(answer[at] for answer in answers)
        counts = {one.label: told[one.value] for one in words} | {"無回答": told[""]}
        shown = publishable(counts)
        found.append(Question(label, [(name, count, shown[name]) for name, count in counts.items()]))
    return found


def published_counts(survey: OwnerSurvey, *, on: date) -> bytes:
    """Return the counts for publishing as an Excel book; small ones are withheld (X)."""
    columns = (Column("設問"), Column("回答"), Column("件数", ColumnKind.TEXT))
    rows = [
        (question.label, answer, "X" if shown is None else str(shown))
        for question in answers_to(survey)
        for answer, _, shown in question.rows
    ]
    standing = standing_of(survey)
    head = [("発送と回答", "届いた手紙", str(standing.delivered)), ("発送と回答", "回答", str(standing.answered))]
    lines = (
        f"X: {SMALLEST_COUNT}件未満の数と、それを計算で求められなくするための数です。",
        "回答者の合計が公表されるため、少なくとも二つの数を伏せています。",
    )
    about = AboutSheet(source=survey.title, as_of=on, lines=lines)
    return write_xlsx([Table("公表用の集計", columns, head + rows)], about=about)


def keys_of_answers() -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the answers of each question by their numbers on the reply form."""
    return [(label, list(enumerate((one.label for one in words), start=1))) for _, label, words in QUESTIONS]
