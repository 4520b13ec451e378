"""Staff: plans of a space with their fees, members by the number of their file, one step a form."""

from typing import Any

from django import forms

from kayoi.engines.reservations.states import Measure, Weekday
from kayoi.programmes.stays.forms.desks import CHANNELS, KeyedForm, MonthField, in_calendar
from kayoi.programmes.stays.forms.tenancies import OfFileForm
from kayoi.programmes.stays.models import DeskPlan, House, Room

DAYS = [(one.value, one.label) for one in Weekday]


def desks_of(house: House) -> Any:
    """Return what of a space is given by the hour."""
    rows = Room.objects.filter(house=house, unit__measure=Measure.MINUTE).select_related("unit")
    return rows.order_by("position", "pk")


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]  # no brackets at run time
    """What members of a plan get."""

    weekdays = forms.MultipleChoiceField(
        label="使える曜日", choices=DAYS, initial=[value for value, _ in DAYS], widget=forms.CheckboxSelectMultiple
    )
    rooms: Any = forms.ModelMultipleChoiceField(
        label="使える席・部屋", queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="時間で予約するものから選びます。会員は、このどれかを予約できます。",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DeskPlan
        fields = (
            "name", "name_en", "words", "words_en", "counted", "included", "opens_at", "closes_at", "part_months",
            "least_months", "notice_days", "most_pause_months", "most_members", "due_day",
        )  # fmt: skip
        help_texts = {
            "included": "「時間」なら月に何時間、「日」なら月に何日まで。空けると、制限なしです。",
            "opens_at": "空けると、施設が開く時刻からです。",
            "closes_at": "空けると、施設が閉まる時刻までです。",
            "least_months": "入会からこの月数が過ぎる前に、退会の申出があっても、会費はその月までかかります。",
            "notice_days": "退会は、申出からこの日数が過ぎた月の末日です。",
            "due_day": "毎月この日まで。ない月は末日、閉庁日なら次の開庁日です。",
        }
        widgets = {
            "words": forms.Textarea({"rows": 3}),
            "words_en": forms.Textarea({"rows": 3}),
            "opens_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "closes_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, data: Any, *, house: House, instance: DeskPlan | None = None) -> None:
        initial: Any = {}
        if instance is not None:
            rooms = list(instance.rooms.values_list("room_id", flat=True))
            initial = {"weekdays": list(instance.weekdays), "rooms": rooms, "version": instance.version}
        super().__init__(data, instance=instance, initial=initial)
        self._house = house
        field: Any = self.fields["rooms"]
        field.queryset, field.label_from_instance = desks_of(house), lambda one: one.unit.name

    def clean_name(self) -> str:
        """Refuse the name of another plan of the space."""
        name: str = self.cleaned_data["name"]
        if DeskPlan.objects.filter(house=self._house, name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("この施設には、同じ名称のプランがすでにあります。")
        return name

    def clean_most_members(self) -> int:
        """Ask for at least one place."""
        most: int = self.cleaned_data["most_members"]
        if most < 1:
            raise forms.ValidationError("定員は、1人以上にしてください。")
        return most

    def clean_due_day(self) -> int:
        """Ask for a day of a month."""
        day: int = self.cleaned_data["due_day"]
        if not 1 <= day <= 31:
            raise forms.ValidationError("1から31までの数字にしてください。")
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse hours that run backwards."""
        values = super().clean() or {}
        opens, closes = values.get("opens_at"), values.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "使える時間の終わりは、始まりより後にしてください。")
        return values

    def fields_of(self) -> dict[str, Any]:
        """Return what is to be written."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return values | {"weekdays": "".join(sorted(self.cleaned_data["weekdays"]))}


class PriceForm(forms.Form):
    """What a plan costs from a month on."""

    starts_on = MonthField(label="いつの月から")
    fee_yen = forms.IntegerField(label="月会費(円)", min_value=0, max_value=1_000_000)
    over_yen = forms.IntegerField(
        label="超えた分の料金(1時間または1日・円)", min_value=0, max_value=100_000, required=False,
        help_text="空けると、含まれる量を超えては使えません。",
    )  # fmt: skip
    article = forms.CharField(
        label="根拠(条例の条など)", max_length=100, required=False,
        help_text="公の施設と行政財産の会費は使用料なので、条例の条が要ります。",
    )  # fmt: skip


class AskForm(OfFileForm, KeyedForm):
    """An application for a membership, taken for a caller."""

    channel = forms.ChoiceField(label="受付の経路", choices=CHANNELS)
    starts_on = forms.DateField(label="利用の初日", validators=[in_calendar])
    work = forms.CharField(label="どんな仕事・活動に使うか", max_length=200, required=False)


class DecideForm(forms.Form):
    """From when somebody is a member."""

    starts_on = forms.DateField(
        label="利用の初日", help_text="申込みのとおりでよければ、そのままにします。", validators=[in_calendar]
    )  # fmt: skip


class NoticeForm(forms.Form):
    """That a member leaves, as it was said to staff."""

    notice_on = forms.DateField(label="申出の日")
    why = forms.CharField(label="理由", max_length=300, required=False)


class EndForm(forms.Form):
    """The last day of a membership that ends otherwise than by notice."""

    last_on = forms.DateField(label="最後の日", help_text="請求済みの月も、この日までに正します。")
    why = forms.CharField(label="理由", max_length=300)


class BesideForm(forms.Form):
    """Which place for a child is booked with a desk."""

    beside: Any = forms.ModelChoiceField(
        label="一緒に予約できる子どもの場所", queryset=None, required=False, empty_label="なし",
        help_text="同じ施設の、時間で予約する場所から選びます。席と両方が空いているときだけ予約できます。",
    )  # fmt: skip

    def __init__(self, data: Any, *, room: Room) -> None:
        super().__init__(data, initial={"beside": room.beside_id})
        field: Any = self.fields["beside"]
        field.queryset = desks_of(room.house).exclude(pk=room.pk)
        field.label_from_instance = lambda one: one.unit.name
