"""The papers of a person's activities (活動の記録): what counts, how it was confirmed, words and photos, as one PDF."""

from datetime import date
from io import BytesIO

import pikepdf
from django.template.loader import get_template

from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.files.selectors import UnreadableFile, pdf_for_print
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import wareki
from kayoi.kit.documents import pdf
from kayoi.programmes.furusato.models import Evidence, SignUp
from kayoi.programmes.furusato.selectors.standing import Line, Progress, progress_of
from kayoi.programmes.furusato.states import ConfirmedBy, SignUpStatus

PHOTO_SIDE_PX = 1600
SHOWN = (SignUpStatus.CONFIRMED, SignUpStatus.REPORTED, SignUpStatus.REJECTED)


def bundle_pdf(organization: Organization, file: CaseFile, *, on: date) -> bytes:
    """Return the activities of a person with their evidence (証拠書類の束): a list, then each photo on a page.

    Raises NoFont.
    """
    progress = progress_of(file, on=on)
    lines = [line for line in progress.lines if line.sign_up.status in SHOWN]
    photos = [photo for line in lines for photo in _photos(line.sign_up)]
    numbers = {photo.pk: number for number, photo in enumerate(photos, 1)}
    source: str = get_template("furusato/activities/bundle.typ").template.source  # type: ignore[attr-defined]
    cover = pdf(source, _values(organization, file, progress, lines, numbers, on=on))
    return _joined(cover, photos)


def _values(
    organization: Organization, file: CaseFile, progress: Progress, lines: list[Line], numbers: dict[int, int], *,
    on: date,
) -> dict[str, object]:  # fmt: skip
    outlook = progress.outlook
    return {
        "title": "活動の記録",
        "town": f"{organization.name} {organization.office_name}".strip(),
        "name": file.shown_name,
        "facts": [
            ["個票番号", file.number],
            ["作成日", wareki(on)],
            ["数える期間", f"{wareki(progress.first)}から{wareki(outlook.until)}まで"],
            ["数", f"{outlook.counted}回(必要 {outlook.needed}回、あと{outlook.missing}回)"],
        ],
        "rows": [_row(line, numbers) for line in reversed(lines)],
        "note": "この記録は、町が確認した活動の一覧です。国のふるさと住民登録の証明ではありません。",
    }


def _row(line: Line, numbers: dict[int, int]) -> list[str]:
    row, why_not = line.sign_up, line.counted.why_not
    days = wareki(row.starts_on) if row.starts_on == row.ends_on else f"{wareki(row.starts_on)}〜{wareki(row.ends_on)}"
    what = "\n".join(filter(None, [row.activity.title if row.activity else row.kind.name, row.note]))
    how = ConfirmedBy.of(row.confirmed_by).label if row.confirmed_by else SignUpStatus.of(row.status).label
    shown = [f"写真{numbers[photo.pk]}" for photo in _photos(row)]
    counts = f"{line.counted.count}回" if why_not is None else f"数えない: {why_not.label}"
    return [days, what, "\n".join([how, *shown]), counts]


def _photos(row: SignUp) -> list[Evidence]:
    return sorted(row.evidence.all(), key=lambda one: one.pk)


def _joined(cover: bytes, photos: list[Evidence]) -> bytes:
    """Put the photos behind the list; one that cannot be read any more leaves its number in the list alone."""
    out = BytesIO()
    with pikepdf.open(BytesIO(cover)) as whole:
        for photo in photos:
            try:
                data = pdf_for_print(photo.file, side_px=PHOTO_SIDE_PX)
            except UnreadableFile:
                continue
            with pikepdf.open(BytesIO(data)) as page:
                whole.pages.extend(page.pages)
        whole.save(out)
    return out.getvalue()
