"""Staff: what is said of a house, part by part; what can be reserved of it; photos; times in which it is closed."""

from datetime import date, time
from typing import Any, Final, cast

from django import forms

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.states import ProcedureKind
from kayoi.engines.questionnaires.models import Questionnaire
from kayoi.engines.reservations.models import Unit
from kayoi.engines.reservations.rules import Span, nights
from kayoi.engines.reservations.services import HoursFields, UnitFields
from kayoi.engines.reservations.states import Measure, UnitKind, Weekday
from kayoi.engines.rulesets.models import Ruleset
from kayoi.foundation.files.forms import FilesField, FilesInput
from kayoi.programmes.stays.models import House, Room
from kayoi.programmes.stays.services.houses import HouseFields
from kayoi.programmes.stays.states import HouseKind

# The parts of a house, each a page of its own: its title, its fields.
PARTS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "basic": ("名称と場所", ("name", "name_en", "kind", "quarter", "address", "contact")),
    "basis": ("根拠", ("basis", "basis_detail")),
    "facts": ("紹介と事実", ("summary", "summary_en", "good", "good_en", "hard", "hard_en")),
    "rules": (
        "手続き・料金・取消し",
        ("procedure", "price_rule", "rate_yen", "cancel_rule", "deposit_rule", "deposit_yen",
         "guaranty", "pay_within_days", "hold_minutes", "before", "after", "needs_activity"),
    ),
    "guide": ("利用の案内", ("guide", "guide_en")),
}  # fmt: skip
# Chosen among rows of the town.
CHOSEN = ("procedure", "price_rule", "cancel_rule", "deposit_rule", "before", "after")
HINTS = {
    "good": "1行に一つ書きます。",
    "hard": "寒さ、虫、坂、買い物の遠さなど、来てから困ることを、1行に一つ正直に書きます。公開には、一つは要ります。",
    "address": "番地までの住所は、許可した人だけに知らせます。",
    "basis_detail": "例: 許可番号 第123号、条例 第3条、令和8年4月1日に指定。",
    "guide": "鍵の受取り、ごみの出し方、暖房、近くの店など。許可した人だけに見せます。",
    "rate_yen": "料金の決まりが「この家の単価」を使うときだけ書きます。",
    "deposit_yen": "預り金の決まりがないときの額です。預からないときは、0のままにします。",
    "guaranty": "入居(長く住む住まい)だけに使います。契約の日までに、この保証を記録します。",
    "before": "許可のあと、本人のページとメールで案内します。記名にすると、前と後を同じ人で比べられます。",
    "procedure": "種類が「お試し滞在・施設の利用」の手続きから選びます。質問・書類・通知書・決裁は、手続きで定めます。",
}


class NewHouseForm(forms.ModelForm):  # type: ignore[type-arg]  # no brackets at run time
    """The first step: what house it is, and on what ground it is lent."""

    class Meta:
        model = House
        fields = ("name", "key", "kind", "basis", "quarter")
        help_texts = {"key": "公開のページのアドレスになります。半角の英小文字・数字・ハイフンで書きます。例: takato"}

    def clean_key(self) -> str:
        """Refuse the address of another house."""
        key: str = self.cleaned_data["key"]
        if House.objects.filter(key=key).exists():
            raise forms.ValidationError("この記号の施設は、すでにあります。")
        return key


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """One part of a house."""

    procedure: Any = forms.ModelChoiceField(
        label="手続き", queryset=None, required=False, empty_label="まだない", help_text=HINTS["procedure"]
    )
    price_rule: Any = forms.ModelChoiceField(
        label="料金の決まり", queryset=None, required=False, empty_label="まだない"
    )
    cancel_rule: Any = forms.ModelChoiceField(
        label="取消料の決まり", queryset=None, required=False, empty_label="取消料はない"
    )
    deposit_rule: Any = forms.ModelChoiceField(
        label="預り金の決まり", queryset=None, required=False, empty_label="いつも同じ額"
    )

    before: Any = forms.ModelChoiceField(
        label="利用前のアンケート", queryset=None, required=False, empty_label="ない", help_text=HINTS["before"]
    )
    after: Any = forms.ModelChoiceField(label="利用後のアンケート", queryset=None, required=False, empty_label="ない")

    class Meta:
        model = House
        fields = tuple(name for _, names in PARTS.values() for name in names if name not in CHOSEN)
        help_texts = HINTS

    def __init__(self, data: Any, *, part: str, instance: House) -> None:
        super().__init__(data, instance=instance, initial={name: getattr(instance, name) for name in CHOSEN})
        self.fields = {name: self.fields[name] for name in PARTS[part][1]}
        if part == "rules":
            prices = Ruleset.objects.filter(kind="price").order_by("key")
            procedures = Procedure.objects.filter(kind=ProcedureKind.STAY).exclude(status="ended")
            surveys = Questionnaire.objects.order_by("title", "pk")
            for name, rows in zip(CHOSEN, (procedures, prices, prices, prices, surveys, surveys), strict=True):
                self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_after(self) -> Questionnaire | None:
        """Refuse the one of before: a guest has one sheet of each."""
        after: Questionnaire | None = self.cleaned_data["after"]
        if after is not None and after == self.cleaned_data.get("before"):
            raise forms.ValidationError("前とは別のアンケートを選んでください。")
        return after

    def changes(self) -> HouseFields:
        """Return what is to be written."""
        return cast(HouseFields, {name: self.cleaned_data[name] for name in self.fields})


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]
    """What can be reserved: its kind and measure once, the rest at any time."""

    class Meta:
        model = Unit
        fields = ("kind", "measure", "name", "capacity", "checkin_at", "checkout_at", "buffer")
        help_texts = {"buffer": "清掃などで次の人を入れない時間です。泊は日数、時間単位は分で書きます。"}

    def __init__(self, data: Any, *, instance: Unit | None = None, house: House) -> None:
        by_hour = house.kind in (HouseKind.WORKPLACE, HouseKind.CAR)
        first = {"name": house.name, "kind": UnitKind.DESK if by_hour else UnitKind.HOUSE, "capacity": 4}
        first["measure"] = Measure.MINUTE if by_hour else Measure.NIGHT
        super().__init__(data, instance=instance, initial=None if instance else first)
        self.is_new = instance is None
        if instance is not None:
            del self.fields["kind"], self.fields["measure"]

    def clean_name(self) -> str:
        """Refuse the name of another unit."""
        name: str = self.cleaned_data["name"]
        if Unit.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("この名称は、すでに使われています。")
        return name

    def clean(self) -> dict[str, Any]:
        """Ask for times of arrival only where nights are given."""
        values = super().clean() or {}
        if values.get("measure", self.instance.measure) == Measure.MINUTE and (
            values.get("checkin_at") or values.get("checkout_at")
        ):
            self.add_error("checkin_at", "チェックインの時刻は、泊で予約するものだけに書きます。")
        return values

    def changes(self) -> UnitFields:
        """Return what is to be written."""
        names = ("name", "capacity", "checkin_at", "checkout_at", "buffer")
        return cast(UnitFields, {name: self.cleaned_data[name] for name in names})


class KeyForm(forms.Form):
    """The code of a key; it is kept sealed, and shown to nobody in this form."""

    key_code = forms.CharField(
        label="鍵の番号", max_length=60, required=False, widget=forms.TextInput({"autocomplete": "off"}),
        help_text="封をして保管します。利用する人には、滞在の期間だけ見せます。手渡しの鍵なら、空けたまま保存します。",
    )  # fmt: skip


class RoomHoursForm(forms.Form):
    """The hours of a week: from and until of each day; an empty day is closed."""

    def __init__(self, data: Any, *, room: Room) -> None:
        super().__init__(data)
        known = {row.weekday: row for row in room.unit.hours.filter(starts_on=None)}
        for day in Weekday:
            row = known.get(day.value)
            for name, words in (("starts", "から"), ("ends", "まで")):
                self.fields[f"{name}_{day.value}"] = forms.TimeField(
                    label=f"{day.label} {words}", required=False, initial=getattr(row, name, None),
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                )  # fmt: skip

    def hours(self) -> list[HoursFields]:
        """Return the days on which it is open."""
        told = [(day.value, self._of("starts", day), self._of("ends", day)) for day in Weekday]
        return [HoursFields(weekday=day, starts=first, ends=last) for day, first, last in told if first and last]

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of a day."""
        values = super().clean() or {}
        for day in Weekday:
            if bool(self._of("starts", day)) != bool(self._of("ends", day)):
                self.add_error(f"ends_{day.value}", f"{day.label}は、始まりと終わりの両方を書いてください。")
        return values

    def _of(self, name: str, day: Weekday) -> time | None:
        found: time | None = self.cleaned_data.get(f"{name}_{day.value}")
        return found


class PhotosForm(forms.Form):
    """Photos with what they show."""

    caption = forms.CharField(
        label="写真の説明", max_length=100, help_text="例: 南向きの居間。冬は薪ストーブを使います。"
    )
    upload = FilesField(
        label="写真", widget=FilesInput(attrs={"accept": "image/*"}), allow_empty_file=True,
        help_text="一つ20MBまで。写真に入っている撮影場所は取り除きます。",
        error_messages={"required": "写真を選んでください。"},
    )  # fmt: skip


class CaptionForm(forms.Form):
    """What a photo shows."""

    caption = forms.CharField(label="写真の説明", max_length=100)


class WhyForm(forms.Form):
    """A reason, as it is kept with what was done."""

    why = forms.CharField(label="理由", max_length=300)


class EndForm(WhyForm):
    """From which day on something is used no more."""

    on = forms.DateField(label="利用できなくなる日")
    field_order = ("on", "why")


class ClosingForm(forms.Form):
    """Rooms that are closed for some days, or for a time of one day."""

    rooms: Any = forms.ModelMultipleChoiceField(label="対象", queryset=None, widget=forms.CheckboxSelectMultiple)
    starts_on = forms.DateField(label="初日")
    ends_on = forms.DateField(label="最終日", help_text="この日の終わりまで、利用できません。")
    why = forms.CharField(label="理由", max_length=200, help_text="例: 給湯器の修理、年末年始。公開のページに出ます。")

    def __init__(self, data: Any, *, house: House) -> None:
        super().__init__(data)
        rooms: Any = self.fields["rooms"]
        rooms.queryset = house.rooms.select_related("unit").order_by("position")
        rooms.label_from_instance = lambda room: room.unit.name

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backwards."""
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "最終日は、初日より後にしてください。")
        return values

    def span(self) -> Span:
        """Return the time from the first day to the end of the last."""
        last: date = self.cleaned_data["ends_on"]
        return nights(self.cleaned_data["starts_on"], date.fromordinal(last.toordinal() + 1))
