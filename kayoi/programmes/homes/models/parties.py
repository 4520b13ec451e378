"""Owners, heirs, kin; their consents."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.programmes.homes.states import Agreement, HomeConsentPurpose, Kinship, PartyRole, Reached


class Party(TenantModel):
    """Somebody who has a say in a house (権利者・関係者). Who they are stands in the case file.

    Heirs hang below the person they inherit from: the tree of `heir_of`. `agent` speaks for a holder (委任状).
    """

    person_path = "case_file__person"

    home = models.ForeignKey("homes.Home", models.CASCADE, related_name="parties")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    role = models.CharField("立場", max_length=8, choices=PartyRole.choices())
    heir_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="heirs")
    kinship = models.CharField("亡くなった人との続柄", max_length=12, choices=Kinship.choices(), blank=True)
    died_on = models.DateField("亡くなった日", null=True)
    share = models.CharField("持分", max_length=20, blank=True)
    relation = models.CharField("続柄・立場の説明", max_length=20, blank=True)
    reached = models.CharField("連絡の状態", max_length=8, choices=Reached.choices(), default=Reached.NOT_YET)
    agreement = models.CharField("登録への同意", max_length=7, choices=Agreement.choices(), default=Agreement.OPEN)
    agreed_on = models.DateField("同意・不同意の日", null=True)
    agent = models.ForeignKey("self", models.PROTECT, null=True, related_name="principals")
    agent_paper = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    agent_ends_before = models.DateField("委任の終わりの翌日", null=True)
    is_contact = models.BooleanField("連絡の窓口", default=False)
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "home", "case_file"],
                name="homes_party_once",
                violation_error_message="この人は、すでにこの空き家の関係者です。",
            ),
            models.UniqueConstraint(
                fields=["organization", "home"], condition=Q(is_contact=True), name="homes_one_contact"
            ),
            models.CheckConstraint(condition=~Q(heir_of=F("id")) & ~Q(agent=F("id")), name="homes_not_ones_own_heir"),
            models.CheckConstraint(
                condition=Q(died_on=None) | Q(role=PartyRole.DECEASED), name="homes_only_the_dead_have_died"
            ),
            models.CheckConstraint(
                condition=~Q(role=PartyRole.DECEASED) | Q(is_contact=False, agent=None),
                name="homes_the_dead_say_nothing",
            ),
        ]
        indexes = [models.Index(fields=["case_file"], name="homes_parties_of_file")]


class HomeConsent(TenantModel):
    """What somebody has agreed to for a house, with date and version; withdrawn, it takes effect at once (同意)."""

    person_path = "party__case_file__person"

    home = models.ForeignKey("homes.Home", models.CASCADE, related_name="consents")
    party = models.ForeignKey("homes.Party", models.PROTECT, related_name="consents")
    agent = models.ForeignKey("homes.Party", models.PROTECT, null=True, related_name="+", verbose_name="代理人")
    purpose = models.CharField("同意の種類", max_length=20, choices=HomeConsentPurpose.choices())
    text_version = models.CharField("文面の版", max_length=20)
    channel = models.CharField("受けた方法", max_length=12, choices=Channel.choices())
    given_on = models.DateField("同意した日")
    withdrawn_on = models.DateField("取り消した日", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "party", "purpose"],
                condition=Q(withdrawn_on=None),
                name="homes_one_open_consent",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")), name="homes_consent_forward"
            ),
        ]
        indexes = [models.Index(fields=["home", "purpose"], name="homes_consents")]
