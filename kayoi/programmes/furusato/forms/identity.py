"""Staff: what stands on the card or papers that somebody shows at the counter."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.foundation.places.forms import PlaceField
from kayoi.programmes.furusato.rules.identity import Shown
from kayoi.programmes.furusato.states import ProofMethod

REFUSALS: dict[str, Any] = {
    "furusato.proof_other_name": _(
        "書類のお名前が、個票のお名前・ふりがなと違います。別の人の書類では確認できません。"
    ),
    "furusato.proof_other_birthday": _("書類の生年月日が、個票と違います。別の人の書類では確認できません。"),
    "furusato.proof_unborn": _("生年月日を確かめてください。"),
    "furusato.proof_ran_out": _("期限(%(day)s)が過ぎています。期限内の書類で確認してください。"),
    "furusato.proof_of_another": _(
        "この書類・カードは、別の個票の本人確認に使われています。同じ人の個票かどうかを確かめてください。"
    ),
    "furusato.proof_missing": _("デジタル認証アプリでの本人確認が、まだです。先にマイページで本人確認をしてください。"),
}
AT_COUNTER = (ProofMethod.CARD_AT_COUNTER, ProofMethod.PHOTO_ID, ProofMethod.TWO_PAPERS, ProofMethod.POST)


class CounterProofForm(forms.Form):
    """What staff read on it. There is no field for a number."""

    about_self = False

    method = forms.ChoiceField(
        label="確認の方法", choices=[(one.value, one.label) for one in AT_COUNTER], widget=forms.RadioSelect
    )
    name = forms.CharField(label="書類に書いてある氏名", max_length=100)
    birth_on = forms.DateField(label="書類に書いてある生年月日", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    place = PlaceField(label="書類に書いてある住所の市区町村", required=False)
    ends_on = forms.DateField(
        label="署名用電子証明書・書類の期限", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text="引っ越すと、署名用電子証明書は期限の前でも使えなくなります。",
    )  # fmt: skip

    def shown(self) -> Shown:
        """Return what stands on it."""
        values: dict[str, Any] = self.cleaned_data
        ends_on: date | None = values["ends_on"]
        return Shown(values["name"], values["birth_on"], ends_on)
