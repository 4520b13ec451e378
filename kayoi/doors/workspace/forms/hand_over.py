"""Which desk goes to whom."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from kayoi.engines.followups.states import Division
from kayoi.foundation.identity.forms import MemberField
from kayoi.foundation.identity.models import Membership


class SuccessorsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no brackets at run time
    """Members who take a desk over (後任を選ぶ)."""

    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.name}({obj.title})" if obj.title else obj.name


class HandOverForm(forms.Form):
    """A desk, its successors, and how it is divided."""

    leaver = MemberField(
        label="引き継ぐ人(いまの担当)",
        empty_label="選んでください",
        error_messages={"required": "引き継ぐ人を選んでください。"},
    )
    heirs = SuccessorsField(
        Membership.across.none(),
        label="後任",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "後任を一人以上選んでください。"},
    )
    how = forms.ChoiceField(
        label="分け方(後任が二人以上のとき)",
        choices=Division.choices(),
        widget=forms.RadioSelect,
        initial=Division.EVENLY.value,
    )

    def __init__(self, *args: Any, desks: QuerySet[Membership], members: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaver, heirs = self.fields["leaver"], self.fields["heirs"]
        assert isinstance(leaver, MemberField)
        assert isinstance(heirs, SuccessorsField)
        leaver.required = True
        leaver.queryset, heirs.queryset = desks, members

    def desk(self) -> dict[str, Any]:
        """Return what the service takes."""
        values = self.cleaned_data
        return {
            "leaver": values["leaver"],
            "heirs": sorted(values["heirs"], key=lambda member: member.pk),
            "how": Division.of(values["how"]),
        }
