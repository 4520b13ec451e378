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
            yield _reason("missing", question)
        elif question.kind is Kind.MATRIX and isinstance(found[question.key], dict):
            for line in question.lines:
                if line.key not in found[question.key]:
                    yield _reason("missing_line", question, line=line.label)


def _wrong(form: Form, answers: Answers) -> Iterator[Reason]:
    for key, answer in kept(form, answers).items():
        question = form.question(key)
        if question is None:
            yield Reason("questionnaires.unknown_question", {"key": key})
        else:
            yield from _CHECKS[question.kind](question, answer)


def _reason(code: str, question: Question, **more: str | int) -> Reason:
    return Reason(f"questionnaires.{code}", {"question": question.text, "key": question.key, **more})


def _single(question: Question, answer: Any) -> Iterator[Reason]:
    if not isinstance(answer, str) or answer not in {option.key for option in question.options}:
        yield _reason("no_such_option", question)


def _multiple(question: Question, answer: Any) -> Iterator[Reason]:
    known = {option.key: option for option in question.options}
    if not isinstance(answer, list) or not all(isinstance(key, str) and key in known for key in answer):
        yield _reason("no_such_option", question)
        return
    if len(set(answer)) < len(answer):
        yield _reason("chosen_twice", question)
    for key in answer:
        if known[key].alone and len(answer) > 1:
            yield _reason("alone", question, option=known[key].label)
    if len(answer) < question.least:
        yield _reason("too_few_chosen", question, least=question.least)
    if len(answer) > question.most:
        yield _reason("too_many", question, most=question.most)


def _matrix(question: Question, answer: Any) -> Iterator[Reason]:
    options, lines = ({one.key for one in each} for each in (question.options, question.lines))
    if not isinstance(answer, dict) or not all(key in lines for key in answer):
        yield _reason("no_such_line", question)
    elif not all(isinstance(chosen, str) and chosen in options for chosen in answer.values()):
        yield _reason("no_such_option", question)


def _number(question: Question, answer: Any) -> Iterator[Reason]:
    if not isinstance(answer, int) or isinstance(answer, bool):
        yield _reason("no_number", question)
    elif not question.least <= answer <= question.most:
        yield _reason("out_of_range", question, least=question.least, most=question.most)


def _date(question: Question, answer: Any) -> Iterator[Reason]:
    try:
        date.fromisoformat(answer if isinstance(answer, str) else "")
    except ValueError:
        yield _reason("no_date", question)


def _text(question: Question, answer: Any) -> Iterator[Reason]:
    if not isinstance(answer, str) or "\0" in answer:
        yield _reason("no_text", question)
    elif len(answer) > question.most:
        yield _reason("too_long", question, most=question.most)


def _place(question: Question, answer: Any) -> Iterator[Reason]:
    try:
        sound = isinstance(answer, str) and municipality_code(answer, form=6).code == answer
    except ValueError:
        sound = False
    if not sound:
        yield _reason("no_place", question)


_CHECKS = {
    Kind.SINGLE: _single, Kind.MULTIPLE: _multiple, Kind.MATRIX: _matrix, Kind.SCALE: _number, Kind.NUMBER: _number,
    Kind.DATE: _date, Kind.TEXT: _text, Kind.PLACE: _place,
}  # fmt: skip
