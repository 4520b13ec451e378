"""Bodies that apply: groups of a district, NPOs, companies."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel


class Body(TenantModel):
    """That a case file is about a body, not a person (団体): who represents it, its number where it has one.

    Name, reading and seat stand on the file. Who writes and answers for it has a file of their own.
    """

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="bodies")
    corporate_number = models.CharField("法人番号", max_length=13, blank=True)
    representative_title = models.CharField("代表者の役職", max_length=40)
    representative_name = models.CharField("代表者の氏名", max_length=100)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "case_file"], name="casefiles_body_once"),
            models.UniqueConstraint(
                fields=["organization", "corporate_number"],
                condition=~Q(corporate_number=""),
                name="casefiles_corporate_number",
                violation_error_message="この法人番号の団体は、すでにあります。",
            ),
        ]

    @property
    def representative(self) -> str:
        """Who represents it, as letters address them: 会長 伊那 太郎."""
        return f"{self.representative_title} {self.representative_name}"
