"""Duties that go on after a grant was paid, their yearly proofs, breaches, and lists of who moved away."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.engines.casefiles.states import Channel, Likeness
from kayoi.engines.rulesets.states.vocabulary import RELATIONS
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.schemes.states.obligations import (
    BREACH_TRANSITIONS,
    DEPARTURE_TRANSITIONS,
    OBLIGATION_TRANSITIONS,
    PROOF_TRANSITIONS,
    BreachKind,
    BreachStatus,
    DepartureStatus,
    Duty,
    Event,
    FoundBy,
    Means,
    ObligationStatus,
    ProofStatus,
    Step,
)


class Obligation(TenantModel):
    """What a grantee keeps up for some years from the day of the application (交付後の義務)."""

    person_path = "grant__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = OBLIGATION_TRANSITIONS

    grant = models.ForeignKey("schemes.Grant", models.PROTECT, related_name="obligations")
    kind = models.CharField("義務の内容", max_length=10, choices=Duty.choices())
    status = models.CharField(
        "状態", max_length=10, choices=ObligationStatus.choices(), default=ObligationStatus.RUNNING
    )
    years = models.PositiveSmallIntegerField("年数")
    starts_on = models.DateField("義務の始まり(申請日)")
    until = models.DateField("義務の最後の日")
    # When it was fulfilled, broken or ended.
    closed_on = models.DateField("満了・違反・終了の日", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "grant", "kind"], name="schemes_obligation_once"),
            models.CheckConstraint(condition=Q(until__gt=F("starts_on")), name="schemes_obligation_lasts"),
            models.CheckConstraint(
                condition=Q(status=ObligationStatus.RUNNING, closed_on=None)
                | ~Q(status=ObligationStatus.RUNNING) & Q(closed_on__isnull=False),
                name="schemes_obligation_closed_on",
            ),
        ]
        indexes = [models.Index(fields=["organization", "status", "until"], name="schemes_obligations")]


class Proof(TenantModel):
    """That a duty was kept up to a day (毎年の証明): by when it is due, how far it has come, by what it was proved."""

    person_path = "obligation__grant__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = PROOF_TRANSITIONS

    obligation = models.ForeignKey("schemes.Obligation", models.PROTECT, related_name="proofs")
    year = models.PositiveSmallIntegerField("何年目か")
    proves_on = models.DateField("証明する日(応当日)")
    due_on = models.DateField("提出の期限")
    status = models.CharField("状態", max_length=10, choices=ProofStatus.choices(), default=ProofStatus.EXPECTED)
    step = models.CharField("お願いと督促", max_length=10, choices=Step.choices(), default=Step.NONE)
    told_on = models.DateField("お願い・督促の日", null=True)
    channel = models.CharField("届いた方法", max_length=12, choices=Channel.choices(), blank=True)
    means = models.CharField("確かめ方", max_length=12, choices=Means.choices(), blank=True)
    paper = models.ForeignKey("procedures.Paper", models.PROTECT, null=True, related_name="+")
    # As of which day the duty was seen to be kept: the day of the certificate, of the answer, of the visit.
    seen_on = models.DateField("いつの時点で確かめたか", null=True)
    seen_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    remark = models.CharField("補足", max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "obligation", "year"], name="schemes_proof_once"),
            models.CheckConstraint(
                condition=~Q(status=ProofStatus.ACCEPTED)
                | Q(seen_on__gte=F("proves_on"), seen_by__isnull=False) & ~Q(means=""),
                name="schemes_proof_seen",
            ),
        ]
        indexes = [models.Index(fields=["organization", "status", "due_on"], name="schemes_proofs_due")]

    @property
    def label(self) -> str:
        """What is proved for which year."""
        return f"{self.obligation.get_kind_display()}の証明({self.year}年目)"


class Breach(TenantModel):
    """That a duty was not kept (義務違反): what happened, when, how the town knows; a contested day is decided."""

    person_path = "obligation__grant__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = BREACH_TRANSITIONS

    obligation = models.ForeignKey("schemes.Obligation", models.PROTECT, related_name="breaches")
    kind = models.CharField("種類", max_length=16, choices=BreachKind.choices())
    status = models.CharField("扱い", max_length=12, choices=BreachStatus.choices(), default=BreachStatus.OPEN)
    happened_on = models.DateField("起きた日", null=True)
    found_on = models.DateField("把握した日")
    found_by = models.CharField("把握の方法", max_length=10, choices=FoundBy.choices())
    evidence = models.CharField("根拠・資料", max_length=400)
    day_is_contested = models.BooleanField("日に争いがある", default=False)
    day_why = models.CharField("日を決めた理由", max_length=400, blank=True)
    day_decided_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    why = models.CharField("違反でないとした理由", max_length=400, blank=True)
    recovery = models.ForeignKey("schemes.Recovery", models.PROTECT, null=True, related_name="breaches")
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "obligation"],
                condition=~Q(status=BreachStatus.DISMISSED),
                name="schemes_breach_once",
            ),
            models.CheckConstraint(
                condition=~Q(status=BreachStatus.RECOVERING) | Q(day_is_contested=False, recovery__isnull=False),
                name="schemes_breach_day",
            ),
            models.CheckConstraint(
                condition=Q(day_is_contested=True) | Q(happened_on__isnull=False), name="schemes_breach_has_day"
            ),
        ]
        indexes = [models.Index(fields=["organization", "status", "happened_on"], name="schemes_breaches")]


class DepartureList(TenantModel):
    """A list of the residents' register that came in (異動者の一覧): from whom, on which ground, up to which day."""

    source = models.CharField("一覧の出どころ", max_length=60)
    ground = models.CharField("根拠", max_length=200)
    as_of = models.DateField("いつまでの異動か")
    rows_read = models.PositiveIntegerField("読んだ行数")
    taken_at = models.DateTimeField()
    taken_by = models.CharField("取り込んだ人", max_length=150)
    # Who took it in does not end somebody's duties with it.
    taken_by_member = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [models.CheckConstraint(condition=~Q(ground=""), name="schemes_departures_grounded")]
        indexes = [models.Index(fields=["organization", "-taken_at"], name="schemes_departure_lists")]


class Departure(TenantModel):
    """Somebody on such a list who may be a grantee, or with a `relation` somebody of their household.

    Names of others are not kept, this one's until it is decided.

    `key` knows a row again: the same list, or one that overlaps, does nothing new.
    """

    person_path = "grant__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = DEPARTURE_TRANSITIONS

    departure_list = models.ForeignKey("schemes.DepartureList", models.PROTECT, related_name="rows")
    grant = models.ForeignKey("schemes.Grant", models.PROTECT, related_name="departures")
    status = models.CharField("照合の結果", max_length=8, choices=DepartureStatus.choices(), default="waiting")
    likeness = models.CharField(max_length=10, choices=Likeness.choices())
    relation = models.CharField("続柄", max_length=10, blank=True)
    event = models.CharField("異動の種類", max_length=10, choices=Event.choices())
    happened_on = models.DateField("異動日")
    row = models.PositiveIntegerField("行")
    key = models.CharField(max_length=64)
    name = models.CharField("氏名", max_length=100, blank=True)
    birth_on = models.DateField("生年月日", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "grant", "key"], name="schemes_departure_once"),
        ]
        indexes = [models.Index(fields=["organization", "status"], name="schemes_departures")]

    @property
    def relation_label(self) -> str:
        """Who of the household it may be, in words; empty for the grantee."""
        return RELATIONS[self.relation][0] if self.relation in RELATIONS else ""
