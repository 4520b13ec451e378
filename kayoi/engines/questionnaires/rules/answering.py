"""Is an answer sheet complete and are its answers of their kinds: all reasons at once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from kayoi.engines.questionnaires.rules.questions import Answers, Form, Question, kept, shown
from kayoi.engines.questionnaires.states import Kind
from kayoi.kit.text.codes import municipality_code
from kayoi.kit.verdict import Reason, Verdict, verdict


def may_submit(form: Form, answers: Answers) -> Verdict:
    """Answer whether the sheet may be handed in: all that must be answered is, and every answer is of its kind.

    Source: docs/reference/questionnaires.md (Answers)
    """
    return verdict([*_wrong(form, answers), *_missing(form, answers)])


def may_save(form: Form, answers: Answers) -> Verdict:
    """Answer whether the sheet may be put by as a draft: what is there is of its kind, the rest may be missing.

    Source: docs/reference/questionnaires.md (Answers)
    """
    return verdict(_wrong(form, answers))


def _missing(form: Form, answers: Answers) -> Iterator[Reason]:
    found = kept(form, answers)
    for question in shown(form, answers):
        if not question.must:
            continue
        if question.key not in found:
            yield Reason("questionnaires.missing", _of(question))
        elif question.kind is Kind.MATRIX and isinstance(found[question.key], dict):
            for line in question.lines:
                if line.key not in found[question.key]:
                    yield Reason("questionnaires.missing_line", _of(question, line=line.label))


def _wrong(form: Form, answers: Answers) -> Iterator[Reason]:
    for key, answer in kept(form, answers).items():
        question = form.question(key)
        if question is None:
            yield Reason("questionnaires.unknown_question", {"key": key})
        else:
            yield from _CHECKS[question.kind](question, answer)


def _of(question: Question, **more: str | int) -> dict[str, str | int]:
    return {"question": question.text, "key": question.key, **more}


def _single(question: Question, answer: Any) -> Iterator[Reason]:
    if not isinstance(answer, str) or answer not in {option.key for option in question.options}:
        yield Reason("questionnaires.no_such_option", _of(question))


def _multiple(question: Question, answer: Any) -> Iterator[Reason]:
    known = {option.key: option for option in question.options}
    if not isinstance(answer, list) or not all(isinstance(key, str) and key in known for key in answer):
        yield Reason("questionnaires.no_such_option", _of(question))
        return
    if len(set(answer)) < len(answer):
        yield Reason("questionnaires.chosen_twice", _of(question))
    for key in answer:
        if known[key].alone and len(answer) > 1:
            yield Reason("questionnaires.alone", _of(question, option=known[key].label))
    if len(answer) < question.least:
        yield Reason("questionnaires.too_few_chosen", _of(question, least=question.least))
    if len(answer) > question.most:
        yield Reason("questionnaires.too_many", _of(question, most=question.most))


def _matrix(question: Question, answer: Any) -> Iterator[Reason]:
    options, lines = ({one.key for one in each} for each in (question.options, question.lines))
    if not isinstance(answer, dict) or not all(key in lines for key in answer):
        yield Reason("questionnaires.no_such_line", _of(question))
    elif not all(isinstance(chosen, str) and chosen in options for chosen in answer.values()):
        yield Reason("questionnaires.no_such_option", _of(question))


def _number(question: Question, answer: Any) -> Iterator[Reason]:
    if not isinstance(answer, int) or isinstance(answer, bool):
        yield Reason("questionnaires.no_number", _of(question))
    elif not question.least <= answer <= question.most:
        yield Reason("questionnaires.out_of_range", _of(question, least=question.least, most=question.most))


def _date(question: Question, answer: Any) -> Iterator[Reason]:
    try:
        date.fromisoformat(answer if isinstance(answer, str) else "")
    except ValueError:
        yield Reason("questionnaires.no_date", _of(question))


def _text(question: Question, answer: Any) -> Iterator[Reason]:
    if not isinstance(answer, str) or "\0" in answer:
        yield Reason("questionnaires.no_text", _of(question))
    elif len(answer) > question.most:
        yield Reason("questionnaires.too_long", _of(question, most=question.most))


def _place(question: Question, answer: Any) -> Iterator[Reason]:
    try:
        sound = isinstance(answer, str) and municipality_code(answer, form=6).code == answer
    except ValueError:
        sound = False
    if not sound:
        yield Reason("questionnaires.no_place", _of(question))


_CHECKS = {
    Kind.SINGLE: _single, Kind.MULTIPLE: _multiple, Kind.MATRIX: _matrix, Kind.SCALE: _number, Kind.NUMBER: _number,
    Kind.DATE: _date, Kind.TEXT: _text, Kind.PLACE: _place,
}  # fmt: skip
