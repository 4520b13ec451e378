"""Papers of an application, and the documents in which they were handed in (書類の保管)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kayoi.engines.procedures.states import PAPER_TRANSITIONS, PaperStatus
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition


class Document(TenantModel):
    """A document that somebody has handed in once and may use again (保管した書類); a draft's may be nobody's yet."""

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="documents")
    label = models.CharField("書類の名前", max_length=100)
    issued_on = models.DateField("発行の日", null=True)
    page_count = models.PositiveSmallIntegerField("枚数")
    received_on = models.DateField("受け取った日")

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["case_file", "-received_on"], name="procedures_locker")]


class Page(TenantModel):
    """One photo or PDF of a document, in its place."""

    person_path = "document__case_file__person"

    document = models.ForeignKey("procedures.Document", models.CASCADE, related_name="pages")
    position = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "document", "position"], name="procedures_page_once")
        ]


class Paper(TenantModel):
    """One paper that an application needs (添付書類), whether it came as files or on paper."""

    person_path = "application__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = PAPER_TRANSITIONS

    application = models.ForeignKey("procedures.Application", models.CASCADE, related_name="papers")
    code = models.CharField(max_length=30)
    label = models.CharField("書類の名前", max_length=100)
    is_needed = models.BooleanField("必ず要る", default=True)
    valid_months = models.PositiveSmallIntegerField("発行から何か月以内", null=True)
    least_pages = models.PositiveSmallIntegerField("最少の枚数", default=1)
    status = models.CharField("状態", max_length=8, choices=PaperStatus.choices(), default=PaperStatus.MISSING)
    document = models.ForeignKey("procedures.Document", models.PROTECT, null=True, related_name="papers")
    received_on = models.DateField("受け取った日", null=True)
    valid_until = models.DateField("有効期限", null=True)
    why = models.CharField("直しの理由", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "application", "code"], name="procedures_paper_once")
        ]
