"""A field that chooses a member."""

from typing import Any

from django import forms

from kayoi.foundation.identity.models import Membership


class MemberField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no brackets at run time
    """A member of the open organization, by name (職員を選ぶ). Forms set `queryset`: it needs an open scope."""

    def __init__(self, *, label: str, empty_label: str, **kwargs: Any) -> None:
        super().__init__(Membership.across.none(), label=label, empty_label=empty_label, required=False, **kwargs)

    def label_from_instance(self, obj: Membership) -> str:
        return obj.name
