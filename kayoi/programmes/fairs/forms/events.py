"""Shape of an event and of its counts."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.programmes.fairs.models import Event
from kayoi.programmes.fairs.services import EventFields
from kayoi.programmes.fairs.states import MOST_PERSONS, EventKind

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EventForm(forms.Form):
    """What is written about an event; its last day is shown, not the day after it."""

    title = forms.CharField(label="名前", max_length=120, help_text="例:ふるさと回帰フェア2026(東京)")
    kind = forms.ChoiceField(
        label="種類", choices=EventKind.choices(), widget=forms.RadioSelect, initial=EventKind.FAIR.value
    )
    starts_on = forms.DateField(label="開催日", widget=DAY)
    ends_on = forms.DateField(
        label="最終日", widget=DAY, required=False, help_text="一日だけのときは、空けておきます。"
    )
    place = forms.CharField(label="会場", max_length=120, required=False)
    organiser = forms.CharField(label="主催", max_length=120, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, event: Event, data: Any = None) -> "EventForm":
        """Return the form of an event as it stands."""
        names = ("title", "kind", "starts_on", "place", "organiser", "version")
        last = event.ends_before - timedelta(days=1)
        initial = {name: getattr(event, name) for name in names}
        return cls(data, initial=initial | {"ends_on": None if last == event.starts_on else last})

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first, and events of more than two months: somebody mistyped a year."""
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and not first <= last <= first + timedelta(days=62):
            self.add_error("ends_on", "最終日は、開催日から2か月以内の日にしてください。")
        return values

    def event_fields(self) -> EventFields:
        """Return the event as the services take it."""
        values = self.cleaned_data
        return {
            "title": values["title"],
            "kind": values["kind"],
            "starts_on": values["starts_on"],
            "ends_before": (values["ends_on"] or values["starts_on"]) + timedelta(days=1),
            "place": values["place"],
            "organiser": values["organiser"],
        }


class TallyForm(forms.Form):
    """Groups that left no name: one by a press, or many at once from a paper tally."""

    persons = forms.IntegerField(label="1組の人数", min_value=1, max_value=MOST_PERSONS, initial=1)
    groups = forms.IntegerField(label="組の数", min_value=1, max_value=500, initial=1, required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid4())

    def sizes(self) -> list[int]:
        """Return the persons of each group."""
        return [self.cleaned_data["persons"]] * (self.cleaned_data["groups"] or 1)
