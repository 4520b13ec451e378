"""Staff: a register, a correction, an end, the mirror of the national register."""

from typing import Any

from django import forms

from kayoi.engines.rulesets.models import Ruleset
from kayoi.engines.rulesets.states import RulesetKind
from kayoi.foundation.places.forms import PlaceField
from kayoi.programmes.furusato.models import Register, Registration
from kayoi.programmes.furusato.states import EndReason, RegistrationStatus

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WORDS = forms.Textarea(attrs={"rows": 3})


class RegisterForm(forms.ModelForm):  # type: ignore[type-arg]
    """A register of the town. Its conditions and the register below are chosen among the town's own rows."""

    rule: Any = forms.ModelChoiceField(
        label="登録の条件", queryset=None, required=False,
        help_text="「登録・資格」の要件から選びます。空けると、希望する人はだれでも登録できます。",
    )  # fmt: skip
    falls_to: Any = forms.ModelChoiceField(label="更新できないときに移る登録", queryset=None, required=False)

    class Meta:
        model = Register
        fields = (
            "key", "name", "name_en", "summary", "summary_en", "is_not", "is_not_en", "decided_by",
            "valid_months", "renewal_days", "card_kind", "step",
        )  # fmt: skip
        widgets = {name: WORDS for name in ("summary", "summary_en", "is_not", "is_not_en")}
        help_texts = {
            "key": "英小文字・数字・ハイフン。ページのアドレスになります。",
            "is_not": "1行に1つ。住民票・選挙権・税とは関わらないことなどを書きます。",
            "card_kind": "英小文字の短い名前。登録者証のQRコードに入ります。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row, fields = self.instance, self.fields
        fields["rule"].queryset = Ruleset.objects.filter(kind=RulesetKind.STATUS).order_by("key")  # type: ignore[attr-defined]
        others = Register.objects.exclude(pk=row.pk).order_by("step", "pk")
        fields["falls_to"].queryset = others  # type: ignore[attr-defined]
        self.initial = {**self.initial, "rule": row.rule_id, "falls_to": row.falls_to_id}

    def clean_key(self) -> str:
        """Return the key, if no other register has it."""
        return self._own("key", "この記号の登録は、すでにあります。")

    def clean_card_kind(self) -> str:
        """Return the kind of card, if no other register has it."""
        return self._own("card_kind", "この種別の登録者証は、別の登録で使っています。")

    def _own(self, name: str, words: str) -> str:
        value: str = self.cleaned_data[name]
        if value and Register.objects.filter(**{name: value}).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(words)
        return value

    def values(self) -> dict[str, Any]:
        """Return the fields as they are to be written."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "rule", "falls_to")}


class ListForm(forms.Form):
    """What the list of registrations shows."""

    status = forms.ChoiceField(label="状態", required=False, choices=[("", "すべて"), *RegistrationStatus.choices()])
    register: Any = forms.ModelChoiceField(label="登録", queryset=None, required=False, empty_label="すべて")
    words = forms.CharField(label="受付番号・お名前", required=False, max_length=60)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["register"].queryset = Register.objects.order_by("step", "pk")  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """Why and when a registration ends."""

    reason = forms.ChoiceField(label="終了の理由", choices=EndReason.choices(), widget=forms.RadioSelect)
    on = forms.DateField(label="終わる日", widget=DAY)
    why = forms.CharField(label="本人に示す言葉(空けると、上の理由のまま)", max_length=300, required=False)


class CorrectForm(forms.ModelForm):  # type: ignore[type-arg]
    """What was written wrongly on a registration."""

    why = forms.CharField(label="直す理由", max_length=300)

    class Meta:
        model = Registration
        fields = ("since", "valid_until", "guardian_name", "guardian_relation", "guardian_contact")

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, and a registration without a beginning."""
        values = super().clean() or {}
        since, until = values.get("since"), values.get("valid_until")
        if since is None and self.instance.since is not None:
            self.add_error("since", "登録した日を書いてください。")
        if since and until and until < since:
            self.add_error("valid_until", "有効期限は、登録した日より後にしてください。")
        return values

    def changes(self) -> dict[str, Any]:
        """Return the fields as they are to be written."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class MoveForm(forms.Form):
    """Where somebody lives now."""

    place = PlaceField(label="いまの住所の市区町村", required=False, help_text="海外は、空けておきます。")
    on = forms.DateField(label="住み始めた日", widget=DAY)


class DeathForm(forms.Form):
    """That somebody has died."""

    on = forms.DateField(label="亡くなった日", widget=DAY)
    sure = forms.BooleanField(label="確かな記録(届け出など)で確かめました")


class FileForm(forms.Form):
    """A file of the national register."""

    upload = forms.FileField(
        label="国のファイル(CSV・Excel)", widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls"})
    )


class WhoseForm(forms.Form):
    """Whose a row of a file is."""

    number = forms.CharField(label="個票番号", max_length=12, required=False)
    drop = forms.BooleanField(label="取り込まない", required=False)
    why = forms.CharField(label="取り込まない理由", max_length=200, required=False)
