"""Address labels: who may stand on a shared sheet, the sheet as PDF, and the same addresses as CSV."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import protected_among
from kayoi.foundation.places.models import Place
from kayoi.kit.documents import pdf
from kayoi.kit.sheets import Column, ColumnKind, write_csv
from kayoi.programmes.fairs.models import BrochureRequest
from kayoi.programmes.fairs.rules import label_lines
from kayoi.programmes.fairs.states import LABEL_SHEETS

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#let sheet = data.sheet
#let each = sheet.across * sheet.down
#let inset = 5mm
#set page(paper: "a4", margin: 0mm)
#set text(font: ("BIZ UDGothic", "Noto Sans CJK JP"), lang: "ja")
#set par(leading: 0.5em, spacing: 0.65em)
#let words(label, size) = block(width: sheet.width_mm * 1mm - 2 * inset)[
  #set text(size: size)
  #for line in label.slice(0, -1) { if line != "" { par(line) } }
  #v(0.3em)
  #text(size: 1.35em, label.last())
]
#let fitted(label) = context {
  let room = sheet.height_mm * 1mm - 2 * inset
  let sizes = (10.5pt, 9pt, 8pt, 7pt, 6pt)
  let fitting = sizes.filter(size => measure(words(label, size)).height <= room)
  words(label, fitting.at(0, default: 6pt))
}
#for (number, label) in data.labels.enumerate() {
  let at = number + data.skip
  if number > 0 and calc.rem(at, each) == 0 { pagebreak() }
  let here = calc.rem(at, each)
  place(
    top + left,
    dx: (sheet.left_mm + calc.rem(here, sheet.across) * (sheet.width_mm + sheet.gap_mm)) * 1mm + inset,
    dy: (sheet.top_mm + calc.quo(here, sheet.across) * sheet.height_mm) * 1mm + inset,
    fitted(label),
  )
}
"""


@dataclass(frozen=True)
class LabelRow:
    """One person's label with everything that goes into the envelope."""

    file: CaseFile
    requests: Sequence[BrochureRequest]
    postal_code: str
    address: str
    lines: Sequence[str]


@dataclass(frozen=True)
class HeldRow:
    """A request that stands on no shared list, and why: protection measures, or no address."""

    request: BrochureRequest
    is_protected: bool


def label_rows(requests: Sequence[BrochureRequest], *, on: date) -> tuple[list[LabelRow], list[HeldRow]]:
    """Return one label a person, and the requests that must not stand on a shared sheet."""
    by_file: dict[int, list[BrochureRequest]] = {}
    for request in requests:
        by_file.setdefault(request.case_file_id, []).append(request)
    files = [found[0].case_file for found in by_file.values()]
    protected = protected_among(files, on=on)
    places = Place.objects.in_bulk({file.place_code for file in files})
    rows: list[LabelRow] = []
    held: list[HeldRow] = []
    for file in files:
        if file.pk in protected or not file.address:
            held += [HeldRow(request, file.pk in protected) for request in by_file[file.pk]]
        else:
            place = places.get(file.place_code)
            rows.append(_label(file, by_file[file.pk], place.full_name if place else ""))
    return rows, held


def _label(file: CaseFile, requests: Sequence[BrochureRequest], place: str) -> LabelRow:
    lines = label_lines(postal_code=file.postal_code, place=place, address=file.address, name=file.shown_name)
    return LabelRow(file, requests, file.postal_code, f"{place}{file.address}", lines)


def labels_pdf(rows: Sequence[LabelRow], *, sheet: str, skip: int) -> bytes:
    """Return the labels on sheets of a size, leaving out the first `skip` places. Raises NoFont."""
    size = next((one for one in LABEL_SHEETS if one.key == sheet), LABEL_SHEETS[0])
    geometry = {name: getattr(size, name) for name in ("across", "down", "width_mm", "height_mm", "left_mm", "top_mm")}
    data = {
        "sheet": geometry | {"gap_mm": size.gap_mm},
        "skip": min(skip, size.across * size.down - 1),
        "labels": [list(row.lines) for row in rows],
    }
    return pdf(TEMPLATE, data)


def labels_csv(rows: Sequence[LabelRow]) -> bytes:
    """Return the addresses as CSV, one line a person."""
    columns = [
        Column("郵便番号", ColumnKind.CODE),
        *map(Column, ("住所", "氏名", "敬称", "資料")),
        Column("部数", ColumnKind.INTEGER),
    ]
    lines = [
        (
            row.postal_code,
            row.address,
            row.file.shown_name,
            "様",
            "、".join(request.brochure.title for request in row.requests),
            sum(request.copies for request in row.requests),
        )
        for row in rows
    ]
    return write_csv(lines, columns=columns, name="宛名")
