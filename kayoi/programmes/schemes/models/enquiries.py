"""Questions to other offices about many applications at once (照会), and what came back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.programmes.schemes.states.enquiries import EnquiryKind, Result


class Enquiry(TenantModel):
    """A list that goes to another office (照会): about whom, what for, on which ground, by when.

    It names people by their applications; names are written into the sheet when it is handed out, and nowhere else.
    """

    number = models.PositiveIntegerField("照会番号")
    kind = models.CharField("種類", max_length=10, choices=EnquiryKind.choices())
    addressee = models.CharField("照会先", max_length=60)
    ground = models.CharField("根拠", max_length=200)
    purpose = models.CharField("目的", max_length=200)
    made_on = models.DateField("照会した日")
    due_on = models.DateField("回答の期限")
    made_by = models.ForeignKey("identity.Membership", models.PROTECT, related_name="+")
    reminded_on = models.DateField("催告した日", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="schemes_enquiry_number"),
            models.CheckConstraint(condition=~Q(ground="") & ~Q(purpose=""), name="schemes_enquiry_grounded"),
        ]
        indexes = [models.Index(fields=["organization", "-made_on"], name="schemes_enquiries")]

    def __str__(self) -> str:
        return f"照会第{self.number}号"


class EnquiryRow(TenantModel):
    """One application on such a list, with what came back, when and from whom; the remark says why nothing did."""

    person_path = "application__case_file__person"

    enquiry = models.ForeignKey("schemes.Enquiry", models.PROTECT, related_name="rows")
    application = models.ForeignKey("procedures.Application", models.PROTECT, related_name="enquiry_rows")
    position = models.PositiveSmallIntegerField("番号")
    result = models.CharField("結果", max_length=8, choices=Result.choices(), default=Result.OPEN)
    remark = models.CharField("補足", max_length=200, blank=True)
    answered_on = models.DateField("回答の日", null=True)
    answered_by = models.CharField("回答した人", max_length=60, blank=True)
    taken_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "enquiry", "position"], name="schemes_enquiry_position"),
            models.UniqueConstraint(fields=["organization", "enquiry", "application"], name="schemes_enquired_once"),
            models.CheckConstraint(
                condition=Q(result=Result.OPEN)
                | Q(result=Result.SILENT, answered_on=None) & ~Q(remark="")
                | Q(answered_on__isnull=False) & ~Q(answered_by=""),
                name="schemes_answered_by_somebody",
            ),
        ]
