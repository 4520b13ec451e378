"""Which card is held to the phone in the demonstration."""

from django import forms

from kayoi.doors.demo.states import CARDS


class CardForm(forms.Form):
    """One of the invented cards."""

    card = forms.ChoiceField(
        label="使うカード", choices=[(card.key, card.label) for card in CARDS], widget=forms.RadioSelect
    )
