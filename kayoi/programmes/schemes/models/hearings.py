"""That grantees could speak before a decision about them is cancelled."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.programmes.schemes.states.hearings import Spoken


class Hearing(TenantModel):
    """That a grantee could speak before a decision is cancelled (弁明の機会), or by which article not.

    Before a refund is demanded, or, without one, before a decision is cancelled of which nothing was paid.
    """

    person_path = "grant__case_file__person"

    grant = models.ForeignKey("schemes.Grant", models.PROTECT, related_name="hearings")
    recovery = models.ForeignKey("schemes.Recovery", models.PROTECT, null=True, related_name="hearings")
    matter = models.CharField("取り消そうとする理由", max_length=400, blank=True)
    notified_on = models.DateField("通知した日", null=True)
    due_on = models.DateField("弁明の期限", null=True)
    said = models.TextField("述べたこと", max_length=2000, blank=True)
    said_on = models.DateField("弁明のあった日", null=True)
    unheard_ground = models.CharField("弁明の機会を与えない根拠", max_length=120, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "grant", "recovery"], nulls_distinct=False, name="schemes_hearing_once"
            ),
            models.CheckConstraint(
                condition=Q(unheard_ground="", notified_on__isnull=False, due_on__isnull=False)
                | (~Q(unheard_ground="") & Q(notified_on=None, due_on=None, said_on=None)),
                name="schemes_heard_or_why_not",
            ),
        ]

    @property
    def spoken(self) -> Spoken:
        """How far it is."""
        return Spoken.DONE if self.unheard_ground or self.said_on else Spoken.WAITED_FOR
