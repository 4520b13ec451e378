"""Rulesets of a town and their versions, as they are kept."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.engines.rulesets.states import TRANSITIONS, RulesetKind, VersionStatus
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition


class JsonText(models.JSONField):
    """JSON kept as text: jsonb forgets the order of keys, which is the order of choices and of sets of places."""

    def db_type(self, connection: object) -> str:
        return "text"

    def get_db_prep_value(self, value: Any, connection: object, prepared: bool = False) -> str:
        return json.dumps(value, ensure_ascii=False)


class Ruleset(TenantModel):
    """What a grant, a stay or a status demands and gives (要件・算定): its words, own facts, sets of places."""

    public_rows = "id IN (SELECT ruleset_id FROM rulesets_version WHERE status = 'adopted')"

    key = models.SlugField("記号", max_length=60)
    kind = models.CharField("種類", max_length=12, choices=RulesetKind.choices())
    title = JsonText("名称", default=dict)
    summary = JsonText("概要", default=dict)
    publisher = models.CharField("定めた団体", max_length=100, blank=True)
    facts = JsonText("独自の確認事項", default=list)
    places = JsonText("地域の集合", default=dict)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="rulesets_key")]

    def __str__(self) -> str:
        return str(self.title.get("ja", self.key))


class Version(TenantModel):
    """A ruleset as it stands from a day up to another one, both included (版). Adopted, its body changes no more."""

    public_rows = "status = 'adopted'"
    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    ruleset = models.ForeignKey("rulesets.Ruleset", models.PROTECT, related_name="versions")
    key = models.CharField("版の名前", max_length=40)
    starts_on = models.DateField("適用の始まり", null=True)
    last_on = models.DateField("適用の終わり", null=True)
    # Everything of a version in the file but key, days, adoption and cases (docs/reference/rulesets.md).
    body = JsonText("要件と算定")
    cases = JsonText("確認の事例", default=list)
    # Came with a pack, and nobody of this town has written on it.
    is_sample = models.BooleanField("見本", default=False)
    status = models.CharField("状態", max_length=10, choices=VersionStatus.choices(), default=VersionStatus.DRAFT)
    ordinance = models.CharField("要綱などの名称", max_length=120, blank=True)
    ordinance_number = models.CharField("番号", max_length=60, blank=True)
    adopted_on = models.DateField("要綱などの日付", null=True)
    proposed_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    adopted_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    # Of what was adopted (rules/freezing.py): verify compares.
    fingerprint = models.CharField("施行した内容の指紋", max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "ruleset", "key"], name="rulesets_version_key"),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(starts_on=None) | Q(last_on__gte=F("starts_on")),
                name="rulesets_version_forward",
                violation_error_message="適用の終わりは、始まりより後にしてください。",
            ),
            models.CheckConstraint(
                condition=~Q(status="adopted")
                | (~Q(ordinance="") & ~Q(ordinance_number="") & Q(adopted_on__isnull=False) & ~Q(fingerprint="")),
                name="rulesets_adopted_by_ordinance",
                violation_error_message="施行するには、要綱などの名称・番号・日付が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def shown_as_sample(self) -> bool:
        """Tell whether it is a 見本: of another town, or of a pack, not yet this town's own."""
        return self.is_sample and self.status == VersionStatus.DRAFT
