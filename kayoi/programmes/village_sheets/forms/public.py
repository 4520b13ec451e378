"""What matters to a seeker; asked by GET, kept nowhere."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.programmes.village_sheets.states import Concern


class WishForm(forms.Form):
    """What matters (大事にしたいこと)."""

    wish = forms.MultipleChoiceField(
        label=_("大事にしたいこと"),
        required=False,
        choices=[(concern.value, _(concern.label)) for concern in Concern],
        widget=forms.CheckboxSelectMultiple,
    )

    def concerns(self) -> frozenset[Concern]:
        """Return the wishes; what no one offers is left out."""
        if not self.is_bound or not self.is_valid():
            return frozenset()
        return frozenset(map(Concern.of, self.cleaned_data["wish"]))
