"""Which guided day a viewing is put into."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kayoi.programmes.appointments.models import GuidedDay


class DayForm(forms.Form):
    """One of the family's guided days on that date."""

    day = forms.ChoiceField(
        label="どの現地案内に入れるか",
        widget=forms.RadioSelect,
        error_messages={"required": "現地案内を選んでください。"},
    )

    def __init__(self, *args: Any, days: Sequence[GuidedDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = {str(day.pk): day for day in days}
        field = self.fields["day"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, f"{day.shown_as}・集合 {day.meeting or '未定'}") for key, day in self.days.items()]

    def chosen(self) -> GuidedDay:
        """Return the day that was chosen."""
        return self.days[self.cleaned_data["day"]]
