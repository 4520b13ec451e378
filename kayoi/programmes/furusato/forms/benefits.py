"""What staff write about benefits: the benefit, its budget, its counter, a use by hand."""

import uuid
from typing import Any

from django import forms

from kayoi.engines.rulesets.models import Ruleset
from kayoi.engines.rulesets.states import RulesetKind
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.programmes.furusato.models import Benefit, Register, Registration

COUNTER_KINDS = (OrganizationKind.CARRIER, OrganizationKind.SHOP, OrganizationKind.HOST)


class BenefitForm(forms.ModelForm):  # type: ignore[type-arg]  # no brackets at run time
    """A benefit."""

    registers: Any = forms.ModelMultipleChoiceField(
        label="対象の登録", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    rule: Any = forms.ModelChoiceField(
        label="使える条件", queryset=None, required=False, empty_label="対象の登録があれば使える"
    )

    class Meta:
        model = Benefit
        fields = (
            "name", "name_en", "key", "kind", "summary", "summary_en", "proof", "is_recorded", "per_person", "stock",
            "cost_yen", "points", "counter_name", "donation_linked", "donation_yen", "designated_on", "designation",
        )  # fmt: skip
        help_texts = {
            "key": "半角の英小文字・数字・ハイフンで書きます。例: ferry",
            "is_recorded": "記録しない特典では、窓口で確かめたことは、どこにも送られません。",
            "points": "利用を記録したときに、本人の残りから引きます。寄附に伴う特典には使えません。",
            "donation_linked": (
                "寄附をした人だけの特典は、返礼品等として扱われます。ポイントは付けることも使うこともできず、町の負担は寄附額の3割までで、"
                "指定の基準を確かめた記録が要ります。"
            ),
        }

    def __init__(self, data: Any, *, instance: Benefit | None = None) -> None:
        chosen = [link.register_id for link in instance.registers.all()] if instance else []
        initial = {"registers": chosen, "rule": instance.rule_id if instance else None}
        super().__init__(data, instance=instance, initial=initial)
        self.fields["registers"].queryset = Register.objects.exclude(status="ended").order_by("step", "name")  # type: ignore[attr-defined]
        self.fields["rule"].queryset = Ruleset.objects.filter(kind=RulesetKind.STATUS).order_by("title")  # type: ignore[attr-defined]
        self.order_fields(["name", "name_en", "key", "kind", "summary", "summary_en", "registers", "rule"])

    def changes(self) -> dict[str, Any]:
        """Return what is to be written on the benefit itself."""
        return {name: value for name, value in self.cleaned_data.items() if name != "registers"}


class BudgetForm(forms.Form):
    """How much a benefit may cost in a year."""

    yen = forms.IntegerField(label="予算額(円)", min_value=0, max_value=1_000_000_000)
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class HandUseForm(forms.Form):
    """A use that staff record by hand: by telephone, from a paper list."""

    number = forms.CharField(label="登録の受付番号", max_length=20)
    used_on = forms.DateField(label="利用した日")
    quantity = forms.IntegerField(label="数", min_value=1, max_value=99, initial=1)
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_number(self) -> Registration:
        """Return the registration of that number."""
        found: Registration | None = Registration.objects.filter(number=self.cleaned_data["number"].strip()).first()
        if found is None:
            raise forms.ValidationError("この番号の登録はありません。")
        return found


class CounterForm(forms.Form):
    """At whose counter a benefit is used: a partner that is known, or a new one."""

    partner: Any = forms.ModelChoiceField(
        label="すでにある窓口", queryset=None, required=False, empty_label="新しい窓口"
    )
    name = forms.CharField(label="新しい窓口の名称", max_length=80, required=False)
    kind = forms.ChoiceField(label="種類", choices=[(kind.value, kind.label) for kind in COUNTER_KINDS])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        used = Benefit.objects.exclude(counter=None).values("counter")
        self.fields["partner"].queryset = Organization.objects.filter(pk__in=used).order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a name where no counter was chosen."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("partner") and not given.get("name"):
            self.add_error("name", "窓口を選ぶか、新しい窓口の名称を書いてください。")
        return given


class InviteForm(forms.Form):
    """Who of a counter is invited."""

    name = forms.CharField(label="担当者のお名前", max_length=60)
    email = forms.EmailField(label="担当者のメールアドレス", help_text="この人だけが使うアドレスにしてください。")
