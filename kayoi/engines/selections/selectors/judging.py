"""Reads of a judging: its terms, its tables, its result worked out anew."""

from dataclasses import dataclass
from fractions import Fraction

from kayoi.engines.selections.models import Entry, Judge, Judging
from kayoi.engines.selections.models import Sheet as Table
from kayoi.engines.selections.rules.judging import Result, Sheet, Terms, judged, read_judging
from kayoi.engines.selections.states import JudgingStatus
from kayoi.kit.tokens import token_hash


def terms_of_judging(judging: Judging) -> Terms:
    """Return the terms as values of the rules."""
    return read_judging(judging.terms)


def sheets_of(judging: Judging) -> list[Sheet]:
    """Return the table of each judge for each entry, but of those that were taken out."""
    rows = Table.objects.filter(entry__judging=judging, entry__withdrawn_at=None, judge__dismissed_at=None)
    return [
        Sheet(judge, number, scores)
        for judge, number, scores in rows.order_by("pk").values_list("judge", "entry__number", "scores")
    ]


def numbers_of(judging: Judging) -> list[str]:
    """Return the entries that are judged, in the order in which they were applied with."""
    rows = judging.entries.filter(withdrawn_at=None).order_by("arrived_at", "pk")
    return list(rows.values_list("number", flat=True))


def results_of(judging: Judging) -> list[Result]:
    """Return the places as they follow from the tables (審査の結果)."""
    return judged(terms_of_judging(judging), numbers_of(judging), sheets_of(judging))


def as_text(mean: Fraction) -> str:
    """Return a mean without rounding: numerator/denominator."""
    return f"{mean.numerator}/{mean.denominator}"


def shown_mean(entry: Entry) -> str:
    """Return a mean as people read it, to two places."""
    return f"{float(Fraction(entry.mean)):.2f}" if entry.mean else ""


def judge_of(token: str) -> Judge | None:
    """Return the judge whose link it is."""
    return Judge.objects.filter(token_hash=token_hash(token)).select_related("judging").first()


@dataclass(frozen=True)
class Row:
    """An entry with the table of each judge, in the order of the judges; None where it lacks."""

    entry: Entry
    tables: list[Table | None]
    mean: str


def tables_of(judging: Judging) -> tuple[list[Judge], list[Row]]:
    """Return the judges, and each entry with its tables (採点の一覧)."""
    judges = list(judging.judges.filter(dismissed_at=None).order_by("pk"))
    rows = Table.objects.filter(entry__judging=judging)
    held = {(one.entry_id, one.judge_id): one for one in rows}
    entries = judging.entries.filter(withdrawn_at=None).order_by("place", "arrived_at", "pk")
    return judges, [
        Row(entry, [held.get((entry.pk, judge.pk)) for judge in judges], shown_mean(entry)) for entry in entries
    ]


def places_unlike_tables() -> int:
    """Count judgings whose places are not those that their tables lead to (for `verify`)."""
    unlike = 0
    for row in Judging.objects.filter(status=JudgingStatus.CLOSED):
        expected = {(one.number, one.rank, as_text(one.mean), one.prize) for one in results_of(row)}
        unlike += set(row.entries.filter(withdrawn_at=None).values_list("number", "place", "mean", "prize")) != expected
    return unlike
