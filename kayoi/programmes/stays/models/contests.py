"""A contest: who entered with what, shown to judges without a name (滞在拠点デザインコンテストなど)."""

from __future__ import annotations

from django.db import models

from kayoi.foundation.tenancy.models import TenantModel


class Contest(TenantModel):
    """A call for entries that is judged (コンテスト): the call is a procedure, the points are those of `judging`."""

    title = models.CharField("名称", max_length=100)
    summary = models.TextField("趣旨", max_length=1000)
    procedure = models.ForeignKey(
        "procedures.Procedure", models.PROTECT, verbose_name="募集の手続き", related_name="+"
    )  # fmt: skip
    judging = models.ForeignKey("selections.Judging", models.PROTECT, related_name="+")
    published_at = models.DateTimeField("結果を公表した日時", null=True)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "judging"], name="stays_contest_judging")]

    def __str__(self) -> str:
        return self.title


class ContestEntry(TenantModel):
    """What somebody entered (応募作品): a number for the judges, the application behind it for staff alone."""

    person_path = "application__case_file__person"

    contest = models.ForeignKey("stays.Contest", models.PROTECT, related_name="entries")
    application = models.ForeignKey("procedures.Application", models.PROTECT, related_name="+")
    entry = models.ForeignKey("selections.Entry", models.PROTECT, related_name="+")
    # What the judges read: no name in it.
    title = models.CharField("作品名", max_length=100)
    words = models.TextField("作品の説明(氏名を書かない)", max_length=2000)
    picture = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    may_publish = models.BooleanField("公表に本人が同意している", default=False)
    shown_name = models.CharField("公表する名前", max_length=100, blank=True)
    # The house that it became.
    house = models.ForeignKey("stays.House", models.PROTECT, null=True, related_name="+")
    letter = models.ForeignKey("procedures.Letter", models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "contest", "application"], name="stays_contest_entered_once"
            ),
            models.UniqueConstraint(fields=["organization", "entry"], name="stays_contest_entry"),
        ]
