"""Case files: what stands on them, notes, household, follow-ups, attachments."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import (
    AgeBand,
    HouseholdType,
    Interest,
    Lifestyle,
    Retention,
    Route,
    Stage,
    WhyHere,
)
from kayoi.foundation.files.states import ACCEPT
from kayoi.foundation.identity.forms import MemberField
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.identity.states import Relation
from kayoi.foundation.places.forms import PlaceField
from kayoi.kit.states import Labelled
from kayoi.kit.text import phone_display, postal_code

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
FIELDS = (
    "name", "kana", "birth_on", "phone", "email", "postal_code", "place_code", "address",
    "language", "contact_care", "household_type", "age_band", "wished_on", "stage", "lifestyle", "why_here", "route",
)  # fmt: skip


def or_none(words: type[Labelled]) -> list[tuple[str, str]]:
    """Return the choices of a question that may stay open."""
    return [("", "―"), *words.choices()]


class CaseFileForm(forms.Form):
    """Everything that can be written on a case file, with the version that the editor saw."""

    about_self = False

    name = forms.CharField(label="お名前", max_length=100, required=False)
    kana = forms.CharField(label="ふりがな", max_length=100, required=False)
    birth_on = forms.DateField(label="生年月日", required=False, widget=DAY)
    phone = forms.CharField(
        label="電話番号", max_length=60, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label="メールアドレス", required=False)
    postal_code = forms.CharField(label="郵便番号", max_length=10, required=False)
    place_code = PlaceField(label="いまの都道府県・市区町村", required=False)
    address = forms.CharField(label="住所(市区町村より後)", max_length=200, required=False)
    language = forms.ChoiceField(label="連絡の言語", choices=[("ja", "日本語"), ("en", "英語")])
    contact_care = forms.CharField(
        label="連絡の注意",
        max_length=200,
        required=False,
        help_text="例: 午前は電話しない。職場には電話しない。個票の最初に出て、引継書にも載ります。",
    )
    household_type = forms.ChoiceField(label="世帯の形", required=False, choices=or_none(HouseholdType))
    age_band = forms.ChoiceField(label="年代", required=False, choices=or_none(AgeBand))
    wished_on = forms.CharField(label="希望の時期", max_length=100, required=False)
    stage = forms.ChoiceField(label="段階", choices=Stage.choices())
    lifestyle = forms.ChoiceField(label="暮らし方", required=False, choices=or_none(Lifestyle))
    why_here = forms.ChoiceField(label="きっかけ・理由", required=False, choices=or_none(WhyHere))
    route = forms.ChoiceField(label="知った経路", required=False, choices=or_none(Route))
    interests = forms.MultipleChoiceField(
        label="関心", required=False, choices=Interest.choices(), widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        """Return the telephone number in its displayed form."""
        text: str = self.cleaned_data["phone"]
        try:
            return phone_display(text) if text else ""
        except ValueError as error:
            raise forms.ValidationError("電話番号として読めません。市外局番から、数字で書いてください。") from error

    def clean_postal_code(self) -> str:
        """Return the postal code as 396-8617."""
        text: str = self.cleaned_data["postal_code"]
        try:
            return postal_code(text) if text else ""
        except ValueError as error:
            raise forms.ValidationError("郵便番号は、7けたの数字で書いてください。") from error

    def changes(self) -> FileFields:
        """Return what to write."""
        changes: FileFields = {name: self.cleaned_data[name] for name in FIELDS}  # type: ignore[assignment]
        return changes

    def differences_from(self, current: CaseFile) -> list[tuple[str, Any, Any]]:
        """Return what somebody saved meanwhile beside what was typed here; saving again then overwrites knowingly."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["version"] = str(current.version)
        self.data = data
        pairs = [(name, getattr(current, name), self.cleaned_data[name]) for name in FIELDS]
        shown = {name: self.fields[name].prepare_value for name in FIELDS}
        return [
            (str(self.fields[name].label), shown[name](theirs), shown[name](ours))
            for name, theirs, ours in pairs
            if theirs != ours
        ]

    def wanted_interests(self) -> set[Interest]:
        """Return the interests that were ticked."""
        return {Interest.of(value) for value in self.cleaned_data["interests"]}


def initial_of(file: CaseFile, interests: list[str]) -> dict[str, Any]:
    """Return what a form about this file begins with."""
    return {name: getattr(file, name) for name in FIELDS} | {"interests": interests, "version": file.version}


class NoteForm(forms.Form):
    """A note about a person."""

    text = forms.CharField(
        label="メモ",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "メモの内容を書いてください。"},
    )
    sensitive = forms.BooleanField(label="配慮が必要(病気・DV・家庭の事情など)", required=False)
    retention = forms.ChoiceField(label="保存年限", choices=Retention.choices(), initial=Retention.YEARS_5.value)


class FollowUpForm(forms.Form):
    """What is to be done next, by whom and by when."""

    title = forms.CharField(
        label="次にすること", max_length=200, error_messages={"required": "何をするか書いてください。"}
    )
    due_on = forms.DateField(
        label="いつまでに", widget=DAY, error_messages={"required": "いつまでにするか書いてください。"}
    )
    owner = MemberField(label="担当", empty_label="決めない")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, members: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, MemberField)
        owner.queryset = members


class HouseholdMemberForm(forms.Form):
    """Somebody of the household."""

    about_self = False

    relation = forms.ChoiceField(label="続柄", choices=Relation.choices()[1:])
    name = forms.CharField(label="お名前", max_length=100, required=False)
    birth_on = forms.DateField(label="生年月日", required=False, widget=DAY)
    remark = forms.CharField(label="補足", max_length=100, required=False)


class AttachForm(forms.Form):
    """A picture or paper for a case file."""

    upload = forms.FileField(
        label="写真・PDF",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "ファイルを選んでください。"},
    )


class ProtectForm(forms.Form):
    """Protection measures (支援措置)."""

    starts_on = forms.DateField(label="開始日", widget=DAY)
    basis = forms.CharField(label="根拠(申出書の番号など)", max_length=100, required=False)


class WhyForm(forms.Form):
    """Why something is done (理由); kept in the audit trail."""

    why = forms.CharField(label="理由", max_length=200, error_messages={"required": "理由を書いてください。"})


class AssignForm(forms.Form):
    """Who looks after a person."""

    to = MemberField(label="担当", empty_label="決めない")

    def __init__(self, *args: Any, members: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, MemberField)
        to.queryset = members
