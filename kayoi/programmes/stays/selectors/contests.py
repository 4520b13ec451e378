"""Contests as staff, judges and the public see them: names only where they may stand."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kayoi.engines.casefiles.selectors import protected_files
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.selections.models import Judge, Sheet
from kayoi.engines.selections.selectors.judging import Row, shown_mean, tables_of, terms_of_judging
from kayoi.engines.selections.states import JudgingStatus
from kayoi.programmes.stays.models import Contest, ContestEntry
from kayoi.programmes.stays.selectors.tenancies import hidden_from, name_of


def contests() -> list[Contest]:
    """Return the contests of the town, the latest first."""
    return list(Contest.objects.select_related("judging", "procedure").order_by("-made_at", "-pk"))


@dataclass(frozen=True)
class Line:
    """An entry with its tables, as staff see it; the name only for whoever may read it."""

    entry: ContestEntry
    name: str
    row: Row


def contest_page(contest: Contest, *, on: date, may_read_protected: bool) -> dict[str, Any]:
    """Return what staff see: terms, entries with each judge's table, applications that are not entered yet."""
    judges, rows = tables_of(contest.judging)
    hidden = hidden_from(may_read_protected=may_read_protected, on=on)
    entered = {
        one.entry_id: one
        for one in contest.entries.select_related("application__case_file", "house", "letter", "entry")
    }
    return {
        "contest": contest, "terms": terms_of_judging(contest.judging), "judges": judges,
        "lines": [
            Line(one, _name(one, hidden), row)
            for row in rows if (one := entered.get(row.entry.pk))
        ],
        "waiting": waiting_for(contest), "is_closed": contest.judging.status == JudgingStatus.CLOSED,
    }  # fmt: skip


def _name(entry: ContestEntry, hidden: set[int]) -> str:
    file = entry.application.case_file
    return name_of(file, hidden) if file else ""


def waiting_for(contest: Contest) -> list[Application]:
    """Return the applications of a call that are not judged yet, who applied first at the top."""
    sent = Application.objects.filter(procedure=contest.procedure.key, submitted_at__isnull=False)
    rows = sent.exclude(status=ApplicationStatus.WITHDRAWN).exclude(pk__in=contest.entries.values("application"))
    return list(rows.order_by("submitted_at", "pk")[:100])


def contest_of(judge: Judge) -> Contest | None:
    """Return the contest that somebody judges."""
    return Contest.objects.select_related("judging").filter(judging=judge.judging_id).first()


def blind_entries(contest: Contest, judge: Judge) -> list[tuple[ContestEntry, Sheet | None]]:
    """Return the entries with the judge's own table: no name, no table of another judge (匿名の審査)."""
    mine = {one.entry_id: one for one in Sheet.objects.filter(judge=judge)}
    rows = contest.entries.select_related("entry").filter(entry__withdrawn_at=None).order_by("entry__arrived_at", "pk")
    return [(one, mine.get(one.entry_id)) for one in rows]


def shown_entries(*, on: date) -> QuerySet[ContestEntry]:
    """Return the winners that the public sees: those who agreed, of published contests, none under protection."""
    rows: QuerySet[ContestEntry] = ContestEntry.objects.filter(contest__published_at__isnull=False, may_publish=True)
    return rows.exclude(entry__prize="").exclude(application__case_file__in=protected_files(on=on))


def winners(contest: Contest, *, on: date) -> list[tuple[ContestEntry, str]]:
    """Return who won, of those whom the public sees, with the mean (受賞作品)."""
    rows = shown_entries(on=on).filter(contest=contest).select_related("entry")
    return [(one, shown_mean(one.entry)) for one in rows.order_by("entry__place")]


def letter_values(entry: ContestEntry) -> dict[str, Any]:
    """Return what the letter of the result says: place, prize, mean, what the judges wrote without their names."""
    remarks = (
        entry.entry.sheets.filter(judge__dismissed_at=None)
        .exclude(remark="")
        .order_by("pk")
        .values_list("remark", flat=True)
    )
    return {
        "contest": entry.contest.title, "entry": f"{entry.entry.number} {entry.title}",
        "prize": entry.entry.prize or "入賞には至りませんでした", "place": f"{entry.entry.place}位",
        "mean": f"{shown_mean(entry.entry)}点(審査員の平均)", "remarks": list(remarks), "instruction": "",
    }  # fmt: skip
