"""What holders and staff send about cards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.credentials.states import Medium
from kayoi.programmes.furusato.models import Benefit
from kayoi.programmes.furusato.services.benefits import Use


class ObjectForm(forms.Form):
    """What a holder says against a revocation."""

    words = forms.CharField(label=_("申出の内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class LostForm(forms.Form):
    """Which card was lost."""

    medium = forms.ChoiceField(label=_("なくしたもの"), choices=Medium.choices())


class PaperForm(forms.Form):
    """The birthday that the short code is made with."""

    birthday = forms.DateField(
        label="生年月日",
        help_text="照合符号を作るために使い、登録者証には残しません。窓口では、本人確認書類の生年月日と照らします。",
    )


class ReasonForm(forms.Form):
    """The reason that the holder reads."""

    reason = forms.CharField(label="理由(本人に示します)", max_length=300)


class CounterUseForm(forms.Form):
    """A use as the counter's outbox sends it."""

    benefit: "forms.ModelChoiceField[Benefit]" = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)
    card = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    quantity = forms.IntegerField(label="数", min_value=1, max_value=99, initial=1)
    client_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    used_at = forms.DateTimeField(required=False, widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])

    def __init__(self, *args: Any, benefits: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["benefit"].queryset = benefits  # type: ignore[attr-defined]  # a ModelChoiceField

    def use(self, *, at: Any, counter: str) -> Use:
        """Return what was told."""
        given = self.cleaned_data
        return Use(
            given["benefit"].pk, given["client_key"], given["used_at"] or at, given["quantity"], card=given["card"],
            counter=counter,
        )  # fmt: skip
