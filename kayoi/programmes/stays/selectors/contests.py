"""Contests as staff, judges and the public see them: names only where they may stand."""

from dataclasses import dataclass
from typing import Any

from kayoi.engines.procedures.models import Application
from kayoi.engines.selections.models import Judge, Sheet
from kayoi.engines.selections.selectors.judging import Row, shown_mean, tables_of, terms_of_judging
from kayoi.engines.selections.states import JudgingStatus
from kayoi.programmes.stays.models import Contest, ContestEntry


def contests() -> list[Contest]:
    """Return the contests of the town, the latest first."""
    return list(Contest.objects.select_related("judging", "procedure").order_by("-made_at", "-pk"))


@dataclass(frozen=True)
class Line:
    """An entry with its tables, as staff see it."""

    entry: ContestEntry
    row: Row


def contest_page(contest: Contest) -> dict[str, Any]:
    """Return what staff see: terms, entries with each judge's table, applications that are not entered yet."""
    judges, rows = tables_of(contest.judging)
    entered = {
        one.entry_id: one
        for one in contest.entries.select_related("application__case_file", "house", "letter", "entry")
    }
    sent = Application.objects.filter(procedure=contest.procedure.key, submitted_at__isnull=False)
    waiting = sent.exclude(pk__in=[one.application_id for one in entered.values()]).order_by("submitted_at")
    return {
        "contest": contest, "terms": terms_of_judging(contest.judging), "judges": judges,
        "lines": [Line(entered[row.entry.pk], row) for row in rows if row.entry.pk in entered],
        "waiting": list(waiting[:100]), "is_closed": contest.judging.status == JudgingStatus.CLOSED,
    }  # fmt: skip


def contest_of(judge: Judge) -> Contest | None:
    """Return the contest that somebody judges."""
    return Contest.objects.select_related("judging").filter(judging=judge.judging_id).first()


def blind_entries(contest: Contest, judge: Judge) -> list[tuple[ContestEntry, Sheet | None]]:
    """Return the entries with the judge's own table: no name, no table of another judge (匿名の審査)."""
    mine = {one.entry_id: one for one in Sheet.objects.filter(judge=judge)}
    rows = contest.entries.select_related("entry").order_by("entry__arrived")
    return [(one, mine.get(one.entry_id)) for one in rows]


def winners(contest: Contest) -> list[tuple[ContestEntry, str]]:
    """Return who won, of those who agreed to be published, with the mean (受賞作品)."""
    rows = contest.entries.filter(may_publish=True).exclude(entry__prize="").select_related("entry")
    return [(one, shown_mean(one.entry)) for one in rows.order_by("entry__place")]


def letter_values(entry: ContestEntry) -> dict[str, Any]:
    """Return what the letter of the result says: place, prize, mean, what the judges wrote without their names."""
    remarks = entry.entry.sheets.exclude(remark="").order_by("pk").values_list("remark", flat=True)
    return {
        "contest": entry.contest.title, "entry": f"{entry.entry.number} {entry.title}",
        "prize": entry.entry.prize or "入賞には至りませんでした", "place": f"{entry.entry.place}位",
        "mean": f"{shown_mean(entry.entry)}点(審査員の平均)", "remarks": list(remarks), "instruction": "",
    }  # fmt: skip
