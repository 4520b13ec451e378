"""Questions, answers, and drafts that are not lost when a page is left."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from kayoi.engines.casefiles.models.searching import SearchedManager, search_function
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.consultations.states import TRANSITIONS, QuestionStatus, Result


class Question(TenantModel):
    """A question or consultation (質問・相談), by whatever channel it came."""

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS
    search_functions = (search_function("consultations_question", "asked_at"),)

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="questions")
    receipt = models.CharField("受付番号", max_length=14)
    client_key = models.UUIDField(null=True)
    text = models.TextField("内容", max_length=4000)
    language = models.CharField(max_length=5, default="ja")
    channel = models.CharField("方法", max_length=12, choices=Channel.choices())
    asked_at = models.DateTimeField("受けた日時")
    due_on = models.DateField("回答の期限")
    status = models.CharField("状態", max_length=10, choices=QuestionStatus.choices(), default=QuestionStatus.OPEN)
    repeat = models.BooleanField("2回目以降", default=False)
    result = models.CharField("結果", max_length=12, choices=Result.choices(), blank=True)
    nothing_agreed = models.BooleanField("約束なし", default=False)
    version = models.PositiveIntegerField(default=1)
    search = SearchVectorField(null=True)

    objects: ClassVar = SearchedManager["Question"]()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "receipt"], name="consultations_receipt"),
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="consultations_sent_once",
            ),
        ]
        indexes = [
            models.Index(fields=["case_file", "-asked_at"], name="consultations_of_file"),
            models.Index(fields=["organization", "status", "due_on"], name="consultations_waiting"),
            GinIndex(fields=["search"], name="consultations_question_search", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.receipt


class Answer(TenantModel):
    """An answer (回答), by mail or on the spot."""

    person_path = "question__case_file__person"
    search_functions = (search_function("consultations_answer", "answered_at"),)

    question = models.ForeignKey("consultations.Question", models.PROTECT, related_name="answers")
    text = models.TextField("回答", max_length=8000)
    channel = models.CharField("方法", max_length=12, choices=Channel.choices())
    answered_at = models.DateTimeField("回答した日時")
    answered_by = models.CharField("回答した人", max_length=100)
    message = models.ForeignKey("mailing.Message", models.PROTECT, null=True, related_name="+")
    search = SearchVectorField(null=True)

    objects: ClassVar = SearchedManager["Answer"]()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["question", "answered_at"], name="consultations_answers"),
            GinIndex(fields=["search"], name="consultations_answer_search", fastupdate=False),
        ]


class Draft(TenantModel):
    """What a visitor has typed but not sent (下書き); found by a secret in the session, forgotten after days."""

    token_hash = models.CharField(max_length=64)
    data = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "token_hash"], name="consultations_draft_once")]
