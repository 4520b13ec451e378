"""Rows of settling: raw facts of moves, check-ins, definitions of who counts, lists waiting to be matched."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kayoi.engines.casefiles.states import AgeBand, Channel, Likeness, WhyHere
from kayoi.foundation.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from kayoi.programmes.settling.states import (
    CountedOn,
    Difference,
    IntendedStay,
    ListKind,
    MoveSource,
    OriginKind,
    OriginScope,
    Outcome,
    Support,
    Turn,
    Unit,
    WhyOut,
)


class MoveQuerySet(TenantQuerySet["Move"]):
    def standing(self) -> MoveQuerySet:
        """Those that have not been taken back: figures count only these."""
        return self.filter(retracted_at=None)

    def unlinked(self) -> MoveQuerySet:
        """Those whose person agreed that they be joined with a case file, and nobody has looked yet."""
        return self.standing().filter(case_file=None).exclude(name="")


class Move(TenantModel):
    """One household's move into the town (移住の記録): facts only, so that any definition can be counted again."""

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="moves")
    source = models.CharField("把握の方法", max_length=10, choices=MoveSource.choices())
    moved_in_on = models.DateField("住民票の異動日")
    reported_on = models.DateField("把握した日")
    origin_kind = models.CharField("前住所", max_length=20, choices=OriginKind.choices())
    origin_code = models.CharField("前住所の市区町村", max_length=6, blank=True)
    persons = models.PositiveSmallIntegerField("人数")
    reason = models.CharField("移った理由", max_length=12, choices=WhyHere.choices(), blank=True)
    intended = models.CharField("予定の居住年数", max_length=10, choices=IntendedStay.choices(), blank=True)
    turn = models.CharField("U・I・Jターン", max_length=1, choices=Turn.choices(), blank=True)
    supports = ArrayField(
        models.CharField(max_length=20, choices=Support.choices()), verbose_name="利用した支援", default=list
    )
    moved_out_on = models.DateField("転出日", null=True, blank=True)
    moved_out_why = models.CharField("転出の理由", max_length=10, choices=WhyOut.choices(), blank=True)
    # Held only until somebody has looked whether there is a case file, and only with consent.
    name = models.CharField("氏名", max_length=100, blank=True)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    birth_on = models.DateField("生年月日", null=True, blank=True)
    client_key = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    retracted_at = models.DateTimeField("記録を取り消した日時", null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = TenantManager.from_queryset(MoveQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "case_file", "moved_in_on"],
                condition=Q(case_file__isnull=False, retracted_at=None),
                name="settling_move_once",
                violation_error_message="この人の同じ日の移住は、もう記録されています。",
            ),
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="settling_sent_once",
            ),
            models.CheckConstraint(condition=Q(persons__gte=1), name="settling_somebody_moved"),
            models.CheckConstraint(
                condition=Q(moved_out_on=None) | Q(moved_out_on__gte=models.F("moved_in_on")),
                name="settling_out_after_in",
                violation_error_message="転出日が転入日より前です。",
            ),
            models.CheckConstraint(
                condition=(Q(origin_kind=OriginKind.PLACE) & ~Q(origin_code=""))
                | (~Q(origin_kind=OriginKind.PLACE) & Q(origin_code="")),
                name="settling_place_has_code",
                violation_error_message="前住所の市区町村を選んでください。",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "moved_in_on"], name="settling_moves_by_day"),
            models.Index(fields=["organization", "reported_on"], name="settling_moves_reported"),
        ]


class MoveMember(TenantModel):
    """One person of a move (移住した人): the birth date where it is known, otherwise the age band."""

    person_path = "move__case_file__person"

    move = models.ForeignKey("settling.Move", models.CASCADE, related_name="members")
    birth_on = models.DateField("生年月日", null=True)
    age_band = models.CharField("年代", max_length=3, choices=AgeBand.choices(), blank=True)


class CheckIn(TenantModel):
    """A planned look after a move (定着の確認), and what it found."""

    person_path = "move__case_file__person"

    move = models.ForeignKey("settling.Move", models.PROTECT, related_name="check_ins")
    months = models.PositiveSmallIntegerField("転入からの月数")
    due_on = models.DateField("確認する日")
    answered_on = models.DateField("確認した日", null=True)
    channel = models.CharField("方法", max_length=12, choices=Channel.choices(), blank=True)
    outcome = models.CharField("結果", max_length=10, choices=Outcome.choices(), blank=True)
    differences = ArrayField(
        models.CharField(max_length=12, choices=Difference.choices()),
        verbose_name="思っていたことと違ったこと",
        default=list,
    )
    satisfaction = models.PositiveSmallIntegerField("満足度", null=True)
    needs_help = models.BooleanField("手助けが要る", default=False)
    told = models.CharField("聞いていた話と違ったこと", max_length=300, blank=True)
    retold = models.CharField("職員が書き直した文", max_length=300, blank=True)
    area = models.CharField("住んでいる地区", max_length=60, blank=True)
    may_use = models.BooleanField("名前を出さずに使うことへの同意", default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(may_use=False) | (~Q(told="") & ~Q(area="")), name="settling_words_to_use"
            ),
            models.UniqueConstraint(fields=["organization", "move", "months"], name="settling_check_in_once"),
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__range=(1, 5)), name="settling_satisfaction_1_to_5"
            ),
            models.CheckConstraint(
                condition=(Q(answered_on=None) & Q(outcome="")) | (Q(answered_on__isnull=False) & ~Q(outcome="")),
                name="settling_answered_with_outcome",
            ),
        ]


class DefinitionQuerySet(TenantQuerySet["MoveDefinition"]):
    def in_order(self) -> DefinitionQuerySet:
        """By name of the figure, the latest version first."""
        return self.order_by("key", "-starts_on")


class MoveDefinition(TenantModel):
    """Who counts as 移住者 (移住者の定義), from a day on. A new version has the same key."""

    key = models.CharField("略号", max_length=40)
    name = models.CharField("名前", max_length=60)
    starts_on = models.DateField("この日以後の移住に使う")
    origin = models.CharField("前住所の範囲", max_length=12, choices=OriginScope.choices())
    excluded_reasons = ArrayField(
        models.CharField(max_length=12, choices=WhyHere.choices()), verbose_name="除く理由", default=list
    )
    years_at_least = models.PositiveSmallIntegerField("予定の居住年数", default=0)
    supported_only = models.BooleanField("支援を利用した人だけ", default=False)
    turns = ArrayField(
        models.CharField(max_length=1, choices=Turn.choices()), verbose_name="U・I・Jターン", default=list
    )
    counted_on = models.CharField("数える日", max_length=12, choices=CountedOn.choices())
    unit = models.CharField("単位", max_length=12, choices=Unit.choices())
    made_at = models.DateTimeField()

    objects: ClassVar = TenantManager.from_queryset(DefinitionQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key", "starts_on"],
                name="settling_definition_once",
                violation_error_message="同じ日から始まる版が、もうあります。",
            )
        ]


class MatchList(TenantModel):
    """A list of the residents' register that was matched (住民記録との照合). Its rows are deleted once confirmed."""

    kind = models.CharField("一覧の種類", max_length=10, choices=ListKind.choices())
    covers_until = models.DateField("この日までの異動を含む")
    ground = models.CharField("法的な根拠", max_length=200)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=100)
    rows_read = models.PositiveIntegerField("読んだ行")
    confirmed = models.PositiveIntegerField("記録した行", default=0)
    known = models.PositiveIntegerField("記録済みだった行", default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organization", "-uploaded_at"], name="settling_lists_latest")]


class MatchRow(TenantModel):
    """One row of a list while it waits to be confirmed (照合中の行)."""

    match_list = models.ForeignKey("settling.MatchList", models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("行")
    name = models.CharField("氏名", max_length=100)
    kana = models.CharField("かな", max_length=100, blank=True)
    birth_on = models.DateField("生年月日", null=True)
    moved_on = models.DateField("異動日")
    other_place = models.CharField("前住所・転出先", max_length=200, blank=True)
    persons = models.PositiveSmallIntegerField("人数", default=1)
    candidate = models.ForeignKey("casefiles.CaseFile", models.CASCADE, null=True, related_name="+")
    likeness = models.CharField("照合", max_length=10, choices=Likeness.choices())

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["match_list", "number"], name="settling_rows_in_order")]
