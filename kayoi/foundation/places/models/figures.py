"""Official figures: what each means, where it comes from, its values."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Source(models.Model):
    """Who published a table, when, and under which terms (出典)."""

    reference = True

    key = models.CharField("キー", max_length=30, primary_key=True)
    publisher = models.CharField("公表者", max_length=60)
    publisher_en = models.CharField("公表者(英語)", max_length=100)
    table = models.CharField("表の名称", max_length=120)
    table_en = models.CharField("表の名称(英語)", max_length=120)
    as_of = models.CharField("時点", max_length=20)
    licence = models.CharField("利用条件", max_length=60)
    credit = models.CharField("画面に出す出典", max_length=150)
    credit_en = models.CharField("画面に出す出典(英語)", max_length=150)
    url = models.URLField("公表者のページ")
    note = models.CharField("加工の説明", max_length=300, blank=True)

    class Meta:
        verbose_name = "出典"

    def __str__(self) -> str:
        return self.credit


class FactDefinition(models.Model):
    """What a figure means (項目の定義): words, unit, period, source, and how it is computed if it is."""

    reference = True

    key = models.CharField("キー", max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField("並び順")
    theme = models.CharField("分野", max_length=20)
    label = models.CharField("項目名", max_length=60)
    label_en = models.CharField("項目名(英語)", max_length=100)
    unit = models.CharField("単位", max_length=10, blank=True)
    unit_en = models.CharField("単位(英語)", max_length=20, blank=True)
    decimals = models.PositiveSmallIntegerField("小数の桁数", default=0)
    polarity = models.CharField("よしあし", max_length=10)
    period = models.CharField("期間・時点の種類", max_length=5)
    source = models.ForeignKey(Source, models.PROTECT, related_name="definitions")
    survey = models.CharField("もとの調査", max_length=80, blank=True)
    survey_en = models.CharField("もとの調査(英語)", max_length=100, blank=True)
    of_prefecture = models.CharField("都道府県の値", max_length=10)
    absence = models.CharField("値がないときの理由", max_length=30)
    formula = models.CharField("計算式", max_length=200, blank=True)
    note = models.CharField("注意", max_length=200, blank=True)
    latest_year = models.PositiveSmallIntegerField("最新の年", null=True)

    class Meta:
        verbose_name = "項目の定義"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label

    @property
    def is_computed(self) -> bool:
        """True when Kayoi computed it from published values."""
        return bool(self.formula)


class Fact(models.Model):
    """One value of one place in one year (統計値), or the reason why there is none."""

    reference = True

    pk = models.CompositePrimaryKey("place_id", "definition_id", "year")
    place = models.ForeignKey("places.Place", models.CASCADE, related_name="facts", db_index=False)
    definition = models.ForeignKey(FactDefinition, models.CASCADE, related_name="facts", db_index=False)
    year = models.PositiveSmallIntegerField("年(年度)")
    value = models.FloatField("値", null=True)
    absence = models.CharField("値がない理由", max_length=30, blank=True)

    class Meta:
        verbose_name = "統計値"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__isnull=False, absence="") | (models.Q(value=None) & ~models.Q(absence="")),
                name="places_fact_or_reason",
            )
        ]


class CensusAges(models.Model):
    """People of one sex by five-year age group in one census (国勢調査の年齢別人口).

    `ages` holds 0-4, 5-9, ... in order; the last class is open: 90 and over up to 2015, 100 and over in 2020.
    """

    reference = True

    pk = models.CompositePrimaryKey("place_id", "year", "sex")
    place = models.ForeignKey("places.Place", models.CASCADE, related_name="census_ages", db_index=False)
    year = models.PositiveSmallIntegerField("調査年")
    sex = models.CharField("男女", max_length=1)
    total = models.PositiveIntegerField("総数")
    ages = ArrayField(models.PositiveIntegerField(), verbose_name="5歳階級別")
    unknown = models.PositiveIntegerField("年齢不詳")

    class Meta:
        verbose_name = "国勢調査の年齢別人口"
