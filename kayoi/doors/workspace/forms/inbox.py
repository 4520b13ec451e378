"""The inbox: filters, and what is done with several rows at once."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from kayoi.doors.workspace.states import PAGES, Due, Owner
from kayoi.foundation.identity.forms import MemberField
from kayoi.foundation.identity.models import Membership


class InboxFilter(forms.Form):
    """Which follow-ups are shown; lives in the address and is remembered."""

    owner = forms.ChoiceField(label="担当", choices=Owner.choices(), required=False)
    due = forms.ChoiceField(label="期限", choices=Due.choices(), required=False)
    kind = forms.ChoiceField(
        label="種類", required=False, choices=[("", "すべて"), *((cause, label) for cause, (label, _) in PAGES.items())]
    )


class BulkForm(forms.Form):
    """Several follow-ups at once: finish them, or give them to somebody."""

    rows = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": "行を一つ以上選んでください。"}, widget=forms.MultipleHiddenInput
    )
    action = forms.ChoiceField(choices=[("assign", "割り当てる"), ("finish", "済みにする")])
    to = MemberField(label="割り当てる人", empty_label="担当なし")

    def __init__(self, *args: Any, members: QuerySet[Membership], shown: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to, rows = self.fields["to"], self.fields["rows"]
        assert isinstance(to, MemberField)
        assert isinstance(rows, forms.TypedMultipleChoiceField)
        to.queryset = members
        rows.choices = [(pk, pk) for pk in shown]
