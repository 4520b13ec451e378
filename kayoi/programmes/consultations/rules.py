"""When an answer is due, whether it came in time, and when the next step after a call is due."""

import re
from datetime import date, timedelta

from kayoi.kit.dates import business_day_from, business_days_between, business_days_later, months_later
from kayoi.kit.text import normal
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.consultations.states import DIGITS_OF_A_PHONE, NextStep


def answer_due_on(*, asked_on: date, within_days: int) -> date:
    """Return the day by which an answer is promised (回答の期限): that many working days after the day of the question.

    Source: docs/decisions/0012-answer-within-working-days.md
    """
    return business_days_later(asked_on, within_days)


def days_taken(*, asked_on: date, answered_on: date) -> int:
    """Return how many working days an answer took (所要開庁日数); the day of the question is not counted.

    Source: docs/decisions/0012-answer-within-working-days.md
    """
    return business_days_between(asked_on, answered_on)


def question_text(*, subject: str, text: str, most: int) -> str:
    """Return what stands in a question that came by mail (メールの相談の本文): subject and words, cut with a note.

    Source: docs/decisions/0016-what-a-mail-becomes.md
    """
    whole = "\n\n".join(part for part in (subject.strip(), text.strip()) if part) or "(本文のないメール)"
    rest = "\n…(続きは受信メールで読めます)"
    return whole if len(whole) <= most else whole[: most - len(rest)] + rest


def language_of(text: str) -> str:
    """Return in which of our two languages a mail is answered (返事の言語): Japanese where any of its letters stands.

    Source: docs/decisions/0016-what-a-mail-becomes.md
    """
    letters = [sign for sign in text if sign.isalpha()]
    japanese = any(
        "\u3041" <= sign <= "\u30ff" or "\u4e00" <= sign <= "\u9fff" or "\uff66" <= sign <= "\uff9d" for sign in letters
    )
    return "ja" if japanese or not letters else "en"


def next_due_on(*, step: NextStep, on: date, chosen: date | None = None) -> date | None:
    """Return by when the next step after a call is due (次の対応の期限); None where nothing was agreed.

    A day on which the office is closed becomes the next one on which it is open, unless staff chose the day themselves.
    Source: docs/decisions/0015-finding-callers.md
    """
    if step is NextStep.TOMORROW:
        return business_days_later(on, 1)
    if step is NextStep.WEEK:
        return business_day_from(on + timedelta(days=7))
    if step is NextStep.MONTH:
        return business_day_from(months_later(on, 1))
    return chosen if step is NextStep.DAY else None


def caller_typed(words: str) -> dict[str, str]:
    """Return what was typed to find a caller as the first lines of a new entry (聞いたことの書き写し).

    Digits are a telephone number, kana the reading, the rest the name.
    Source: docs/decisions/0015-finding-callers.md
    """
    parts = normal(words).split()
    phone = next((part for part in parts if sum(map(str.isdigit, part)) >= DIGITS_OF_A_PHONE), "")
    rest = [part for part in parts if part != phone]
    spoken = [part for part in rest if re.fullmatch("[ぁ-ゖァ-ヺー・]+", part)]
    name = [part for part in rest if part not in spoken]
    typed = {"phone": phone, "kana": " ".join(spoken), "name": " ".join(name)}
    return {key: value for key, value in typed.items() if value}


def next_step_said(*, title: str, due_on: date | None, nothing_agreed: bool) -> Verdict:
    """Answer whether a call says what is next, or that nothing was agreed (次の対応が言われているか).

    Source: docs/decisions/0015-finding-callers.md
    """
    against: list[Reason] = []
    if nothing_agreed and (title or due_on):
        against.append(Reason("consultations.next_and_nothing"))
    if not nothing_agreed and not title:
        against.append(Reason("consultations.next_without_title"))
    if not nothing_agreed and due_on is None:
        against.append(Reason("consultations.next_without_day"))
    return verdict(against)
