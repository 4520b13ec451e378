"""Staff: what is said of a tour, part by part; its dates, their itinerary; a copy for the next year."""

from typing import Any, Final, cast

from django import forms

from kayoi.engines.rulesets.models import Ruleset
from kayoi.engines.rulesets.states import RulesetKind
from kayoi.programmes.tours.models import ItineraryItem, Tour, TourDate
from kayoi.programmes.tours.services.dates import DateFields, ItemFields
from kayoi.programmes.tours.services.tours import TourFields

# The parts of a tour, each a page of its own: its title, its fields.
PARTS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "basic": ("名称と主催", ("name", "name_en", "kind", "segment", "organizer", "contact")),
    "words": ("内容と、知っておいてほしいこと", ("summary", "summary_en", "hard", "hard_en")),
    "money": ("参加費と保険", ("fee_yen", "fee_covers", "fee_covers_en", "insurance")),
    "ground": (
        "開催の根拠",
        ("arranges_lodging", "arranges_transport", "openly_called", "travel_basis", "agency_name", "agency_number",
         "is_run_by_town", "is_below_cost", "is_occasional", "consulted", "consulted_on", "has_paid_work",
         "work_basis", "work_detail", "work_on"),
    ),
    "applying": (
        "受付と選び方",
        ("rule", "most_persons", "apply_from", "apply_until", "cancel_days", "method", "public_number",
         "number_from", "campaigns"),
    ),
}  # fmt: skip
HINTS = {
    "hard": "寒さ、歩く距離、電波の届かない所など、来てから困ることを、1行に一つ書きます。公開には一つ要ります。",
    "contact": "参加者に、行程表でお知らせします。例: 移住推進室 当日の携帯 090-0000-0000",
    "fee_covers": "例: 宿泊2泊・朝食2回・保険料を含みます。昼食と現地までの交通費は別です。",
    "insurance": "例: 国内旅行傷害保険(主催者が加入)。",
    "openly_called": "外すと、アドレスを知らせた人だけが申し込めます。",
    "agency_number": "例: 長野県知事登録旅行業第2-000号",
    "is_run_by_town": "ここから下の四つと都道府県への相談は、「旅行業に当たらない」と選んだときに要ります。",
    "consulted_on": "旅行業に当たらないと考えたときは、始める前に都道府県の旅行業担当課に相談します。",
    "work_detail": "募集情報等提供なら届出の番号、雇い主が自ら募集するなら雇い主の名称。",
    "work_on": "職業安定法29条の通知をした日。",
    "rule": "なければ、誰でも申し込めます。条件は「要件・制度」で、登録・資格の要件として作り、施行しておきます。",
    "public_number": "受付の終わりより後に公になり、誰も動かせない数字。例: 2026年12月1日の日経平均株価の終値",
    "campaigns": "アドレスに ?c=符号 を付けて配ると、どこから来たかが分かります。符号をコンマで区切ります。",
    "cancel_days": "申込みのページに載ります。それより後でも、取りやめはいつでもできます。",
}


class NewTourForm(forms.ModelForm):  # type: ignore[type-arg]  # no brackets at run time
    """The first step: what it is called, and what it is."""

    class Meta:
        model = Tour
        fields = ("name", "key", "kind", "segment")
        help_texts = {"key": "公開のアドレスになります。半角の英小文字・数字・ハイフンで書きます。例: winter-2027"}

    def clean_key(self) -> str:
        """Refuse the address of another tour."""
        return _free_key(self.cleaned_data["key"])


class CopyForm(forms.Form):
    """What a copy is called."""

    name = forms.CharField(label="名称", max_length=80)
    key = forms.SlugField(label="記号(アドレス)", max_length=40, help_text="もとのツアーと変えます。例: winter-2028")

    def clean_key(self) -> str:
        """Refuse the address of another tour."""
        return _free_key(self.cleaned_data["key"])


def _free_key(key: str) -> str:
    if Tour.objects.filter(key=key).exists():
        raise forms.ValidationError("この記号のツアーは、すでにあります。")
    return key


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """One part of a tour."""

    rule: Any = forms.ModelChoiceField(
        label="参加の条件", queryset=None, required=False, empty_label="条件はない", help_text=HINTS["rule"]
    )

    class Meta:
        model = Tour
        fields = tuple(name for _, names in PARTS.values() for name in names if name != "rule")
        help_texts = HINTS

    def __init__(self, data: Any, *, part: str, instance: Tour) -> None:
        super().__init__(data, instance=instance, initial={"rule": instance.rule_id})
        self.fields = {name: self.fields[name] for name in PARTS[part][1]}
        if part == "applying":
            self.fields["rule"].queryset = Ruleset.objects.filter(kind=RulesetKind.STATUS).order_by("key")  # type: ignore[attr-defined]

    def changes(self) -> TourFields:
        """Return what is to be written."""
        return cast(TourFields, {name: self.cleaned_data[name] for name in self.fields})


class DateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A date: when, where, for how many."""

    class Meta:
        model = TourDate
        fields = (
            "key", "starts_on", "ends_on", "place_code", "is_online", "meeting_point", "meeting_point_en", "capacity",
            "minimum",
        )  # fmt: skip
        help_texts = {
            "key": "選考の表に出る、日程の短い名前です。半角の英小文字・数字・ハイフンで書きます。例: jan-16",
            "place_code": "受け入れる市区町村の6桁のコード。ほかの市町村と一緒に行うときは、日程ごとに変えます。",
            "meeting_point": "例: 伊那市駅の改札前に13時。オンラインなら、つなぎ方。",
            "minimum": "受付の終わりに、これより少ないと知らせます。",
        }

    def __init__(self, data: Any, *, tour: Tour, instance: TourDate | None = None) -> None:
        first = {"place_code": tour.place_code, "minimum": 1}
        super().__init__(data, instance=instance, initial=None if instance else first)
        self.tour = tour

    def clean_key(self) -> str:
        """Refuse the sign of another date."""
        key: str = self.cleaned_data["key"]
        if self.tour.dates.filter(key=key).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("この記号の日程は、すでにあります。")
        return key

    def changes(self) -> DateFields:
        """Return what is to be written."""
        return cast(DateFields, {name: self.cleaned_data[name] for name in self.fields})


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """A point of the itinerary."""

    class Meta:
        model = ItineraryItem
        fields = ("day", "starts", "kind", "title", "title_en", "place", "host", "note")
        help_texts = {"title": "自由時間も、行程の一つとして書きます。"}

    def __init__(self, data: Any, *, date: TourDate, instance: ItineraryItem | None = None) -> None:
        super().__init__(data, instance=instance, initial=None if instance else {"day": 1})
        self.fields["day"].widget.attrs["max"] = date.nights + 1
        self.last = date.nights + 1

    def clean_day(self) -> int:
        """Refuse a day after the last one."""
        day: int = self.cleaned_data["day"]
        if day > self.last:
            raise forms.ValidationError(f"この日程は{self.last}日間です。")
        return day

    def changes(self) -> ItemFields:
        """Return what is to be written."""
        return cast(ItemFields, {name: self.cleaned_data[name] for name in self.fields})


class CancelForm(forms.Form):
    """Why a date does not take place; whoever is told reads it."""

    why = forms.CharField(
        label="中止の理由", max_length=300, help_text="メールに、そのまま入ります。例: 大雪の予報のため。"
    )
