"""What people and staff send about registrations."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.forms.facts import Question, form_for
from kayoi.engines.rulesets.states import Fact
from kayoi.foundation.places.forms import PlaceField
from kayoi.kit.dates import age_on
from kayoi.kit.html import DateParts
from kayoi.programmes.furusato.services.registering import Guardian

CHANNELS = [(item.value, item.label) for item in (Channel.TELEPHONE, Channel.COUNTER, Channel.LETTER, Channel.EMAIL)]
# What stands in the form of the person and is not asked a second time as a question of the rule.
BY_FORM = ("applicant.lives_in", "application.lives_in")


class PersonForm(forms.Form):
    """Who wants to be registered."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("お名前"), max_length=100)
    kana = forms.CharField(label=_("ふりがな"), max_length=100, required=False)
    birth_on = forms.DateField(label=_("生年月日"), widget=DateParts)
    place = PlaceField(
        label=_("住んでいる市区町村"), required=False,
        help_text=_("「東京都世田谷区」のように書きます。海外にお住まいの方は、空けておきます。"),
    )  # fmt: skip
    address = forms.CharField(label=_("市区町村より後の住所"), max_length=200, required=False)
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    phone = PhoneField(label=_("電話番号"), required=False, max_length=30)
    guardian_name = forms.CharField(label=_("保護者のお名前"), max_length=100, required=False)
    guardian_relation = forms.CharField(label=_("続柄"), max_length=20, required=False)
    guardian_contact = forms.CharField(label=_("保護者の電話番号かメールアドレス"), max_length=200, required=False)
    guardian_agrees = forms.BooleanField(label=_("保護者として、この登録に同意します"), required=False)
    agree = forms.BooleanField(
        label=_("上の取り扱いに同意します"),
        error_messages={"required": _("取り扱いに同意いただけない場合は、お電話でご相談ください。")},
    )

    def __init__(self, *args: Any, today: date, adult_age: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today, self._adult_age = today, adult_age
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid4())

    def clean(self) -> dict[str, Any]:
        """Ask for a way to reach the person, and of a minor for a guardian."""
        values = super().clean() or {}
        if not values.get("email") and not values.get("phone") and not {"email", "phone"} & self.errors.keys():
            self.add_error("email", _("控えをお送りするメールアドレスか、電話番号を書いてください。"))
        born = values.get("birth_on")
        if born and born > self._today:
            self.add_error("birth_on", _("これからの日は書けません。"))
        elif born and age_on(born, self._today) < self._adult_age:
            if not values.get("guardian_name"):
                self.add_error("guardian_name", _("未成年の方は、保護者のお名前を書いてください。"))
            if not values.get("guardian_agrees"):
                self.add_error("guardian_agrees", _("未成年の方の登録には、保護者の同意が要ります。"))
        return values

    @property
    def guardian_is_wrong(self) -> bool:
        """Tell whether something is to be put right about the guardian, so that it does not stay folded."""
        return any(name.startswith("guardian_") for name in self.errors)

    def file_fields(self, language: str = "ja") -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return {
            "name": values["name"], "kana": values["kana"], "birth_on": values["birth_on"], "email": values["email"],
            "phone": values["phone"], "address": values["address"], "place_code": values["place"],
            "language": language,
        }  # fmt: skip

    def guardian(self) -> Guardian:
        """Return who agrees for a minor; for others nobody."""
        values = self.cleaned_data
        if age_on(values["birth_on"], self._today) >= self._adult_age:
            return Guardian()
        names = ("guardian_name", "guardian_relation", "guardian_contact", "guardian_agrees")
        return Guardian(*(values[name] for name in names))

    def key(self) -> UUID | None:
        """Return what tells that the same press came twice."""
        found: UUID | None = self.cleaned_data.get("client_key")
        return found


class TakingForm(PersonForm):
    """An application by telephone, at the counter or on paper; of a file that is known, or of somebody new."""

    about_self = False

    channel = forms.ChoiceField(
        label=_("受け付けた方法"), choices=CHANNELS, initial=Channel.TELEPHONE.value, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, file: CaseFile | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = "取り扱いを読み上げ、同意をもらいました"
        if file is not None:
            known = {
                "name": file.name, "kana": file.kana, "birth_on": file.birth_on, "place": file.place_code,
                "address": file.address, "email": file.email, "phone": file.phone,
            }  # fmt: skip
            self.initial = {**known, **self.initial}


class Questions:
    """The questions of a register's conditions. One that was left empty is not known, and no fault."""

    def __init__(self, data: Any, asked: dict[str, Fact]) -> None:
        own = {key: fact for key, fact in asked.items() if key not in BY_FORM}
        posted = {key: form_for(fact, data, {}) for key, fact in own.items()} if data else {}
        self._answered = {key: form for key, form in posted.items() if form.has_changed()}
        self.forms: list[Question] = [self._answered.get(key) or form_for(fact, None, {}) for key, fact in own.items()]

    @property
    def wrong(self) -> list[Question]:
        """The forms in which something is to be put right."""
        return [form for form in self._answered.values() if not form.is_valid()]

    def answers(self, place: str) -> dict[str, Any]:
        """Return the answers as a registration keeps them; who lives abroad has no municipality."""
        given = {key: form.answer() for key, form in self._answered.items()}
        return {"facts": {**given, "applicant.lives_in": place[:5] or "abroad"}}


class WhyForm(forms.Form):
    """A reason, which the person may be told."""

    why = forms.CharField(label=_("理由"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: Any = None, required: bool = False, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["why"]
        field.label, field.required, field.help_text = label or field.label, required, hint
