"""Tables of a version and charts of one question, always with small cells hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kayoi.engines.questionnaires.models import AnswerSheet, PublishedTable, Version
from kayoi.engines.questionnaires.rules.cuts import EVERYBODY, Cut, read_cut
from kayoi.engines.questionnaires.rules.differencing import Earlier
from kayoi.engines.questionnaires.rules.pairing import Pairs, comparable
from kayoi.engines.questionnaires.rules.questions import Form
from kayoi.engines.questionnaires.rules.tables import CrossTable, cross_table, everybody
from kayoi.engines.questionnaires.rules.variables import Answered, Marks, NotCountable, Variable, variable
from kayoi.engines.questionnaires.selectors import form_of, submitted
from kayoi.kit.charts import About, Chart, Series, bar_chart


@dataclass(frozen=True, slots=True)
class Survey:
    """A version with what was answered to it, read once for many tables."""

    version: Version
    form: Form
    sheets: Sequence[Answered]
    published: Sequence[PublishedTable]


def survey_of(version: Version) -> Survey:
    """Read the sheets that were handed in and the tables that were published."""
    form = form_of(version)
    sheets = [_answered(form, sheet) for sheet in submitted(version)]
    return Survey(version, form, sheets, list(PublishedTable.objects.filter(edition=version).order_by("number")))


def table_of(survey: Survey, cut: Cut) -> CrossTable:
    """Return a table as it may be published now, beside those that are. Raises NotCountable."""
    rows, columns, where = _variables(survey, cut)
    return cross_table(rows, columns, where, [_earlier(survey, table) for table in survey.published])


def bare_table_of(survey: Survey, cut: Cut) -> CrossTable:
    """Return a table with its small cells hidden, as if no other were published; what `verify` compares."""
    return cross_table(*_variables(survey, cut))


def change_table(before: Form, after: Form, pairs: Pairs[tuple[int, str], AnswerSheet], key: str) -> CrossTable:
    """Return how answers to one question moved from before (rows) to after (columns), over the pairs alone.

    Raises NotCountable where the two do not ask it with the same answers to give.
    """
    question = next((one for one in comparable(before, after) if one.key == key), None)
    if question is None:
        raise NotCountable(key)
    first = [_answered(before, one) for one, _ in pairs.matched]
    second = [_answered(after, other) for _, other in pairs.matched]
    return cross_table(variable(question, first), variable(question, second))


def chart_of(survey: Survey, key: str, *, as_of: str = "") -> Chart | None:
    """Draw the bars of one question in percent of who answered it; hidden ones are missing. None where refused."""
    table = table_of(survey, Cut(key))
    if table.answer.refused:
        return None
    base = f"回答のあった{table.base.answered}人(尋ねた人は{table.base.asked}人)"
    if table.hidden.any():
        base += "。人数の少ない項目などは、個人が特定されないように示していません"
    labels = table.columns.labels
    shares = [table.of_row(0, at) for at in range(len(labels))]
    about = About(table.columns.name, "%", base, as_of, survey.version.questionnaire.title)
    return bar_chart(about=about, labels=labels, series=[Series(table.columns.name, shares)], horizontal=True)


def _variables(survey: Survey, cut: Cut) -> tuple[Variable, Variable, Marks | None]:
    columns = _variable(survey, cut.columns)
    rows = everybody(columns) if cut.rows == EVERYBODY else _variable(survey, cut.rows)
    if not cut.conditions:
        return rows, columns, None
    return rows, columns, np.array([cut.includes(one.form, one.answers) for one in survey.sheets], dtype=np.bool_)


def _variable(survey: Survey, name: str) -> Variable:
    key, _, line = name.partition(".")
    question = survey.form.question(key)
    if question is None:
        raise NotCountable(name)
    return variable(question, survey.sheets, line)


def _earlier(survey: Survey, table: PublishedTable) -> Earlier:
    hidden = np.array([[cell is None for cell in line] for line in table.cells], dtype=np.bool_)
    return Earlier(*_variables(survey, read_cut(table.cut, survey.form)), hidden)


def _answered(form: Form, sheet: AnswerSheet) -> Answered:
    assert sheet.answered_on is not None  # by a constraint of the table
    return Answered(form, sheet.answers, sheet.answered_on)
