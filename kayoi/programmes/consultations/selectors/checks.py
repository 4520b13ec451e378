"""Checks of questions for `manage.py verify`: how many rows of the open organization are not sound."""

from collections import Counter

from django.apps import apps
from django.db.models import Exists, OuterRef

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.consultations.models import Answer, Question
from kayoi.programmes.consultations.states import CAUSE, QuestionStatus


def without_engagement() -> int:
    """Count questions that have no engagement, or more than one: they would be counted wrongly."""
    told = Counter(Engagement.objects.filter(kind="question", cause=CAUSE).values_list("reference", flat=True))
    return sum(told[str(pk)] != 1 for pk in Question.objects.values_list("pk", flat=True))


def answered_without_answer() -> int:
    """Count questions whose status and answers do not agree, or whose answers have no engagement."""
    answers = Answer.objects.filter(question=OuterRef("pk"))
    questions = Question.objects.annotate(has=Exists(answers))
    unlike = questions.filter(status=QuestionStatus.ANSWERED, has=False) | questions.filter(
        status=QuestionStatus.OPEN, has=True
    )
    told = Counter(Engagement.objects.filter(kind="answer", cause=CAUSE).values_list("reference", flat=True))
    given = Counter(Answer.objects.values_list("question_id", flat=True))
    return unlike.count() + sum(told[str(pk)] != count for pk, count in given.items())


def not_searchable() -> int:
    """Count questions and answers without a search column: nobody finds them by their words."""
    return sum(model.objects.filter(search=None).count() for model in (Question, Answer))


def open_without_follow_up() -> int:
    """Count unanswered questions that nobody is asked to answer."""
    waiting = set(FollowUp.objects.open().filter(cause=CAUSE).values_list("reference", flat=True))
    open_ones = Question.objects.filter(status=QuestionStatus.OPEN).values_list("pk", flat=True)
    return sum(str(pk) not in waiting for pk in open_ones)


def dangling_references() -> int:
    """Count engagements, follow-ups and messages whose cause names a row that is not there."""
    named: dict[str, set[str]] = {}
    for rows in (Engagement.objects.all(), FollowUp.objects.all(), Message.objects.all()):
        told = rows.exclude(reference="").exclude(cause="").order_by()
        for cause, reference in told.values_list("cause", "reference").distinct():
            named.setdefault(cause, set()).add(reference)
    labels = {model._meta.label: model for model in apps.get_models()}
    missing = 0
    for cause, references in named.items():
        model = labels.get(cause)
        if model is None:  # a task such as followups.reminder, whose reference is a day
            continue
        there = set(map(str, model._base_manager.filter(pk__in=references).values_list("pk", flat=True)))
        missing += len(references - there)
    return missing


def openings_unlike_organization() -> int:
    """Count published desks whose place is not that of their organization."""
    desks = Opening.objects.filter(kind=OpeningKind.CONSULTATION, withdrawn_at=None)
    codes = dict(Organization.objects.values_list("pk", "place_code"))
    return sum(codes[desk.organization_id] != desk.place_code for desk in desks)
