"""Staff: programmes for which houses are kept, their entries; the code that a family types."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.programmes.stays.forms.houses import WhyForm
from kayoi.programmes.stays.models import House, StayProgramme
from kayoi.programmes.stays.states import LIVED_IN, HouseStatus

ONE_DAY = timedelta(days=1)
REFUSALS: dict[str, Any] = {
    "stays.programme_full": "受け入れる組数(%(places)s組)の符号を、すべて渡しています。",
    "stays.fewer_places": "いま%(given)s組に符号を渡しています。組数は、それより少なくできません。",
    "stays.house_in_use": "%(house)sには申込み中か滞在中の人がいます。終わるまで、充てる事業は変えられません。",
}


class EntryCodeForm(forms.Form):
    """The code that the programme has given to a family."""

    entry_code = forms.CharField(
        label=_("申込みの符号"), max_length=20,
        help_text=_("受入れを決めたところから渡された文字です。例:K7QM-3XTR-9WPA"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip


class ProgrammeForm(forms.ModelForm):  # type: ignore[type-arg]  # no brackets at run time
    """A programme's row, and the houses that are kept for it."""

    ends_on = forms.DateField(label="期間の最終日")
    houses: Any = forms.ModelMultipleChoiceField(
        label="充てる家", queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="選んだ家は、この事業の符号を持つ家庭だけが申し込めます。",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("kind", "reference", "name", "decided_by", "starts_on", "ends_on", "places", "houses")

    class Meta:
        model = StayProgramme
        fields = ("kind", "reference", "name", "decided_by", "starts_on", "places")
        help_texts = {"reference": "例: R9-toshi。事業の側で使っている年度や募集の番号を書きます。"}

    def __init__(self, data: Any, *, instance: StayProgramme | None = None) -> None:
        initial: Any = {}
        if instance is not None:
            kept = list(instance.houses.values_list("pk", flat=True))
            initial = {"ends_on": instance.ends_on, "houses": kept, "version": instance.version}
        super().__init__(data, instance=instance, initial=initial)
        rows = House.objects.exclude(kind__in=LIVED_IN).exclude(status=HouseStatus.ENDED)
        field: Any = self.fields["houses"]
        field.queryset = rows.exclude(kind="workplace").order_by("name")

    def clean(self) -> dict[str, Any]:
        """Refuse periods that run backwards, no places, and a row that is there already."""
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "最終日は、初日かそれより後にしてください。")
        if values.get("places") == 0:
            self.add_error("places", "組数は、1組以上にしてください。")
        same = StayProgramme.objects.filter(kind=values.get("kind"), reference=values.get("reference"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("reference", "この種類のこの記号の事業は、すでにあります。")
        return values

    def fields_of(self) -> dict[str, Any]:
        """Return what is to be written."""
        last: date = self.cleaned_data["ends_on"]
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | {"ends_before": last + ONE_DAY}


class GiveForm(forms.Form):
    """Which family gets an entry."""

    label = forms.CharField(
        label="家庭の呼び方(番号など)",
        max_length=60,
        help_text="氏名は要りません。例: 1番の家庭。符号は1組に一つです。",
    )


class EndEntryForm(WhyForm):
    """When a programme takes a family no more."""

    ended_on = forms.DateField(label="受入れが終わる日")
    field_order = ("ended_on", "why")
