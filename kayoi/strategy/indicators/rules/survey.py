"""The ministry's yearly survey (移住相談に関する調査), and cross tables with base, percent and hidden small cells."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.states.kinds import WITHDRAWS
from kayoi.strategy.indicators.rules.counting import Cell, suppressed, with_totals
from kayoi.strategy.indicators.states import COUNTED_KINDS, Bucket

OF_CHANNEL = {
    Channel.COUNTER: Bucket.COUNTER,
    Channel.TELEPHONE: Bucket.TELEPHONE,
    Channel.EMAIL: Bucket.MAIL,
    Channel.ONLINE: Bucket.ONLINE,
    Channel.PORTAL: Bucket.WEB,
    Channel.LINE: Bucket.WEB,
    Channel.LETTER: Bucket.LETTER,
    Channel.EVENT: Bucket.EVENT,
}


def bucket_of(kind: str, channel: str) -> Bucket | None:
    """Return where a recorded event belongs in the survey, or None when it is no consultation.

    A question and a booked consultation count at the desk by their channel, at an event as イベント; a visit at a fair,
    and what takes one back, counts as イベント. Seminars and tours are no consultation by themselves.
    Source: 総務省「移住相談に関する調査」: 受付件数 of 窓口 (面談・電話・メール等) and イベント; each body judges
    """
    if kind not in COUNTED_KINDS:
        return None
    if WITHDRAWS.get(kind, kind) == "fair_visit":
        return Bucket.EVENT
    return OF_CHANNEL[Channel.of(channel)] if channel else Bucket.OTHER


def survey_counts(events: Iterable[tuple[str, str, int]]) -> dict[Bucket, int]:
    """Return the count of each bucket from (kind, channel, times), every bucket also when nothing fell into it.

    What was taken back is subtracted.
    Source: bucket_of
    """
    counts = dict.fromkeys(Bucket, 0)
    for kind, channel, times in events:
        bucket = bucket_of(kind, channel)
        if bucket is not None:
            counts[bucket] += -times if kind in WITHDRAWS else times
    return counts


def at_desk(counts: dict[Bucket, int]) -> int:
    """Return the consultations at the desk: all but those at events (窓口).

    Source: 総務省「移住相談に関する調査」
    """
    return sum(count for bucket, count in counts.items() if bucket is not Bucket.EVENT)


@dataclass(frozen=True)
class Crossed:
    """A cross table with totals: labels, numbers, which are hidden when published, and the base n."""

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[Sequence[int]]
    hidden: frozenset[Cell]
    base: int

    def shown(self, *, published: bool) -> list[tuple[str, list[int | None]]]:
        """Return each line with its label, the total last; hidden cells are None when published."""
        labels = [*self.rows, "計"]
        return [
            (label, [None if published and (row, at) in self.hidden else number for at, number in enumerate(line)])
            for row, (label, line) in enumerate(zip(labels, self.cells, strict=True))
        ]


def crossed(pairs: Iterable[tuple[str, str]], *, rows: Sequence[str], columns: Sequence[str], base: int) -> Crossed:
    """Count pairs into a cross table (クロス集計). Lines and columns without any number are left out.

    `base` is how many were asked; where one may give several answers the totals are answers, not people.
    Source: arithmetic; hidden cells by suppressed
    """
    counts = Counter(pairs)
    seen_rows, seen_columns = {row for row, _ in counts}, {column for _, column in counts}
    kept_rows = [row for row in rows if row in seen_rows]
    kept_columns = [column for column in columns if column in seen_columns]
    table = with_totals([[counts[row, column] for column in kept_columns] for row in kept_rows])
    return Crossed(
        kept_rows, [*kept_columns, "計"], table, frozenset(suppressed(table)) if table else frozenset(), base
    )


def percent(number: int | None, base: int) -> float | None:
    """Return a number as percent of the base; None where it is hidden or there is no base.

    Source: arithmetic
    """
    return None if number is None or not base else round(100 * number / base, 1)
