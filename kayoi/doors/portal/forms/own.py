"""Shape of what people write about themselves."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kayoi.foundation.identity.models import Person
from kayoi.foundation.identity.states import Relation
from kayoi.foundation.places.forms import PlaceField
from kayoi.kit.html import DateParts
from kayoi.kit.text import phone_display, postal_code

PROFILE = ("name", "kana", "birth_on", "phone", "postal_code", "place_code", "address")


class BirthField(forms.DateField):
    """A day of birth in three boxes; the year also as 昭和60."""

    widget = DateParts

    def __init__(self, **kwargs: Any) -> None:
        help_text = _("年は西暦でも和暦でも書けます。例:1985、昭和60、S60")
        errors = {"invalid": _("日付として読めません。年・月・日を数字で書いてください。")}
        super().__init__(required=False, help_text=help_text, error_messages=errors, **kwargs)


class ProfileForm(forms.Form):
    """What a person wants every town to be told, with the version that they saw."""

    name = forms.CharField(label=_("お名前"), max_length=100, required=False)
    kana = forms.CharField(label=_("ふりがな"), max_length=100, required=False)
    birth_on = BirthField(label=_("生年月日"))
    phone = forms.CharField(
        label=_("電話番号"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    postal_code = forms.CharField(
        label=_("郵便番号"), max_length=10, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    place_code = PlaceField(label=_("住んでいる市区町村"), required=False, help_text=_("例:長野県伊那市"))
    address = forms.CharField(label=_("住所(市区町村より後)"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        """Return the telephone number in its displayed form."""
        text: str = self.cleaned_data["phone"]
        try:
            return phone_display(text) if text else ""
        except ValueError as error:
            raise forms.ValidationError(_("電話番号として読めません。市外局番から、数字で書いてください。")) from error

    def clean_postal_code(self) -> str:
        """Return the postal code as 396-8617."""
        text: str = self.cleaned_data["postal_code"]
        try:
            return postal_code(text) if text else ""
        except ValueError as error:
            raise forms.ValidationError(_("郵便番号は、7けたの数字で書いてください。")) from error

    def changes(self) -> dict[str, Any]:
        """Return what to write."""
        return {name: self.cleaned_data[name] for name in PROFILE}

    def differences_from(self, current: Person) -> list[tuple[str, Any, Any]]:
        """Return what was saved elsewhere meanwhile beside what was typed here; saving again overwrites knowingly."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["version"] = str(current.version)
        self.data = data
        shown = {name: self.fields[name].prepare_value for name in PROFILE}
        pairs = [(name, getattr(current, name), self.cleaned_data[name]) for name in PROFILE]
        return [
            (str(self.fields[name].label), shown[name](theirs), shown[name](ours))
            for name, theirs, ours in pairs
            if theirs != ours
        ]


def initial_of(person: Person) -> dict[str, Any]:
    """Return what the form begins with."""
    return {name: getattr(person, name) for name in PROFILE} | {"version": person.version}


class HouseholdMemberForm(forms.Form):
    """Somebody of the household who has no log-in."""

    about_self = False

    relation = forms.ChoiceField(label=_("続柄"))
    name = forms.CharField(label=_("お名前"), max_length=100, required=False)
    birth_on = BirthField(label=_("生年月日"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relation = self.fields["relation"]
        assert isinstance(relation, forms.ChoiceField)
        relation.choices = [(item.value, _(item.label)) for item in Relation if item is not Relation.SELF]


class EraseForm(forms.Form):
    """The typed confirmation: the mail address of the log-in, so that nobody erases by a slip."""

    email = forms.CharField(
        label=_("ログインのメールアドレス"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("ログインのメールアドレスを書いてください。")},
    )

    def __init__(self, *args: Any, own_email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_email = own_email

    def clean_email(self) -> str:
        """Return the address. Raises ValidationError unless it is that of the log-in."""
        email: str = self.cleaned_data["email"]
        if email.strip().lower() != self.own_email.lower():
            raise forms.ValidationError(_("ログインのメールアドレスと違います。何も消えていません。"))
        return email
