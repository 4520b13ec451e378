"""Log-ins, persons, households, proofs of identity, memberships and invitations."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kayoi.foundation.identity.states import ProofLevel, ProofMethod, Relation
from kayoi.foundation.tenancy.models import Organization, Partnership, TenantManager, TenantModel
from kayoi.foundation.tenancy.states import PARTNER_KINDS


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a log-in. Without a password only passkeys or a reset mail let it in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A log-in (ログイン), held by the operator: e-mail address, password or passkey, and nothing else."""

    email = models.EmailField("メールアドレス", unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=Now())
    language = models.CharField("表示の言語", max_length=5, default="ja")

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email


class Household(models.Model):
    """People who move, stay or apply together (世帯), as they say themselves."""

    made_at = models.DateTimeField()


class Person(models.Model):
    """A person with a log-in (本人) and what they want every town to be told; held by the operator."""

    user = models.OneToOneField("identity.User", models.CASCADE, related_name="person")
    household = models.ForeignKey("identity.Household", models.SET_NULL, null=True, related_name="persons")
    name = models.CharField("氏名", max_length=100, blank=True)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    birth_on = models.DateField("生年月日", null=True, blank=True)
    phone = models.CharField("電話番号", max_length=30, blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    place_code = models.CharField("住んでいる市区町村", max_length=6, blank=True)
    address = models.CharField("住所(市区町村より後)", max_length=200, blank=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name or f"person {self.pk}"


class HouseholdMember(models.Model):
    """Somebody of the household who has no log-in (a child, for example)."""

    household = models.ForeignKey("identity.Household", models.CASCADE, related_name="members")
    relation = models.CharField("続柄", max_length=10, choices=Relation.choices())
    name = models.CharField("氏名", max_length=100, blank=True)
    birth_on = models.DateField("生年月日", null=True, blank=True)


class IdentityProof(models.Model):
    """That somebody's identity was proved (本人確認): method, level, time and subject. Never a number of a card."""

    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="proofs")
    method = models.CharField(max_length=20, choices=ProofMethod.choices())
    level = models.CharField(max_length=10, choices=ProofLevel.choices())
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    # Of the profile, and as the card said it on that day: who moves proves it again.
    place_code = models.CharField(max_length=6, blank=True)
    proved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                name="identity_proof_one_person",
                violation_error_message="この本人確認は、すでに別のログインで使われています。",
            )
        ]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self, on: date) -> MembershipQuerySet:
        """Those that have begun and not ended by that day."""
        return self.filter(Q(ends_before=None) | Q(ends_before__gt=on), starts_on__lte=on)

    def of_partners(self, town: Organization, *, on: date) -> MembershipQuerySet:
        """Those in organizations that are partners of the town on that day."""
        partnerships = Partnership.objects.in_force(on).filter(town=town)
        partners = Organization.objects.open_on(on).filter(kind__in=PARTNER_KINDS, towns__in=partnerships)
        return self.filter(organization__in=partners)


class Membership(TenantModel):
    """A user's role in an organization (所属), from a day to a day; a contractor's ends with the contract."""

    login_rows = True

    # DO_NOTHING: the database refuses; Django must not look for rows of all towns when a log-in is erased.
    user = models.ForeignKey("identity.User", models.DO_NOTHING, related_name="+")
    role = models.CharField("役割", max_length=30)
    name = models.CharField("氏名", max_length=60)
    title = models.CharField("職名", max_length=60, blank=True)
    email = models.EmailField("仕事のメール", blank=True)
    employer = models.ForeignKey(
        "tenancy.Organization", models.PROTECT, null=True, related_name="+", verbose_name="委託先"
    )
    starts_on = models.DateField("開始日")
    ends_before = models.DateField("終了日の翌日", null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = TenantManager.from_queryset(MembershipQuerySet)()
    across: ClassVar = MembershipQuerySet.as_manager()

    class Meta(TenantModel.Meta):
        constraints = [
            # One for good: what needs two people asks whether two memberships did it.
            models.UniqueConstraint(
                fields=["organization", "user"],
                name="identity_one_membership",
                violation_error_message="この人はすでにこの団体に所属しています。",
            ),
            models.CheckConstraint(
                condition=Q(ends_before=None) | Q(ends_before__gte=models.F("starts_on")),
                name="identity_membership_forward",
                violation_error_message="終了日は開始日より後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(employer=None) | Q(ends_before__isnull=False),
                name="identity_contractor_ends",
                violation_error_message="委託先の所属には、契約の終わりの日が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(TenantModel):
    """An invitation by mail to become a member (招待). The link's secret is stored as a hash only."""

    login_rows = True

    email = models.EmailField("メールアドレス")
    name = models.CharField("氏名", max_length=60)
    title = models.CharField("職名", max_length=60, blank=True)
    role = models.CharField("役割", max_length=30)
    employer = models.ForeignKey("tenancy.Organization", models.PROTECT, null=True, related_name="+")
    access_ends_before = models.DateField("所属の終わり", null=True)
    token_hash = models.CharField(max_length=64, db_index=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    across: ClassVar = models.Manager()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "token_hash"], name="identity_invited_once")]
        indexes = [models.Index(fields=["organization", "-invited_at"], name="identity_invited")]
