"""Who has which unit when; what is closed stands in the same table, so that neither ever meets the other."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.states import AHEAD, TAKEN, TRANSITIONS, BookingStatus
from kayoi.foundation.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from kayoi.kit.lines import line_of
from kayoi.kit.moves import Transition

# The usual booking, of one unit, in one statement: where the unit allows it (rules.may_take without what is taken) and
# the constraints do not speak against it, write the row and its entry in the audit trail; otherwise nothing, and the
# service looks why. Bookings of one unit go side by side: they lock it against its own changes only
# (selectors/locks.py), and let go of that where nothing is written, so that the service may wait for it alone.
# Units with hours or with an opening are left to the service.
TAKE = """
CREATE OR REPLACE FUNCTION reservations_take(
    _unit bigint, _starts timestamptz, _ends timestamptz, _persons integer, _status text, _lapses timestamptz,
    _key text, _reference text, _at timestamptz, _action text, _kind text, _name text, _user bigint,
    _membership bigint, _person bigint
) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE town bigint; counted_by text; making_ready integer; written bigint;
BEGIN
  SELECT organization_id, measure, buffer INTO STRICT town, counted_by, making_ready
  FROM public.reservations_unit
  WHERE id = _unit AND opening_id IS NULL AND _starts < _ends AND _persons BETWEEN 1 AND capacity
    AND coalesce(_ends <= retired_on::timestamp AT TIME ZONE 'Asia/Tokyo', true)
    AND CASE measure
        WHEN 'night' THEN (_starts AT TIME ZONE 'Asia/Tokyo')::time = '00:00'
                          AND (_ends AT TIME ZONE 'Asia/Tokyo')::time = '00:00'
        ELSE date_trunc('minute', _starts) = _starts AND date_trunc('minute', _ends) = _ends
        END
  FOR KEY SHARE;
  IF counted_by = 'minute' AND EXISTS (SELECT FROM public.reservations_openinghours WHERE unit_id = _unit) THEN
    RAISE no_data_found;
  END IF;
  INSERT INTO public.reservations_booking (organization_id, unit_id, starts_at, ends_before, busy_before, persons,
                                           status, why, lapses_at, key, number, reference, sequence, booked_at,
                                           changed_at)
  VALUES (town, _unit, _starts, _ends,
          _ends + making_ready * CASE counted_by WHEN 'night' THEN interval '24 hours' ELSE interval '1 minute' END,
          _persons, _status, '', _lapses, _key, 0, _reference, 0, _at, _at)
  ON CONFLICT ON CONSTRAINT reservations_no_overlap DO NOTHING
  RETURNING id INTO STRICT written;
  INSERT INTO public.audit_entry (organization_id, at, actor_kind, actor_name, actor_user, actor_membership,
                                  actor_person, action, subject, reference, on_behalf_of, why, before, after)
  VALUES (town, _at, _kind, _name, _user, _membership, _person, _action, 'reservations.Booking', written, '', '', '{}',
          jsonb_build_object('unit', _unit, 'starts_at', _starts, 'ends_before', _ends));
  RETURN written;
EXCEPTION WHEN no_data_found OR unique_violation THEN  -- what was locked since BEGIN is let go
  RETURN NULL;
END $$
"""


class BookingQuerySet(TenantQuerySet["Booking"]):
    def taking(self, at: datetime) -> BookingQuerySet:
        """Those that keep their unit at that moment: holds whose time is over do not."""
        return self.filter(status__in=TAKEN).exclude(status=BookingStatus.HELD, lapses_at__lte=at)

    def overdue(self, at: datetime) -> BookingQuerySet:
        """Holds whose time is over at that moment."""
        return self.filter(status=BookingStatus.HELD, lapses_at__lte=at)


class Booking(TenantModel):
    """A unit for a time (予約), or a time in which it is closed (利用できない期間).

    For nights, times are midnights in Japan: from the day of arrival to the day of leaving, on which another may
    arrive. Until `busy_before` the unit is made ready. Bookings of one request share its key.
    """

    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS
    search_functions = (
        (
            "reservations_take",
            "bigint, timestamptz, timestamptz, integer, text, timestamptz, text, text, timestamptz, text, text, text,"
            " bigint, bigint, bigint",
            TAKE,
        ),
    )

    unit = models.ForeignKey("reservations.Unit", models.PROTECT, related_name="bookings", db_index=False)
    starts_at = models.DateTimeField("始まり")
    ends_before = models.DateTimeField("終わり")
    busy_before = models.DateTimeField()
    persons = models.PositiveSmallIntegerField("人数", default=1)
    status = models.CharField("状態", max_length=9, choices=BookingStatus.choices())
    why = models.CharField("理由", max_length=200, blank=True)
    lapses_at = models.DateTimeField("仮押さえの期限", null=True)
    key = models.CharField("二重予約を防ぐ符号", max_length=120)
    number = models.PositiveSmallIntegerField(default=0)
    reference = models.CharField("受付番号", max_length=14)
    sequence = models.PositiveSmallIntegerField("変更の回数", default=0)
    continues = models.ForeignKey(
        "reservations.Booking", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="前の予約"
    )
    booked_at = models.DateTimeField("予約した日時")
    changed_at = models.DateTimeField()
    line = line_of("unit", "starts_at", "busy_before")

    objects: ClassVar = TenantManager.from_queryset(BookingQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            ExclusionConstraint(
                name="reservations_no_overlap",
                expressions=[("line", RangeOperators.OVERLAPS)],
                condition=Q(status__in=TAKEN),
                violation_error_message="この期間は、すでに予約されています。",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_before")) & Q(ends_before__lte=F("busy_before")),
                name="reservations_booking_forward",
                violation_error_message="終わりは、始まりより後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(persons__gte=1) | Q(persons=0, status__in=[BookingStatus.BLOCKED, BookingStatus.CANCELLED]),
                name="reservations_booking_for_somebody",
            ),
            models.UniqueConstraint(fields=["organization", "key", "number"], name="reservations_sent_once"),
            models.UniqueConstraint(fields=["organization", "reference"], name="reservations_reference"),
        ]
        indexes = [
            models.Index(fields=["unit", "busy_before"], name="reservations_of_unit"),
            models.Index(fields=["continues"], condition=Q(continues__isnull=False), name="reservations_continues"),
            models.Index(
                fields=["organization", "lapses_at"],
                condition=Q(status=BookingStatus.HELD),
                name="reservations_hold_expiry",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_before)

    @property
    def arrives_on(self) -> date:
        return self.span.first_day

    @property
    def leaves_on(self) -> date:
        return self.span.leaves_on

    @property
    def nights(self) -> int:
        return self.span.nights

    @property
    def is_movable(self) -> bool:
        """True while nobody has arrived."""
        return self.status in AHEAD
