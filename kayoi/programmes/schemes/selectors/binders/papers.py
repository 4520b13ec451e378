"""The papers of cases for the binder: each page is laid onto the empty page that waits for it behind its case."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

from kayoi.engines.procedures.models import Paper
from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.selectors import UnreadableFile, pdf_for_print
from kayoi.programmes.schemes.selectors.binders.reading import Case
from kayoi.programmes.schemes.states.binders import (
    MOST_BYTES_A_PAPER,
    MOST_BYTES_OF_PAPERS,
    MOST_PAGES_A_PAPER,
    PRINT_SIDE_PX,
    NotBound,
)

# A page of the template that waits for a sheet bears a link to it, which also says where on the page it belongs.
SHEET = "sheet:"


@dataclass(frozen=True)
class BoundPaper:
    """A paper of a case with the numbers of its sheets, or why it is not bound in."""

    label: str
    sheets: Sequence[int] = ()
    why_not: NotBound | None = None


@dataclass
class Papers:
    """What has been gathered so far: papers by the application, their files, every sheet as file and page."""

    bound: dict[int, list[BoundPaper]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    sheets: list[tuple[str, int]] = field(default_factory=list)
    used_bytes: int = 0

    def gather(self, cases: Iterable[Case]) -> None:
        """Gather the papers of these cases; what came on paper alone has no file to bind."""
        for case in cases:
            papers = [one for one in case.papers if one.document and one.document.pages.all()]
            self.bound[case.application.pk] = [self._bind(case, one) for one in papers]

    def lay_onto(self, binder: pikepdf.Pdf) -> None:
        """Lay every sheet onto the page that waits for it, as large as its place allows."""
        opened = {name: pikepdf.open(BytesIO(data)) for name, data in self.files.items()}
        for page, number, place in _waiting(binder):
            name, at = self.sheets[number]
            page.add_overlay(opened[name].pages[at], place)
            del page["/Annots"]

    def _bind(self, case: Case, paper: Paper) -> BoundPaper:
        assert paper.document is not None
        files = [page.file for page in sorted(paper.document.pages.all(), key=lambda page: page.position)]
        if case.protected:
            return BoundPaper(paper.label, why_not=NotBound.PROTECTED)
        if sum(file.pages or 1 for file in files) > MOST_PAGES_A_PAPER:
            return BoundPaper(paper.label, why_not=NotBound.TOO_MANY)
        try:
            prints = {file.sha256: pdf_for_print(file, side_px=PRINT_SIDE_PX) for file in files}
        except UnreadableFile:
            return BoundPaper(paper.label, why_not=NotBound.UNREADABLE)
        size = sum(map(len, prints.values()))
        if size > MOST_BYTES_A_PAPER:
            return BoundPaper(paper.label, why_not=NotBound.TOO_LARGE)
        if self.used_bytes + size > MOST_BYTES_OF_PAPERS:
            return BoundPaper(paper.label, why_not=NotBound.FULL)
        self.used_bytes += sum(len(data) for name, data in prints.items() if name not in self.files)
        self.files |= prints
        return BoundPaper(paper.label, self._numbers(files))

    def _numbers(self, files: Iterable[StoredFile]) -> range:
        first = len(self.sheets)
        self.sheets += [(file.sha256, at) for file in files for at in range(file.pages or 1)]
        return range(first, len(self.sheets))


def _waiting(binder: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Page, int, pikepdf.Rectangle]]:
    for page in binder.pages:
        for link in page["/Annots"].as_list() if "/Annots" in page else ():
            target = str(link["/A"]["/URI"]) if "/A" in link and "/URI" in link["/A"] else ""
            if target.startswith(SHEET):
                yield page, int(target.removeprefix(SHEET)), pikepdf.Rectangle(*map(float, link["/Rect"].as_list()))
                break
