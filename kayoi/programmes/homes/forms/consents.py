"""Shape of consents that staff write down for a caller or from paper; why one cannot be given."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.states import Channel
from kayoi.programmes.homes.forms.people import ChannelField, PastDayField, set_today
from kayoi.programmes.homes.states import HomeConsentPurpose

REFUSALS: dict[str, Any] = {
    "homes.consent_withdrawn": "取り消した権利者がいます。",
    "homes.consent_not_given": "所有者か連絡の窓口の同意が、まだありません。",
    "homes.consent_not_a_holder": _("この同意は、所有者・共有者・相続人だけができます。"),
    "homes.consent_own_telephone": "電話の同意は、本人だけができます。代理人の電話は、代理人の欄に書きます。",
    "homes.consent_no_agent": "代理人が書かれていません。委任状を確かめ、代理人を先に書いてください。",
    "homes.consent_agent_ended": "委任状の期限が切れています。新しい委任状をもらってください。",
}


class ConsentForm(forms.Form):
    """What somebody has agreed to, each for itself."""

    about_self = False

    purposes = forms.MultipleChoiceField(
        label="同意したこと", choices=HomeConsentPurpose.choices(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "同意したことを選んでください。"},
    )  # fmt: skip
    channel = ChannelField()
    given_on = PastDayField(label="同意した日")
    by_agent = forms.BooleanField(label="代理人から聞いた(委任状を確かめた)", required=False)

    def __init__(self, *args: Any, today: date, has_agent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today, starts=("given_on",))
        if not has_agent:
            del self.fields["by_agent"]

    def said(self) -> dict[str, Any]:
        """Return how and when it was said, as the service takes it."""
        values = self.cleaned_data
        return {
            "channel": Channel.of(values["channel"]),
            "given_on": values["given_on"],
            "by_agent": values.get("by_agent", False),
        }


class WithdrawForm(forms.Form):
    """That a consent was withdrawn, how and when."""

    about_self = False

    channel = ChannelField()
    withdrawn_on = PastDayField(label="取り消した日")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today, starts=("withdrawn_on",))
