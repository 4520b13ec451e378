"""Shape of the brokers' register, of who is asked to take a house, and of their answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.programmes.homes.forms.process import choose
from kayoi.programmes.homes.models import Broker
from kayoi.programmes.homes.services import BrokerFields


class BrokerForm(forms.Form):
    """What stands on the register about a broker."""

    about_self = False

    name = forms.CharField(label="商号", max_length=100)
    licence = forms.CharField(label="免許番号", max_length=60, help_text="例: 長野県知事(3)第0000号")
    licence_until = forms.DateField(label="免許の有効期限")
    association = forms.CharField(label="所属団体(宅建協会・全日など)", max_length=60, required=False)
    phone = PhoneField(label="電話番号", max_length=60)
    email = forms.EmailField(
        label="メールアドレス", required=False, help_text="依頼を送ります。空けておくと、電話で依頼します。"
    )
    office = forms.CharField(label="事務所の所在地", max_length=200)
    has_local_office = forms.BooleanField(label="区域内に事務所がある", required=False)
    pays_tax = forms.BooleanField(label="市町村税の滞納がない(確かめた)", required=False)
    is_clean = forms.BooleanField(label="暴力団等と関わりがない(誓約書がある)", required=False)
    agreed_on = forms.DateField(label="協定に署名した日", required=False)
    takes_turns = forms.BooleanField(label="順番での割当てを受ける", required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def broker_fields(self) -> BrokerFields:
        """Return what is written down."""
        values: Any = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        fields: BrokerFields = values
        return fields


class AskForm(forms.Form):
    """Who is asked: whose turn it is, or whom the owner wishes."""

    broker = forms.TypedChoiceField(label="依頼する業者", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, brokers: list[Broker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brokers = {one.pk: one for one in brokers}
        wishes = [(one.pk, f"所有者の希望: {one.name}") for one in brokers]
        choose(self, "broker", [("", "順番の次の業者"), *wishes])

    def chosen_broker(self) -> Broker | None:
        """Return whom the owner wishes; nobody where it goes by turn."""
        return self.brokers.get(self.cleaned_data["broker"])


class AnswerForm(forms.Form):
    """Whether a broker takes a house."""

    answer = forms.ChoiceField(
        label=_("お返事"),
        choices=[("yes", _("引き受けます")), ("no", _("今回は辞退します"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("引き受けるか、辞退するかを選んでください。")},
    )
    why = forms.CharField(label=_("理由・連絡事項"), max_length=200, required=False)
