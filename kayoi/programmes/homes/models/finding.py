"""Leads to vacant houses, who may tell of them, the survey of owners by post, and what owners are offered next."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.homes.states import HomeKind, Intention, LeadSource, LeadStatus, OwnersReason, Use
from kayoi.programmes.homes.states.finding import (
    LEAD_TRANSITIONS,
    Answered,
    EntranceKind,
    NextOffer,
    Teller,
)


class Entrance(TenantModel):
    """A secret link through which a post office or a district head tells of houses (知らせてくれる所の入口)."""

    kind = models.CharField("種類", max_length=13, choices=EntranceKind.choices())
    name = models.CharField("名前", max_length=60)
    token_hash = models.CharField(max_length=64)
    opened_at = models.DateTimeField("作った日時")
    closed_at = models.DateTimeField("止めた日時", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "token_hash"], name="homes_entrance_link"),
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=Q(closed_at=None),
                name="homes_entrance_name",
                violation_error_message="同じ名前の入口が、いま使われています。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Lead(TenantModel):
    """That somewhere a house may stand empty (空き家の情報). Who told it by name, and the owner, have case files.

    What a neighbour has said is the neighbour's: the row reaches who told it, not the owner.
    """

    person_path = "told_by__person"
    transitions: ClassVar[tuple[Transition, ...]] = LEAD_TRANSITIONS

    source = models.CharField("経路", max_length=16, choices=LeadSource.choices())
    teller = models.CharField("知らせた人の立場", max_length=9, choices=Teller.choices())
    informant = models.CharField("知らせた人の続柄・役", max_length=60, blank=True)
    told_by = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="+")
    entrance = models.ForeignKey("homes.Entrance", models.PROTECT, null=True, related_name="leads")
    kind = models.CharField("用途", max_length=14, choices=HomeKind.choices(), default=HomeKind.DWELLING)
    quarter = models.CharField("町字", max_length=60, blank=True)
    address = models.CharField("番地・目印", max_length=200, blank=True)
    owner = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="+")
    reason = models.CharField("活用していない理由", max_length=12, choices=OwnersReason.choices(), blank=True)
    intention = models.CharField("意向", max_length=10, choices=Intention.choices(), blank=True)
    wants_contact = models.BooleanField("町からの連絡を希望", null=True)
    remark = models.TextField("聞いたこと", max_length=1000, blank=True)
    receipt = models.CharField("受付番号", max_length=14)
    client_key = models.UUIDField(null=True)
    status = models.CharField("状態", max_length=10, choices=LeadStatus.choices(), default=LeadStatus.NEW)
    received_at = models.DateTimeField("受け付けた日時")
    contacted_at = models.DateTimeField("はじめて連絡した日時", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "receipt"], name="homes_lead_receipt"),
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="homes_lead_sent_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "-received_at"], name="homes_leads"),
            models.Index(fields=["entrance", "-received_at"], name="homes_leads_of_entrance"),
        ]

    def __str__(self) -> str:
        return f"{self.quarter}{self.address}" or self.receipt


class OwnerSurvey(TenantModel):
    """A survey of owners by post (所有者意向調査); also of other idle buildings."""

    title = models.CharField("調査の名前", max_length=100)
    intro = models.TextField("お願いの文", max_length=1500, blank=True)
    sent_on = models.DateField("発送日", null=True)
    closes_on = models.DateField("回答の締切", null=True)
    made_at = models.DateTimeField()
    forgotten_on = models.DateField("宛名を消した日", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "title"],
                name="homes_survey_title",
                violation_error_message="同じ名前の調査があります。",
            ),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(sent_on=None) | Q(closes_on__gte=F("sent_on")),
                name="homes_survey_forward",
                violation_error_message="締切は発送日より後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SurveyLetter(TenantModel):
    """One letter of a survey: to whom, about which building, its personal code (as a hash), the answer."""

    survey = models.ForeignKey("homes.OwnerSurvey", models.PROTECT, related_name="letters")
    number = models.PositiveIntegerField("整理番号")
    code_hash = models.CharField(max_length=64)
    addressee = models.CharField("宛名", max_length=100)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("送付先", max_length=200)
    kind = models.CharField("建物の用途", max_length=14, choices=HomeKind.choices(), default=HomeKind.DWELLING)
    quarter = models.CharField("建物の町字", max_length=60)
    building = models.CharField("建物の所在", max_length=200, blank=True)
    returned_on = models.DateField("宛先不明で戻った日", null=True)
    answered_at = models.DateTimeField("回答日時", null=True)
    answered_by = models.CharField("回答の方法", max_length=6, choices=Answered.choices(), blank=True)
    use = models.CharField("いまの使い方", max_length=10, choices=Use.choices(), blank=True)
    intention = models.CharField("今後の意向", max_length=10, choices=Intention.choices(), blank=True)
    reason = models.CharField("活用していない理由", max_length=12, choices=OwnersReason.choices(), blank=True)
    wants_contact = models.BooleanField("町からの連絡を希望", null=True)
    phone = models.CharField("電話番号", max_length=60, blank=True)
    remark = models.TextField("ご意見", max_length=1000, blank=True)
    lead = models.ForeignKey("homes.Lead", models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "survey", "number"], name="homes_letter_number"),
            models.UniqueConstraint(fields=["organization", "code_hash"], name="homes_letter_code"),
        ]


class OfferText(TenantModel):
    """The town's own sentence about what may be offered to an owner (次の提案の文)."""

    code = models.CharField("提案", max_length=10, choices=NextOffer.choices())
    text = models.CharField("案内の文", max_length=300)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="homes_offer_text_once")]
