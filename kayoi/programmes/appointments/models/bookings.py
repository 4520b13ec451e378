"""Bookings, and the secret links by which people without a log-in reach theirs."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.lines import line_of
from kayoi.kit.moves import Transition
from kayoi.programmes.appointments.states import BookingStatus, Way
from kayoi.programmes.appointments.states.bookings import TAKING, TRANSITIONS


class Booking(TenantModel):
    """A consultation at a fixed time (相談の予約). A booking that is moved stays as a row; its successor is a new one.

    `busy_before` is the end with the buffer: until then the counsellor has no other booking.
    """

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="bookings")
    counsellor = models.ForeignKey("appointments.Counsellor", models.PROTECT, related_name="bookings")
    with_whom = models.CharField("相談員", max_length=100)
    receipt = models.CharField("受付番号", max_length=14)
    client_key = models.UUIDField(null=True)
    starts_at = models.DateTimeField("開始")
    ends_before = models.DateTimeField("終了")
    busy_before = models.DateTimeField()
    way = models.CharField("相談の方法", max_length=12, choices=Way.choices())
    place = models.CharField("場所", max_length=200, blank=True)
    topic = models.TextField("相談したいこと", max_length=1000, blank=True)
    language = models.CharField(max_length=5, default="ja")
    wants_reminder = models.BooleanField("前の日にメールで知らせる", default=False)
    reminded_at = models.DateTimeField("前日の知らせ", null=True)
    booked_at = models.DateTimeField("予約した日時")
    status = models.CharField("状態", max_length=10, choices=BookingStatus.choices(), default=BookingStatus.BOOKED)
    why = models.CharField("理由", max_length=200, blank=True)
    sequence = models.PositiveSmallIntegerField("変更の回数", default=0)
    changed_at = models.DateTimeField()
    line = line_of("counsellor", "starts_at", "busy_before")

    class Meta(TenantModel.Meta):
        constraints = [
            ExclusionConstraint(
                name="appointments_no_double_booking",
                expressions=[("line", RangeOperators.OVERLAPS)],
                condition=Q(status__in=TAKING),
                violation_error_message="この時間は、すでに予約が入っています。",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_before")) & Q(ends_before__lte=F("busy_before")),
                name="appointments_booking_forward",
            ),
            models.UniqueConstraint(
                fields=["organization", "receipt"],
                condition=~Q(status=BookingStatus.MOVED),
                name="appointments_receipt",
            ),
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="appointments_sent_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "starts_at"], name="appointments_by_time"),
            models.Index(fields=["counsellor", "starts_at"], name="appointments_of_counsellor"),
            models.Index(fields=["case_file", "-starts_at"], name="appointments_of_file"),
        ]

    def __str__(self) -> str:
        return self.receipt


class BookingLink(TenantModel):
    """A secret link to a booking (予約のリンク), stored as a hash; it follows the booking when that is moved."""

    booking = models.ForeignKey("appointments.Booking", models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "token_hash"], name="appointments_link_once")]
