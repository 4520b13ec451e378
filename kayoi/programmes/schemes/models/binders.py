"""Binders for the auditor: one press for a scheme and a year, made by the worker, kept for a month."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.dates import fiscal_year_label
from kayoi.kit.moves import Transition
from kayoi.programmes.schemes.states.binders import BINDER_TRANSITIONS, BinderStatus


class Binder(TenantModel):
    """All cases of a procedure in a fiscal year as papers (監査の綴り), as they were when it was made.

    Fingerprint, counts and who made it stay when the papers are forgotten.
    """

    transitions: ClassVar[tuple[Transition, ...]] = BINDER_TRANSITIONS

    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    status = models.CharField("状態", max_length=10, choices=BinderStatus.choices(), default=BinderStatus.MAKING)
    asked_at = models.DateTimeField("頼んだ日時")
    by_name = models.CharField("作った人", max_length=150)
    total = models.PositiveIntegerField("件数", default=0)
    done = models.PositiveIntegerField("読み終えた件数", default=0)
    # Raised when a job begins: an earlier one that is still alive sees it and stops.
    attempt = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField("できた日時", null=True)
    gaps = models.PositiveIntegerField("確かめること", default=0)
    pages = models.PositiveIntegerField("ページ数", default=0)
    fingerprint = models.CharField("指紋(SHA-256)", max_length=64, blank=True)
    pdf = models.BinaryField(null=True)
    xlsx = models.BinaryField(null=True)
    problem = models.CharField("止まった理由", max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            # Two presses at once are one binder.
            models.UniqueConstraint(
                fields=["organization", "procedure", "fiscal_year"],
                condition=Q(status=BinderStatus.MAKING),
                name="schemes_one_binder_in_making",
            ),
            models.CheckConstraint(
                condition=~Q(status=BinderStatus.READY)
                | Q(pdf__isnull=False, xlsx__isnull=False, made_at__isnull=False),
                name="schemes_binder_ready",
            ),
        ]
        indexes = [models.Index(fields=["organization", "procedure", "fiscal_year"], name="schemes_binders")]

    def __str__(self) -> str:
        return f"{self.procedure.title} {self.year_label}"

    @property
    def year_label(self) -> str:
        """The fiscal year as offices write it."""
        return fiscal_year_label(self.fiscal_year)
