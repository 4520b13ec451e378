"""One entry for each change, and for each view of a personal file."""

from django.db import models
from django.db.models.functions import Now

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.actor import ActorKind


class Entry(TenantModel):
    """Who did what to which row (操作の記録). No foreign keys: nothing blocks a removal, nothing is lost by one."""

    append_only = True

    at = models.DateTimeField("日時")
    recorded_at = models.DateTimeField(db_default=Now())
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices())
    actor_name = models.CharField("だれが", max_length=100)
    actor_user = models.BigIntegerField(null=True)
    actor_membership = models.BigIntegerField(null=True)
    actor_person = models.BigIntegerField(null=True)
    action = models.CharField("何を", max_length=60)
    subject = models.CharField(max_length=60)
    reference = models.CharField(max_length=40)
    on_behalf_of = models.CharField("だれのために", max_length=100, blank=True)
    why = models.CharField("理由", max_length=500, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reasons = models.JSONField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["organization", "subject", "reference", "-at"], name="audit_subject"),
            models.Index(fields=["organization", "-at"], name="audit_latest"),
        ]
