"""Letters, and how they are numbered."""

from __future__ import annotations

from django.db import models

from kayoi.foundation.tenancy.models import TenantModel


class Letter(TenantModel):
    """A letter that was issued (通知書): its values frozen, its PDF made from them whenever it is opened."""

    append_only = True
    person_path = "case_file__person"

    application = models.ForeignKey("procedures.Application", models.PROTECT, null=True, related_name="letters")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    template = models.CharField("文書の種類", max_length=60)
    title = models.CharField("文書の題", max_length=60)
    number = models.CharField("文書番号", max_length=40)
    issued_on = models.DateField("日付")
    values = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="procedures_letter_number")]
        indexes = [models.Index(fields=["case_file", "-made_at"], name="procedures_letters")]


class LetterCounter(TenantModel):
    """The last number given to a letter in a fiscal year (文書の採番)."""

    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "fiscal_year"], name="procedures_counter_once")]
