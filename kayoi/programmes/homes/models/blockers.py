"""What blocks a house, and who can help."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.homes.states import BlockerKind, BlockerStatus, SolverKind
from kayoi.programmes.homes.states.blockers import BLOCKER_TRANSITIONS


class Solver(TenantModel):
    """Somebody who can solve blockers here (相談先・専門家)."""

    kind = models.CharField("種類", max_length=24, choices=SolverKind.choices())
    name = models.CharField("名前", max_length=100)
    phone = models.CharField("電話番号", max_length=60, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    about = models.CharField("得意なこと・費用のめやす", max_length=300, blank=True)
    ends_before = models.DateField("使わなくなった日", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "name"],
                name="homes_solver_once",
                violation_error_message="この相談先は、すでに登録されています。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Blocker(TenantModel):
    """One thing that keeps a house from being offered (詰まり)."""

    transitions: ClassVar[tuple[Transition, ...]] = BLOCKER_TRANSITIONS

    home = models.ForeignKey("homes.Home", models.CASCADE, related_name="blockers")
    kind = models.CharField("種類", max_length=10, choices=BlockerKind.choices())
    status = models.CharField("状態", max_length=8, choices=BlockerStatus.choices(), default=BlockerStatus.OPEN)
    remark = models.CharField("内容", max_length=400, blank=True)
    solver = models.ForeignKey("homes.Solver", models.PROTECT, null=True, related_name="blockers")
    referred_on = models.DateField("紹介した日", null=True)
    found_on = models.DateField("分かった日")
    solved_on = models.DateField("解決した日", null=True)
    cost_yen = models.PositiveIntegerField("かかった費用", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "home", "kind"],
                condition=~Q(status=BlockerStatus.SOLVED) & ~Q(kind="other"),
                name="homes_blocker_once",
                violation_error_message="この詰まりは、すでに書いてあります。",
            ),
            models.CheckConstraint(
                condition=Q(solved_on=None) | Q(solved_on__gte=F("found_on")), name="homes_blocker_forward"
            ),
        ]
        indexes = [models.Index(fields=["organization", "status", "kind"], name="homes_portfolio")]
