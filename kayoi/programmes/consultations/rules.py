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
