"""Staff: on which way somebody asks for a stay who does not write it themselves."""

from typing import Any

from django import forms

from kayoi.engines.casefiles.states import Channel

WAYS = (Channel.TELEPHONE, Channel.COUNTER, Channel.LETTER)


class WayForm(forms.Form):
    """How an application came."""

    channel = forms.ChoiceField(
        label="受け付けた方法", choices=[(one.value, one.label) for one in WAYS], initial=Channel.TELEPHONE.value,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def way(self) -> Channel:
        """Return how it came."""
        found: Any = Channel.of(self.cleaned_data["channel"])
        channel: Channel = found
        return channel
