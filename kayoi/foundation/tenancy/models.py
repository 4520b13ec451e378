"""Organizations, and the base of every row that belongs to one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.states import DESK_KINDS, PARTNER_KINDS, RESERVED_SLUGS, OrganizationKind, Shared

MINE = "(SELECT current_setting('kayoi.organization')::bigint)"
PARTNERS = ", ".join(f"'{kind}'" for kind in sorted(PARTNER_KINDS))


class ForeignRow(RuntimeError):
    """A row of another organization was to be written."""


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def open_on(self, on: Any) -> OrganizationQuerySet:
        """Those that have not been closed by that day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on))

    def desks(self) -> OrganizationQuerySet:
        """Those that talk to the public and keep case files."""
        return self.filter(kind__in=DESK_KINDS)


class Organization(models.Model):
    """A tenant and data holder (団体): a town, a prefecture, a contractor, the operator of the installation."""

    # Everybody reads organizations; a town changes its own row and adds partners; the log-in side changes all.
    reference = True
    town_changes = f"id = {MINE}"
    town_adds = f"kind IN ({PARTNERS})"

    slug = models.SlugField("URL名", unique=True, max_length=40)
    kind = models.CharField("種別", max_length=30, choices=OrganizationKind.choices())
    name = models.CharField("名称", max_length=100)
    name_en = models.CharField("英語の名称", max_length=100, blank=True)
    place_code = models.CharField("全国地方公共団体コード(6桁)", max_length=6, blank=True)
    hostname = models.CharField("独自のホスト名", max_length=200, blank=True)
    programmes = ArrayField(models.CharField(max_length=30), verbose_name="使う事業", default=list, blank=True)
    accent = models.CharField("アクセント色", max_length=7, default="#0017c1")
    introduction = models.TextField("紹介文", max_length=2000, blank=True)
    introduction_en = models.TextField("紹介文(英語)", max_length=2000, blank=True)
    office_name = models.CharField("担当課", max_length=100, blank=True)
    phone = models.CharField("電話番号", max_length=30, blank=True)
    email = models.EmailField("代表メール", blank=True)
    site_url = models.URLField("公式サイト", blank=True)
    opened_on = models.DateField("利用開始日")
    closed_on = models.DateField("利用終了日", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "kind",
                condition=Q(kind=OrganizationKind.OPERATOR),
                name="tenancy_one_operator",
                violation_error_message="運営者は一つだけ置けます。",
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)),
                name="tenancy_slug_not_reserved",
                violation_error_message="このURL名は使えません。別の名前にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(accent__regex=r"^#[0-9a-f]{6}$"),
                name="tenancy_accent_is_a_colour",
                violation_error_message="色は #0017c1 のように書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_desk(self) -> bool:
        """True when it keeps case files and talks to the public."""
        return self.kind in DESK_KINDS


T = TypeVar("T", bound="TenantModel")


class TenantQuerySet(models.QuerySet[T]):
    def update(self, **values: Any) -> int:
        if {"organization", "organization_id"} & values.keys():
            raise ForeignRow("An organization is given once and never changed.")
        return super().update(**values)

    def bulk_create(self, objs: Iterable[T], *args: Any, **kwargs: Any) -> list[T]:
        rows = list(objs)
        for row in rows:
            row.claim()
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[T], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        for row in rows:
            row.claim()
        return super().bulk_update(rows, *args, **kwargs)


class TenantManager(models.Manager[T]):
    _queryset_class = TenantQuerySet

    def get_queryset(self) -> models.QuerySet[T]:
        return super().get_queryset().filter(**scope.current().filter_for(self.model))


class TenantModel(models.Model):
    """A row that belongs to one organization. What else its table allows is said by these attributes:

    append_only: rows are never changed or removed (except by retention, as owner)
    person_path: how a row reaches the person it is about; such rows are readable by that person
    partner_path: how a row reaches the partner that works on it; such rows are readable by that partner
    partner_rows: SQL condition that narrows these
    public_rows: SQL condition of the rows that everybody may read
    rollup_rows: the table has no personal data and may be counted across organizations
    login_rows:  the log-in side (no scope) reads and writes the table through `across`
    """

    append_only: ClassVar[bool] = False
    person_path: ClassVar[str | None] = None
    partner_path: ClassVar[str | None] = None
    partner_rows: ClassVar[str | None] = None
    public_rows: ClassVar[str | None] = None
    rollup_rows: ClassVar[bool] = False
    login_rows: ClassVar[bool] = False

    organization = models.ForeignKey("tenancy.Organization", models.PROTECT, related_name="+", editable=False)

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def claim(self) -> None:
        """Give the row to the open organization, or refuse when it belongs to another."""
        mine = scope.current().writable_id()
        given: int | None = self.organization_id
        if given is None:
            self.organization_id = mine
        elif given != mine:
            raise ForeignRow(f"{self._meta.label} of organization {self.organization_id}, open is {mine}")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.claim()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.claim()
        return super().delete(*args, **kwargs)


class Setting(TenantModel):
    """A figure that a town has chosen, from a day on (団体の設定). The latest row that has begun counts."""

    rollup_rows = True

    key = models.CharField(max_length=60)
    value = models.IntegerField()
    starts_on = models.DateField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key", "starts_on"],
                name="tenancy_setting_once_a_day",
                violation_error_message="この日から始まる設定はすでにあります。",
            ),
        ]


class Sharing(models.Model):
    """What one organization lets another see, for a time (共有の取り決め)."""

    # Both sides read it; only the giving side writes it. Whose houses stand on a shared site is public.
    public_rows = f"what = '{Shared.HOMES}'"
    town_reads = f"giver_id = {MINE} OR reader_id = {MINE}"
    town_changes = f"giver_id = {MINE}"

    giver = models.ForeignKey("tenancy.Organization", models.PROTECT, related_name="given_sharings")
    reader = models.ForeignKey("tenancy.Organization", models.PROTECT, related_name="read_sharings")
    what = models.CharField(max_length=20, choices=Shared.choices())
    starts_on = models.DateField("開始日")
    ends_before = models.DateField("終了日の翌日", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["giver", "reader", "what", "starts_on"], name="tenancy_sharing_once"),
            models.CheckConstraint(condition=~Q(giver=models.F("reader")), name="tenancy_sharing_between_two"),
            models.CheckConstraint(
                condition=Q(ends_before=None) | Q(ends_before__gt=models.F("starts_on")),
                name="tenancy_sharing_not_empty",
                violation_error_message="終了日は開始日より後にしてください。",
            ),
        ]


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def in_force(self, on: Any) -> PartnershipQuerySet:
        """Those that have begun and not ended by that day."""
        return self.filter(Q(ends_before=None) | Q(ends_before__gt=on), starts_on__lte=on)


class Partnership(models.Model):
    """That a partner, such as a broker, works on rows of a town that are given to it, for a time (協力の取り決め)."""

    # Both sides read it; only the town writes it.
    town_reads = f"town_id = {MINE} OR partner_id = {MINE}"
    town_changes = f"town_id = {MINE}"

    town = models.ForeignKey("tenancy.Organization", models.PROTECT, related_name="partnerships")
    partner = models.ForeignKey("tenancy.Organization", models.PROTECT, related_name="towns")
    starts_on = models.DateField("開始日")
    ends_before = models.DateField("終了日の翌日", null=True, blank=True)

    objects: ClassVar = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "partner"], condition=Q(ends_before=None), name="tenancy_one_open_partnership"
            ),
            models.CheckConstraint(condition=~Q(town=models.F("partner")), name="tenancy_partnership_between_two"),
            models.CheckConstraint(
                condition=Q(ends_before=None) | Q(ends_before__gte=models.F("starts_on")),
                name="tenancy_partnership_forward",
            ),
        ]
