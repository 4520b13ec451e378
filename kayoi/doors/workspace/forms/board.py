"""The board: filters, what is done with several rows at once, putting off."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from kayoi.doors.workspace.forms.files import DAY
from kayoi.doors.workspace.states import PAGES, Bulk, Due, Owner
from kayoi.foundation.identity.forms import MemberField
from kayoi.foundation.identity.models import Membership

UNTIL = "いつまで休ませるかを書いてください。"
WHY = "休ませる理由を書いてください。あとで見る人のために残します。"
AHEAD = "明日より後の日を書いてください。"


class BoardFilter(forms.Form):
    """Which part of the board is shown; lives in the address and is remembered."""

    owner = forms.ChoiceField(label="担当", required=False)
    due = forms.ChoiceField(label="見るもの", choices=Due.choices(), required=False)
    kind = forms.ChoiceField(
        label="種類", required=False, choices=[("", "すべて"), *((cause, label) for cause, (label, _) in PAGES.items())]
    )

    def __init__(self, *args: Any, members: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [*Owner.choices(), *((str(member.pk), member.name) for member in members)]


class BulkForm(forms.Form):
    """Several rows at once: finish them, give them to somebody, or put them off with a reason."""

    rows = forms.MultipleChoiceField(
        error_messages={"required": "行を一つ以上選んでください。"}, widget=forms.MultipleHiddenInput
    )
    action = forms.ChoiceField(choices=Bulk.choices(), error_messages={"required": "することを選んでください。"})
    to = MemberField(label="割り当てる人", empty_label="担当なし")
    until = forms.DateField(label="いつまで休ませるか", required=False, widget=DAY)
    why = forms.CharField(label="休ませる理由", required=False, max_length=200)

    def __init__(self, *args: Any, members: QuerySet[Membership], shown: list[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.ticked = set(shown) if self.is_bound else set()
        to, rows = self.fields["to"], self.fields["rows"]
        assert isinstance(to, MemberField)
        assert isinstance(rows, forms.MultipleChoiceField)
        to.queryset = members
        rows.choices = [(key, key) for key in shown if key[:1] in "tf" and key[1:].isdecimal()]

    def clean(self) -> dict[str, Any]:
        """Ask for day and reason where rows are put off."""
        values = super().clean() or {}
        if values.get("action") == Bulk.SNOOZE:
            _ask_for_both(self, values, self.today)
        return values

    def ids(self, kind: str) -> list[int]:
        """Return the ids of the ticked rows of a kind: t follow-ups, f files."""
        return [int(key[1:]) for key in self.cleaned_data["rows"] if key[0] == kind]


class SnoozeForm(forms.Form):
    """Put one thing off until a day, and say why."""

    until = forms.DateField(label="いつまで休ませるか", widget=DAY, error_messages={"required": UNTIL})
    why = forms.CharField(label="休ませる理由", max_length=200, error_messages={"required": WHY})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", today + timedelta(days=14))
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Refuse a day that has come."""
        values = super().clean() or {}
        if values.get("until") and values["until"] <= self.today:
            self.add_error("until", AHEAD)
        return values


def _ask_for_both(form: forms.Form, values: dict[str, Any], today: date) -> None:
    until = values.get("until")
    if until is None and "until" not in form.errors:
        form.add_error("until", UNTIL)
    elif until is not None and until <= today:
        form.add_error("until", AHEAD)
    if not values.get("why") and "why" not in form.errors:
        form.add_error("why", WHY)
