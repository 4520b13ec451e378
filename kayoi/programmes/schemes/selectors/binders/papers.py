"""The papers of cases for the binder: laid into a folder from which they are set, one page each behind their case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kayoi.engines.procedures.models import Paper
from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.selectors import UnreadableFile, bytes_for_print
from kayoi.foundation.files.states import FileKind
from kayoi.kit.documents import can_set_pdf
from kayoi.programmes.schemes.selectors.binders.reading import Case
from kayoi.programmes.schemes.states.binders import (
    MOST_BYTES_A_PAPER,
    MOST_BYTES_OF_PAPERS,
    MOST_PAGES_A_PAPER,
    PRINT_SIDE_PX,
    NotBound,
)


@dataclass(frozen=True)
class Sheet:
    """A page of a paper: the file in the folder, what it is, which page of it."""

    file: str
    format: str
    page: int


@dataclass(frozen=True)
class BoundPaper:
    """A paper of a case with its pages, or why it is not bound in."""

    label: str
    sheets: Sequence[Sheet] = ()
    why_not: NotBound | None = None


@dataclass
class Papers:
    """What has been laid into the folder so far, by the application."""

    folder: Path
    bound: dict[int, list[BoundPaper]] = field(default_factory=dict)
    used_bytes: int = 0

    def lay(self, cases: Iterable[Case]) -> None:
        """Lay the papers of these cases into the folder; what came on paper alone has no file to bind."""
        for case in cases:
            papers = [one for one in case.papers if one.document and one.document.pages.all()]
            self.bound[case.application.pk] = [self._bind(case, one) for one in papers]

    def _bind(self, case: Case, paper: Paper) -> BoundPaper:
        assert paper.document is not None
        files = [page.file for page in sorted(paper.document.pages.all(), key=lambda page: page.position)]
        if case.protected:
            return BoundPaper(paper.label, why_not=NotBound.PROTECTED)
        if sum(file.pages or 1 for file in files) > MOST_PAGES_A_PAPER:
            return BoundPaper(paper.label, why_not=NotBound.TOO_MANY)
        try:
            prints = {file.sha256: bytes_for_print(file, side_px=PRINT_SIDE_PX) for file in files}
        except UnreadableFile:
            return BoundPaper(paper.label, why_not=NotBound.UNREADABLE)
        if why := self._against(files, prints):
            return BoundPaper(paper.label, why_not=why)
        for name, data in prints.items():
            if not (self.folder / name).exists():
                (self.folder / name).write_bytes(data)
                self.used_bytes += len(data)
        return BoundPaper(paper.label, [sheet for file in files for sheet in _sheets(file)])

    def _against(self, files: Sequence[StoredFile], prints: dict[str, bytes]) -> NotBound | None:
        size = sum(map(len, prints.values()))
        if size > MOST_BYTES_A_PAPER:
            return NotBound.TOO_LARGE
        if self.used_bytes + size > MOST_BYTES_OF_PAPERS:
            return NotBound.FULL
        pdfs = [file for file in files if file.kind == FileKind.PDF]
        if not all(can_set_pdf(prints[file.sha256], pages=file.pages or 1) for file in pdfs):
            return NotBound.UNREADABLE
        return None


def _sheets(file: StoredFile) -> list[Sheet]:
    if file.kind != FileKind.PDF:
        return [Sheet(file.sha256, "jpg", 1)]
    return [Sheet(file.sha256, "pdf", page) for page in range(1, (file.pages or 1) + 1)]
