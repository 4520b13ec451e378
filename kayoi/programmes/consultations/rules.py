"""When an answer is due, and whether it came in time."""

from datetime import date

from kayoi.kit.dates import business_days_between, business_days_later


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
