"""Staff: who answers for what a household owes; what is claimed for a damage beyond the deposit."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.programmes.stays.forms.refusals import REFUSALS as STAYS
from kayoi.programmes.stays.services.tenancies_damage import Damage
from kayoi.programmes.stays.services.tenancies_guarantee import GuaranteeFields
from kayoi.programmes.stays.states.tenancies import Guarantor

MOST = "個人の連帯保証では必ず書きます。書面で定めない極度額のない保証は、効力がありません(民法465条の2)。"
REFUSALS: dict[str, Any] = STAYS | {
    "tenancies.no_guarantee": "この家は保証(%(kinds)s)を求めています。%(from)sに有効な保証を、先に記録してください。",
    "tenancies.guarantee_without_most": "個人の連帯保証には、極度額が要ります(民法465条の2)。極度額を書いてください。",
    "tenancies.guarantee_not_now": "終わった入居には、保証を記録できません。",
    "tenancies.guaranteed_before": "この人・会社の同じ初日の保証は、すでに記録されています。",
    "tenancies.guarantee_ends": "最終日は、保証の初日の前の日から、いまの最終日(%(until)s)より前までにしてください。",
    "tenancies.claim_not_now": "入居した世帯にだけ、原状回復の費用を請求できます。",
    "tenancies.due_past": "納期限が過ぎています。きょう以後の日にしてください。",
}


class GuaranteeForm(forms.Form):
    """Who answers, up to how much, from when until when."""

    about_self = False
    kind = forms.ChoiceField(label="種類", choices=Guarantor.choices())
    name = forms.CharField(label="氏名・名称", max_length=100)
    address = forms.CharField(label="住所・所在地", max_length=200, required=False)
    phone = forms.CharField(label="電話番号", max_length=60, required=False)
    most_yen = forms.IntegerField(label="極度額(円)", min_value=1, required=False, help_text=MOST)
    agreed_on = forms.DateField(label="保証の書面の日", help_text="保証は書面でします(民法446条2項)。")
    starts_on = forms.DateField(label="保証の初日")
    ends_on = forms.DateField(
        label="保証の最終日", help_text="契約より先に終わるときは、2か月前に確かめる予定を入れます。"
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the most that a person answers for, and for days in their order."""
        values = super().clean() or {}
        if values.get("kind") == Guarantor.PERSON and not values.get("most_yen") and "most_yen" not in self.errors:
            self.add_error("most_yen", REFUSALS["tenancies.guarantee_without_most"])
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "最終日は、初日より後にしてください。")
        return values


def guarantee_of(values: dict[str, Any]) -> GuaranteeFields:
    """Return what is to be written."""
    return {
        "kind": Guarantor.of(values["kind"]), "name": values["name"], "address": values["address"],
        "phone": values["phone"], "most_yen": values["most_yen"], "agreed_on": values["agreed_on"],
        "starts_on": values["starts_on"], "ends_before": values["ends_on"] + timedelta(days=1),
    }  # fmt: skip


class EndGuaranteeForm(forms.Form):
    """That a guarantee ends earlier than was agreed, or was a mistake."""

    ends_on = forms.DateField(label="保証の最終日", help_text="記録の間違いを取り消すときは、初日の前の日にします。")
    why = forms.CharField(label="理由", max_length=200)


class ClaimForm(forms.Form):
    """What is claimed for a damage."""

    amount_yen = forms.IntegerField(label="請求する額(円)", min_value=1, max_value=10_000_000)
    words = forms.CharField(
        label="何の費用か", max_length=200, help_text="請求書に書きます。通常の使用による傷みは含めません(民法621条)。"
    )
    due_on = forms.DateField(label="納期限")
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def damage_of(values: dict[str, Any]) -> Damage:
    """Return what is claimed."""
    return Damage(values["amount_yen"], values["words"], values["due_on"])
