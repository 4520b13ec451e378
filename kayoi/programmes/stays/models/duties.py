"""What the ground of a house asks for: the guest register, the intent that was confirmed, the lease."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.programmes.stays.states import Intent


class Guest(TenantModel):
    """One row of the guest register (宿泊者名簿), kept for three years and then deleted."""

    person_path = "stay__case_file__person"

    stay = models.ForeignKey("stays.Stay", models.PROTECT, related_name="guests")
    name = models.CharField("氏名", max_length=100)
    address = models.CharField("住所", max_length=200)
    contact = models.CharField("連絡先(または職業)", max_length=100)
    from_abroad = models.BooleanField("国内に住所のない外国人", default=False)
    nationality = models.CharField("国籍", max_length=60, blank=True)
    passport_sealed = models.CharField("旅券番号", max_length=200, blank=True)
    passport_copied = models.BooleanField("旅券の写しをとった", default=False)
    written_at = models.DateTimeField("記入した日時")
    kept_until = models.DateField("保存の期限")

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(from_abroad=False) | ~Q(nationality="") & ~Q(passport_sealed=""),
                name="stays_guest_from_abroad",
                violation_error_message="国内に住所のない外国人は、国籍と旅券番号も書いてください。",
            ),
        ]
        indexes = [models.Index(fields=["organization", "kept_until"], name="stays_guests_kept")]


class IntentRecord(TenantModel):
    """That the town has asked whether somebody means to buy or rent a home here (意思の確認)."""

    person_path = "stay__case_file__person"

    stay = models.ForeignKey("stays.Stay", models.PROTECT, related_name="intents")
    intent = models.CharField("意思", max_length=8, choices=Intent.choices())
    said = models.CharField("聞き取った内容", max_length=600)
    asked_on = models.DateField("確かめた日")
    asked_by = models.ForeignKey("identity.Membership", models.PROTECT, related_name="+", verbose_name="確かめた人")
    written_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "stay"], name="stays_one_intent")]


class Lease(TenantModel):
    """The lease of a stay on a fixed term (定期建物賃貸借): explained in writing first, then signed."""

    person_path = "stay__case_file__person"

    stay = models.ForeignKey("stays.Stay", models.PROTECT, related_name="leases")
    explanation = models.ForeignKey("procedures.Letter", models.PROTECT, null=True, related_name="+")
    explained_on = models.DateField("事前説明書を渡して説明した日", null=True)
    contract = models.ForeignKey("procedures.Letter", models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField("契約の日", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "stay"], name="stays_one_lease"),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(explained_on__lte=models.F("signed_on")),
                name="stays_explained_first",
                violation_error_message="契約の前に、事前説明書を渡して説明してください。",
            ),
        ]
