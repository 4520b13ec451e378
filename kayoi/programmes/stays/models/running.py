"""Keeping the houses: made ready after each use, looked at after each departure."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel


class Cleaning(TenantModel):
    """That a room was made ready after a use (清掃の記録); nothing here says who had it."""

    booking = models.ForeignKey("reservations.Booking", models.PROTECT, related_name="+")
    done_on = models.DateField("清掃した日")
    done_by = models.CharField("清掃した人・会社", max_length=60)
    note = models.CharField("気づいたこと", max_length=300, blank=True)
    noted_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "booking"], name="stays_cleaned_once")]


class Inspection(TenantModel):
    """How a room was found after a departure (退去後の点検): with it a stay is over."""

    person_path = "stay__case_file__person"

    stay = models.ForeignKey("stays.Stay", models.PROTECT, related_name="inspections")
    inspected_on = models.DateField("点検した日")
    findings = models.TextField("見つかったこと", max_length=1000, blank=True)
    inspected_by = models.ForeignKey("identity.Membership", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "stay"], name="stays_one_inspection")]


class InspectionPicture(TenantModel):
    """A photo of what was found (点検の写真)."""

    person_path = "inspection__stay__case_file__person"

    inspection = models.ForeignKey("stays.Inspection", models.PROTECT, related_name="pictures")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")


class EarlierStay(TenantModel):
    """A stay of the time before, brought from an office's own table (これまでの利用の記録): no name, only figures."""

    house = models.ForeignKey("stays.House", models.PROTECT, related_name="earlier")
    arrives_on = models.DateField("利用の初日")
    leaves_on = models.DateField("利用の最終日")
    persons = models.PositiveSmallIntegerField("人数")
    prefecture = models.CharField("都道府県", max_length=2, blank=True)
    # What makes a row the same one when the table is brought again.
    key = models.CharField(max_length=64)
    brought_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="stays_brought_once"),
            models.CheckConstraint(condition=Q(leaves_on__gte=F("arrives_on")), name="stays_earlier_forward"),
            models.CheckConstraint(condition=Q(persons__gte=1), name="stays_earlier_somebody"),
        ]
