"""Budget lines with their accounts in the ledger, what was decided on them, and each entry with who bears it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.dates import fiscal_year_label, wareki
from kayoi.programmes.schemes.rules.budget import Place, Split, sources_of, split_between
from kayoi.programmes.schemes.states.budget import (
    FEW_PERCENT,
    CarryKind,
    EntryKind,
    Payer,
    ProvisionKind,
    Shown,
)


class BudgetLine(TenantModel):
    """What a town may spend on something in a fiscal year (予算科目・細事業).

    Three accounts of the ledger hold it: what is free, what is committed and not paid yet, what is paid. None of them
    is ever overdrawn.
    """

    fiscal_year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("番号")
    account_code = models.CharField("会計コード", max_length=10)
    account_name = models.CharField("会計", max_length=40)
    kan_code = models.CharField("款コード", max_length=10)
    kan_name = models.CharField("款", max_length=40)
    kou_code = models.CharField("項コード", max_length=10)
    kou_name = models.CharField("項", max_length=40)
    moku_code = models.CharField("目コード", max_length=10)
    moku_name = models.CharField("目", max_length=40)
    setsu_code = models.CharField("節コード", max_length=10)
    setsu_name = models.CharField("節", max_length=40)
    label = models.CharField("細事業", max_length=60)
    # Shares of others than the town: {"payer", "rate": "1/2"} or {"payer", "yen"} for each grant.
    sources = models.JSONField("財源内訳", default=list)
    procedure = models.ForeignKey(
        "procedures.Procedure", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="手続き"
    )
    shown = models.CharField("残りの公開", max_length=8, choices=Shown.choices(), default=Shown.NOTHING)
    few_percent = models.PositiveSmallIntegerField("「残りわずか」と出す割合(%)", default=FEW_PERCENT)
    free = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+", verbose_name="残り")
    committed = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+", verbose_name="支払待ち")
    paid = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+", verbose_name="支払済み")
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "fiscal_year", "number"], name="schemes_line_number"),
            models.UniqueConstraint(
                fields=[
                    "organization", "fiscal_year", "account_code", "kan_code", "kou_code", "moku_code", "setsu_code",
                    "label",
                ],
                name="schemes_line_once",
                violation_error_message="この年度に、同じ科目と細事業の予算がすでにあります。",
            ),
            models.CheckConstraint(condition=Q(few_percent__range=(1, 99)), name="schemes_few_percent"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["procedure", "fiscal_year"], name="schemes_lines_by_procedure")]

    def __str__(self) -> str:
        return self.label

    @property
    def code(self) -> str:
        """The codes in one: 01-02-01-06-18."""
        return "-".join((self.account_code, self.kan_code, self.kou_code, self.moku_code, self.setsu_code))

    @property
    def year_label(self) -> str:
        """The fiscal year as offices write it."""
        return fiscal_year_label(self.fiscal_year)

    @property
    def place(self) -> Place:
        """Where it stands in the budget."""
        return Place(self.fiscal_year, self.account_code, self.kan_code, self.kou_code)


class Provision(TenantModel):
    """What the budget of a line's year provides for beyond that year (予算の定め): the vote, the limit, until when."""

    line = models.ForeignKey("schemes.BudgetLine", models.PROTECT, related_name="provisions")
    kind = models.CharField("種類", max_length=10, choices=ProvisionKind.choices())
    matter = models.CharField("事項", max_length=60)
    voted_on = models.DateField("議決の日")
    limit_yen = models.PositiveBigIntegerField("限度額")
    last_year = models.PositiveSmallIntegerField("最終年度")
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "line", "kind", "matter"], name="schemes_provision_once"),
            models.CheckConstraint(condition=Q(limit_yen__gt=0), name="schemes_provision_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}({wareki(self.voted_on)}議決、限度額 {self.limit_yen:,}円)"

    @property
    def until_label(self) -> str:
        """The last fiscal year for which it provides, as offices write it."""
        return fiscal_year_label(self.last_year)


class Commitment(TenantModel):
    """Money of a line that is bound by a decision (支出負担行為): how much now, how much of it is paid.

    `refunded_yen` came back after the books were closed, as revenue of a later year.
    """

    line = models.ForeignKey("schemes.BudgetLine", models.PROTECT, related_name="commitments")
    number = models.CharField("支出負担行為番号", max_length=30)
    cause = models.CharField(max_length=40)
    reference = models.CharField(max_length=40)
    committed_on = models.DateField("支出負担行為日")
    amount_yen = models.BigIntegerField("額")
    paid_yen = models.BigIntegerField("支払済み", default=0)
    refunded_yen = models.BigIntegerField("過年度の返還", default=0)
    # As they were when it was decided; what of the same grant earlier years have paid.
    sources = models.JSONField("財源内訳")
    paid_before_yen = models.BigIntegerField("前年度までの支払い", default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "line", "cause", "reference"], name="schemes_commit_once"),
            models.UniqueConstraint(fields=["organization", "number"], name="schemes_commitment_number"),
            models.CheckConstraint(
                condition=Q(refunded_yen__gte=0, paid_yen__gte=F("refunded_yen"), amount_yen__gte=F("paid_yen")),
                name="schemes_commitment_in_order",
            ),
        ]
        indexes = [models.Index(fields=["organization", "cause", "reference"], name="schemes_commitments_of")]

    def __str__(self) -> str:
        return self.number

    @property
    def open_yen(self) -> int:
        """What is decided and not paid yet."""
        return self.amount_yen - self.paid_yen

    def step(self, before_yen: int, after_yen: int) -> Split:
        """Who bears a step of this year from one amount of the grant to another."""
        earlier = self.paid_before_yen
        return split_between(earlier + before_yen, earlier + after_yen, sources_of(self.sources))


class BudgetEntry(TenantModel):
    """Something that happened to a line, with what it did to its three accounts, and who bears it.

    The split is known where it is about one grant; there the parts are the whole.
    """

    append_only = True

    line = models.ForeignKey("schemes.BudgetLine", models.PROTECT, related_name="entries")
    commitment = models.ForeignKey("schemes.Commitment", models.PROTECT, null=True, related_name="entries")
    kind = models.CharField("種類", max_length=10, choices=EntryKind.choices())
    key = models.CharField(max_length=120)
    on = models.DateField("日付")
    amount_yen = models.BigIntegerField("額")
    free_yen = models.BigIntegerField()
    committed_yen = models.BigIntegerField()
    paid_yen = models.BigIntegerField()
    national_yen = models.BigIntegerField("国", null=True)
    prefecture_yen = models.BigIntegerField("県", null=True)
    other_yen = models.BigIntegerField("その他", null=True)
    town_yen = models.BigIntegerField("市町村", null=True)
    transfer = models.ForeignKey("ledger.Transfer", models.PROTECT, related_name="+")
    # Of what passes into the next year: by what right, by which vote; of 事故繰越 the note is the reason.
    carry = models.CharField("繰越の種類", max_length=10, choices=CarryKind.choices(), blank=True)
    provision = models.ForeignKey("schemes.Provision", models.PROTECT, null=True, related_name="+")
    note = models.CharField("摘要", max_length=200, blank=True)
    by_name = models.CharField("だれが", max_length=150)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "line", "key"], name="schemes_entry_once"),
            models.CheckConstraint(condition=Q(amount_yen__gt=0), name="schemes_entry_of_something"),
            models.CheckConstraint(
                condition=Q(commitment=None, national_yen=None, prefecture_yen=None, other_yen=None, town_yen=None)
                | Q(amount_yen=F("national_yen") + F("prefecture_yen") + F("other_yen") + F("town_yen")),
                name="schemes_entry_parts_are_whole",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EntryKind.CARRIED) & Q(carry="", provision=None)
                | Q(kind=EntryKind.CARRIED, carry=CarryKind.ACCIDENT, provision=None) & ~Q(note="")
                | Q(kind=EntryKind.CARRIED, carry__in=(CarryKind.PERMITTED, CarryKind.CONTINUED))
                & Q(provision__isnull=False),
                name="schemes_carried_by_right",
            ),
        ]
        indexes = [models.Index(fields=["line", "on"], name="schemes_entries_by_day")]

    @property
    def kind_in_words(self) -> str:
        """What happened; of what passes into the next year also by what right."""
        right = f"({self.get_carry_display()})" if self.carry else ""
        return f"{self.get_kind_display()}{right}"

    @property
    def right_in_words(self) -> str:
        """By what right money passes into the next year: the vote with its limit, or the reason."""
        return f"{self.provision}" if self.provision else f"{self.get_carry_display()}: {self.note}"

    @property
    def parts(self) -> dict[Payer, int]:
        """Who bears it; nothing where it is not about one grant."""
        found = zip(Payer, (self.national_yen, self.prefecture_yen, self.other_yen, self.town_yen), strict=True)
        return {payer: yen for payer, yen in found if yen is not None}

    @property
    def split(self) -> Split:
        """Who bears it, of an entry that is about one grant."""
        return Split(*self.parts.values())

    @property
    def parts_in_words(self) -> str:
        """Who bears it, as staff read it."""
        return "、".join(f"{payer.label} {yen:,}" for payer, yen in self.parts.items() if yen)
