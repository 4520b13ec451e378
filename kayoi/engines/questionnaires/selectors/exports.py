"""Answers as a file for a spreadsheet: a row for each sheet, drafts too, a column for each thing asked."""

from collections.abc import Iterator
from typing import Any

from kayoi.engines.questionnaires.models import AnswerSheet, Version
from kayoi.engines.questionnaires.rules.questions import Form, Question
from kayoi.engines.questionnaires.selectors import form_of
from kayoi.engines.questionnaires.states import Kind, SheetStatus, Way
from kayoi.kit.sheets import About, Column, ColumnKind, Out, OutRow, Table, write_csv, write_xlsx

KINDS = {
    Kind.SCALE: ColumnKind.INTEGER, Kind.NUMBER: ColumnKind.INTEGER, Kind.PLACE: ColumnKind.CODE,
}  # fmt: skip
FIRST = ("状態", "回答日", "回答の方法", "何について", "枠の外")


def as_csv(version: Version) -> bytes:
    """Return the answers as CSV (UTF-8 with BOM); what a spreadsheet would take for a formula is made harmless."""
    form = form_of(version)
    return write_csv(_rows(version, form), columns=_columns(form))


def as_xlsx(version: Version) -> bytes:
    """Return the answers as an Excel book with a sheet that says what they are."""
    form = form_of(version)
    about = About(
        source=f"{version.questionnaire.title}(第{version.number}版)",
        definitions=[(question.text, question.kind.label) for question in form.questions],
        lines=["記入中の回答も含みます。集計して公表するときは、人数の少ない欄を必ず伏せてください。"],
    )
    return write_xlsx([Table("回答", _columns(form), _rows(version, form))], about=about)


def _columns(form: Form) -> list[Column]:
    asked = [
        Column(f"{question.text} {part}" if part else question.text, KINDS.get(question.kind, ColumnKind.TEXT))
        for question in form.questions
        for _, part in _parts(question)
    ]
    return [Column(label) for label in FIRST] + asked


def _parts(question: Question) -> list[tuple[str, str]]:
    """Return what of a question has a column of its own: a line of a matrix, an option of several, else all of it."""
    if question.kind is Kind.MATRIX:
        return [(line.key, line.label) for line in question.lines]
    if question.kind is Kind.MULTIPLE:
        return [(option.key, option.label) for option in question.options]
    return [("", "")]


def _rows(version: Version, form: Form) -> Iterator[OutRow]:
    labels = {quota.key: quota.label for quota in form.quotas}
    for sheet in AnswerSheet.objects.filter(edition=version).order_by("pk").iterator(1000):
        outside = "、".join(labels[key] for key in sheet.outside)
        day = sheet.answered_on.isoformat() if sheet.answered_on else ""
        yield [
            SheetStatus.of(sheet.status).label, day, Way.of(sheet.way).label, sheet.about, outside,
            *(_cell(one, part, sheet.answers.get(one.key)) for one in form.questions for part, _ in _parts(one)),
        ]  # fmt: skip


def _cell(question: Question, part: str, answer: Any) -> Out:
    if answer is None:
        return None
    labels = {option.key: option.label for option in question.options}
    match question.kind:
        case Kind.MATRIX:
            return labels.get(answer.get(part, ""))
        case Kind.MULTIPLE:
            return 1 if part in answer else 0
        case Kind.SINGLE:
            return labels[answer]
        case Kind.SCALE | Kind.NUMBER:
            return int(answer)
        case _:
            return str(answer)
