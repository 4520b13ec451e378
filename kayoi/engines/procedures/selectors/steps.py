"""The time line of an application: what was done to it and to its papers, from the audit trail."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from django.db.models import Q

from kayoi.engines.procedures.models import Application, Letter, Paper
from kayoi.engines.procedures.states import APPLICATION
from kayoi.foundation.audit.models import Entry
from kayoi.kit.dates import local_time
from kayoi.kit.html import Entry as TimelineEntry

PAPER = "procedures.Paper"
# When, what, by whom, why.
Step = tuple[datetime, str, str, str]
WORDS = {
    "procedures.start": "書き始め",
    "procedures.change_answers": "記入を変更",
    "procedures.application.submit": "提出",
    "procedures.application.return_papers": "補正のお願い",
    "procedures.judge": "認定",
    "procedures.application.propose": "審査を終え、決裁へ",
    "procedures.application.pass_on": "承認",
    "procedures.application.send_back": "審査に戻す",
    "procedures.application.approve": "決定",
    "procedures.application.refuse": "却下",
    "procedures.application.withdraw": "取下げ",
    "procedures.paper.receive": "受け取り",
    "procedures.paper.accept": "確認",
    "procedures.paper.return_paper": "差し戻し",
}


def steps_of(application: Application, papers: Sequence[Paper], letters: Sequence[Letter]) -> list[TimelineEntry]:
    """Return what happened to an application, its papers and letters, the latest first."""
    labels = {str(paper.pk): paper.label for paper in papers}
    about = Q(subject=APPLICATION, reference=str(application.pk)) | Q(subject=PAPER, reference__in=list(labels))
    entries = Entry.objects.filter(about, action__in=WORDS).order_by("-at", "-id")
    told = [(entry.at, _words(entry, labels), entry.actor_name, entry.why) for entry in entries]
    told += [(letter.made_at, f"{letter.title}({letter.number})", "", "") for letter in letters]
    told = _once(sorted(told, key=lambda one: one[0], reverse=True))
    return [
        TimelineEntry(when=f"{local_time(at):%Y-%m-%d %H:%M}", title=title, by=by, text=why, iso=at.isoformat())
        for at, title, by, why in told
    ]


def _once(told: list[Step]) -> list[Step]:
    """Return what happened without all but the last of several changes of answers in a row."""
    changed = WORDS["procedures.change_answers"]
    return [one for before, one in pairwise([None, *told]) if one and not (before and one[1] == before[1] == changed)]


def _words(entry: Entry, labels: dict[str, str]) -> str:
    words = WORDS[entry.action]
    return f"{labels[entry.reference]}: {words}" if entry.subject == PAPER else words
