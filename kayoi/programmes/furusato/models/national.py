"""Proofs of identity, the mirror of the national register, and the files that it is confirmed by."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.programmes.furusato.states import Certainty, ProofLevel, ProofMethod, RowState, Standing, Tier


class IdentityProof(TenantModel):
    """That the town has seen who somebody is (本人確認の記録): how, how well, when. Never a number of a card."""

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="identity_proofs")
    method = models.CharField("方法", max_length=14, choices=ProofMethod.choices())
    level = models.CharField("水準", max_length=1, choices=ProofLevel.choices())
    proved_on = models.DateField("確認した日")
    # A signature certificate lapses when its holder moves: known by the next proof only.
    certificate_until = models.DateField("電子証明書の期限", null=True)
    # Where the paper or card says that they live, and who it says they are, as a hash that two towns cannot compare.
    place_code = models.CharField("確認した住所の市区町村", max_length=6, blank=True)
    subject_hash = models.CharField(max_length=64, blank=True)
    lapsed_on = models.DateField("効力がなくなった日", null=True)
    proved_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(certificate_until=None) | Q(certificate_until__gte=F("proved_on")),
                name="furusato_certificate_forward",
            ),
        ]
        indexes = [
            models.Index(fields=["case_file", "-proved_on"], name="furusato_proofs"),
            models.Index(fields=["organization", "subject_hash"], name="furusato_proof_of"),
        ]


class NationalStatus(TenantModel):
    """What the town knows of somebody's national registration with one body (国のふるさと住民登録の写し)."""

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="national_statuses")
    body_code = models.CharField("団体", max_length=6)
    # The national register's own id of this registration, where a file has told it.
    external_id = models.CharField("国側登録ID", max_length=64, blank=True)
    tier = models.CharField("種類", max_length=8, choices=Tier.choices())
    certainty = models.CharField("確かさ", max_length=10, choices=Certainty.choices(), default=Certainty.CLAIMED)
    standing = models.CharField("登録", max_length=8, choices=Standing.choices(), default=Standing.ACTIVE)
    # Registered with a prefecture because of one of its municipalities, not by itself.
    is_automatic = models.BooleanField("市区町村と同時の登録", default=False)
    registered_on = models.DateField("登録した日", null=True)
    renew_by = models.DateField("更新の期限", null=True)
    ended_on = models.DateField("終わった日", null=True)
    seen_on = models.DateField("確認・申告の日")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "body_code", "external_id"],
                condition=~Q(external_id=""),
                name="furusato_national_id",
            ),
            models.UniqueConstraint(
                fields=["organization", "case_file", "body_code"],
                condition=Q(standing=Standing.ACTIVE),
                name="furusato_national_once",
            ),
            models.CheckConstraint(
                condition=~Q(certainty=Certainty.CLAIMED) | Q(external_id=""), name="furusato_claims_have_no_id"
            ),
            models.CheckConstraint(
                condition=Q(renew_by=None) | Q(registered_on=None) | Q(renew_by__gte=F("registered_on")),
                name="furusato_national_forward",
            ),
        ]
        indexes = [models.Index(fields=["organization", "renew_by"], name="furusato_national_due")]


class RegistryFile(TenantModel):
    """A file that came from the national register, or was made for it (国とのやりとりのファイル)."""

    name = models.CharField("ファイル名", max_length=200)
    digest = models.CharField(max_length=64)
    is_outgoing = models.BooleanField("国へ渡すファイル", default=False)
    rows_count = models.PositiveIntegerField("行数")
    handled_at = models.DateTimeField("取り込んだ・作った日時")
    handled_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "digest", "is_outgoing"],
                name="furusato_file_once",
                violation_error_message="このファイルは、すでに取り込んでいます。",
            ),
        ]


class RegistryRow(TenantModel):
    """A row of such a file (国のファイルの行), kept until it is known whose it is."""

    person_path = "case_file__person"

    file = models.ForeignKey("furusato.RegistryFile", models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField("行")
    external_id = models.CharField("国側登録ID", max_length=64)
    body_code = models.CharField("団体", max_length=6)
    tier = models.CharField("種類", max_length=8, choices=Tier.choices())
    standing = models.CharField("登録", max_length=8, choices=Standing.choices())
    registered_on = models.DateField("登録した日", null=True)
    renew_by = models.DateField("更新の期限", null=True)
    ended_on = models.DateField("終わった日", null=True)
    name = models.CharField("氏名", max_length=100, blank=True)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    birth_on = models.DateField("生年月日", null=True)
    place_code = models.CharField("住所地", max_length=6, blank=True)
    state = models.CharField("扱い", max_length=8, choices=RowState.choices(), default=RowState.WAITING)
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "file", "line"], name="furusato_row_once"),
            models.CheckConstraint(
                condition=~Q(state=RowState.TAKEN) | Q(case_file__isnull=False), name="furusato_taken_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["organization", "state"], name="furusato_rows_waiting")]
