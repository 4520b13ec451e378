"""Reads of questions: for pages, for the person, and checks."""

from kayoi.programmes.consultations.selectors.questions import (
    desk_opening,
    desks_open,
    draft_of,
    question_with_receipt,
    questions_of,
    takes_questions,
)

__all__ = ["desk_opening", "desks_open", "draft_of", "question_with_receipt", "questions_of", "takes_questions"]
