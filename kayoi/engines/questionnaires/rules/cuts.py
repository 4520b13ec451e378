"""What a table is of: two variables, and of whom."""

from dataclasses import dataclass
from typing import Any

from kayoi.engines.questionnaires.rules.questions import Answers, Condition, Form, kept
from kayoi.engines.questionnaires.rules.reading import BadQuestionnaire, read_condition

EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows and columns by the key of a question, with `.line` of a matrix; empty rows: all in one line (単純集計)."""

    columns: str
    rows: str = EVERYBODY
    conditions: tuple[Condition, ...] = ()

    def includes(self, form: Form, answers: Answers) -> bool:
        """Tell whether a sheet is counted."""
        found = kept(form, answers) if self.conditions else answers
        return all(one.holds(found.get(one.question)) for one in self.conditions)


def cut_as_data(cut: Cut) -> dict[str, Any]:
    """Return a cut as it is kept beside its table.

    Source: docs/reference/questionnaires.md (Tables)
    """
    conditions = [
        {"question": one.question, "is": sorted(one.options)}
        if one.options
        else {"question": one.question, "least": one.least, "most": one.most}
        for one in cut.conditions
    ]
    return {"rows": cut.rows, "columns": cut.columns, "if": conditions}


def read_cut(data: Any, form: Form) -> Cut:
    """Read a cut of this questionnaire. Raises BadQuestionnaire.

    Source: docs/reference/questionnaires.md (Tables)
    """
    if not isinstance(data, dict) or set(data) - {"if"} != {"rows", "columns"}:
        raise BadQuestionnaire("table: expected rows, columns and if")
    known = {question.key: question for question in form.questions}
    for word in ("rows", "columns"):
        if data[word] != EVERYBODY and str(data[word]).partition(".")[0] not in known:
            raise BadQuestionnaire(f"table.{word}: unknown question {data[word]!r}")
    conditions = [read_condition(one, f"table.if[{at}]", known) for at, one in enumerate(data.get("if", []))]
    return Cut(data["columns"], data["rows"], tuple(conditions))
