"""Who wants to take part, and with whom."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kayoi.engines.questionnaires.states import Way
from kayoi.engines.rulesets.models import JsonText
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.tours.models.counts import COUNTS
from kayoi.programmes.tours.states import (
    PARTY_TRANSITIONS,
    WITH_DATE,
    AgeBand,
    Awareness,
    Occupation,
    PartyStatus,
    PastVisits,
    Sex,
    TourLifestyle,
)


class Party(TenantModel):
    """People who come together or not at all (申込み); the case file is the representative's.

    `number` is what the selection knows and publishes: drawn at random, so that it tells neither name nor order.
    """

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = PARTY_TRANSITIONS
    rollup_functions = (("tours_counts", "date, date", COUNTS),)

    tour = models.ForeignKey("tours.Tour", models.PROTECT, related_name="parties")
    number = models.CharField("申込みの番号", max_length=20)
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="tour_parties")
    token_hash = models.CharField(max_length=64)
    once = models.UUIDField("二重申込みを防ぐ符号")
    way = models.CharField("申込みの方法", max_length=10, choices=Way.choices(), default=Way.WEB)
    status = models.CharField("状態", max_length=10, choices=PartyStatus.choices(), default=PartyStatus.ASKED)
    persons = models.PositiveSmallIntegerField("人数(本人を含む)", default=1)
    # Keys of dates, best first.
    wishes = ArrayField(models.CharField(max_length=40), verbose_name="希望する日程")
    date = models.ForeignKey("tours.TourDate", models.PROTECT, null=True, related_name="parties")
    # What the conditions were asked of, and what came out, as it was on the day of the application.
    facts = JsonText("条件の判定に使った事柄", default=dict)
    judged = JsonText("条件の判定", null=True)
    groups = ArrayField(models.CharField(max_length=80), verbose_name="区分", default=list, blank=True)
    scores = JsonText("審査の点", default=dict)
    # What the ministry's report counts, of the representative alone. Nobody has to say it.
    age_band = models.CharField("年代", max_length=4, choices=AgeBand.choices(), blank=True)
    sex = models.CharField("性別", max_length=8, choices=Sex.choices(), blank=True)
    prefecture = models.CharField("住んでいる都道府県", max_length=2, blank=True)
    occupation = models.CharField("職業", max_length=14, choices=Occupation.choices(), blank=True)
    awareness = models.CharField("この地域を知っていたか", max_length=8, choices=Awareness.choices(), blank=True)
    past_visits = models.CharField("来たことがあるか", max_length=8, choices=PastVisits.choices(), blank=True)
    lifestyle = models.CharField("暮らし方の型", max_length=10, choices=TourLifestyle.choices(), blank=True)
    campaign = models.CharField("広報の符号", max_length=20, blank=True)
    guardian = models.CharField("保護者の氏名(18歳未満のとき)", max_length=100, blank=True)
    remark = models.CharField("伝えたいこと(食べられないもの、体調など)", max_length=400, blank=True)
    # To whom else data may be given: the travel agency, and towns by their codes.
    agrees_agency = models.BooleanField("旅行業者に渡すことに同意する", default=False)
    agrees_towns = ArrayField(
        models.CharField(max_length=6), verbose_name="渡してよい市区町村", default=list, blank=True
    )
    asked_at = models.DateTimeField("申し込んだ日時")
    decided_at = models.DateTimeField("結果が出た日時", null=True)
    ended_at = models.DateTimeField("辞退・取消しの日時", null=True)
    why = models.CharField("辞退・取消しの理由", max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "tour", "number"], name="tours_party_number"),
            models.UniqueConstraint(fields=["organization", "token_hash"], name="tours_party_link"),
            models.UniqueConstraint(fields=["organization", "once"], name="tours_party_once"),
            models.CheckConstraint(condition=Q(persons__gte=1), name="tours_party_is_somebody"),
            models.CheckConstraint(
                condition=~Q(status__in=WITH_DATE) | Q(date__isnull=False), name="tours_placed_on_a_date"
            ),
        ]
        indexes = [
            models.Index(fields=["tour", "status", "asked_at"], name="tours_parties"),
            models.Index(fields=["case_file", "-asked_at"], name="tours_of_file"),
            models.Index(fields=["date", "status"], name="tours_on_date"),
        ]

    def __str__(self) -> str:
        return self.number


class Companion(TenantModel):
    """Somebody who comes with the representative (同行者)."""

    person_path = "party__case_file__person"

    party = models.ForeignKey("tours.Party", models.CASCADE, related_name="companions")
    name = models.CharField("氏名", max_length=100)
    age = models.PositiveSmallIntegerField("年齢", null=True, blank=True)
    sex = models.CharField("性別", max_length=8, choices=Sex.choices(), blank=True)
    relation = models.CharField("続柄", max_length=20, blank=True)


class Passing(TenantModel):
    """That a party's name and contact were given to the town that receives it (提供), with its consent."""

    append_only = True
    person_path = "party__case_file__person"

    party = models.ForeignKey("tours.Party", models.PROTECT, related_name="passings")
    place_code = models.CharField("渡した市区町村", max_length=6)
    town = models.CharField("渡した先の名称", max_length=100)
    file_number = models.CharField("先方の個票の番号", max_length=20)
    passed_at = models.DateTimeField("渡した日時")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "party", "place_code"], name="tours_passed_once"),
        ]
