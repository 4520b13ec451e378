"""Documents that a person has handed in before, and whether each may be used again (書類の保管)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.procedures.models import Document, Paper
from kayoi.engines.procedures.rules.documents import may_use
from kayoi.foundation.identity.models import Person
from kayoi.kit.verdict import Verdict


@dataclass(frozen=True)
class Kept:
    """A document in the locker, and whether it may be used for a paper on a day."""

    document: Document
    may_use: Verdict


def owners_of_locker(person: Person | None) -> list[int]:
    """Return of whose case files the documents may be used again: those of the log-in that writes.

    A secret link alone opens no locker: it may have been handed on.
    """
    if person is None:
        return []
    rows = CaseFile.objects.without_search().filter(person=person)
    return list(rows.values_list("pk", flat=True))


def documents_for(paper: Paper, file_ids: Iterable[int], *, on: date) -> list[Kept]:
    """Return the documents of some case files that bear the name of a paper, those that may be used first."""
    rows = Document.objects.filter(case_file__in=list(file_ids), label=paper.label).exclude(papers=paper)
    found = [
        Kept(
            row,
            may_use(
                issued_on=row.issued_on, valid_months=paper.valid_months, pages=row.page_count,
                least_pages=paper.least_pages, on=on,
            ),
        )
        for row in rows.order_by("-received_on", "-pk")
    ]  # fmt: skip
    return sorted(found, key=lambda kept: not kept.may_use.met)
