"""Shape of a group at a stand, and of a paper card typed afterwards."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import CONSENT_TEXTS, AgeBand, ConsentPurpose, HouseholdType, Interest
from kayoi.kit.dates import JST
from kayoi.programmes.fairs import rules
from kayoi.programmes.fairs.forms.fields import PostalCodeField, ReadField
from kayoi.programmes.fairs.models import Brochure, Event
from kayoi.programmes.fairs.services import Guest
from kayoi.programmes.fairs.states import MOST_PERSONS, Way

PERSONAL = ("name", "kana", "phone", "email", "postal_code", "address", "wished_on")
NO_CONSENT = (
    "お名前や連絡先を残すには、同意が要ります。同意がないときは、お名前・連絡先・時期を消すと、人数だけを記録できます。"
)


class VersionField(forms.RegexField):
    """The version of the words that were shown; a kept page may show older ones than today's."""

    def __init__(self) -> None:
        super().__init__(r"^[0-9a-z-]{1,20}$", required=False, widget=forms.HiddenInput)


class GuestForm(forms.Form):
    """What a group tells at the stand. Everything but the number of persons may stay empty."""

    about_self = False  # the phone is the officer's: their own name must not be offered

    persons = forms.IntegerField(
        label="人数", min_value=1, max_value=MOST_PERSONS, initial=1, help_text="一緒に来た人の数(子どもも含む)"
    )
    interests = forms.MultipleChoiceField(
        label="関心", required=False, choices=Interest.choices(), widget=forms.CheckboxSelectMultiple
    )
    prefecture = forms.ChoiceField(label="いまの都道府県", required=False)
    age_band = forms.ChoiceField(label="年代", required=False, choices=[("", "聞いていない"), *AgeBand.choices()])
    household_type = forms.ChoiceField(
        label="世帯の形", required=False, choices=[("", "聞いていない"), *HouseholdType.choices()]
    )
    remark = forms.CharField(
        label="希望・聞いたこと", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    name = forms.CharField(label="お名前", max_length=100, required=False)
    kana = forms.CharField(label="ふりがな", max_length=100, required=False)
    phone = PhoneField(label="電話番号", max_length=60, required=False)
    email = forms.EmailField(label="メールアドレス", required=False)
    wished_on = forms.CharField(label="移住の希望の時期", max_length=100, required=False)
    brochures = forms.MultipleChoiceField(label="郵送する資料", required=False, widget=forms.CheckboxSelectMultiple)
    postal_code = PostalCodeField(label="郵便番号", max_length=10, required=False)
    address = forms.CharField(
        label="住所(市区町村から)", max_length=200, required=False, help_text="資料を郵送するときに書きます。"
    )
    agree = forms.BooleanField(label="取り扱いに同意します", required=False)
    news = forms.BooleanField(label="お知らせをメールで受け取ります", required=False)
    agree_version = VersionField()
    news_version = VersionField()
    visited_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, prefectures: Mapping[str, str], brochures: Sequence[Brochure], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(brochure.pk): brochure for brochure in brochures}
        _choose(self, "prefecture", [("", "聞いていない"), *prefectures.items()])
        _choose(self, "brochures", [(pk, brochure.title) for pk, brochure in self.offered.items()])
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid4())
            self.initial["agree_version"] = CONSENT_TEXTS[ConsentPurpose.CONSULTATION].version
            self.initial["news_version"] = CONSENT_TEXTS[ConsentPurpose.NEWS].version

    def clean(self) -> dict[str, Any]:
        """Ask for consent before anything is kept that tells who somebody is."""
        values = super().clean() or {}
        if any(values.get(name) for name in PERSONAL) and not values.get("agree"):
            self.add_error("agree", NO_CONSENT)
        if values.get("news") and not values.get("email") and "email" not in self.errors:
            self.add_error("email", "お知らせを送るには、メールアドレスが要ります。")
        if values.get("brochures"):
            for name, label in (("name", "お名前"), ("prefecture", "都道府県"), ("address", "住所")):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, f"資料を郵送するには、{label}が要ります。")
        return values

    def guest(self, *, at: datetime) -> Guest:
        """Return the group as the service takes it; a phone whose clock is ahead counts as now."""
        values = self.cleaned_data
        return Guest(
            persons=values["persons"],
            way=Way.STAND,
            visited_at=min(values["visited_at"] or at, at),
            prefecture=values["prefecture"],
            household_type=values["household_type"],
            age_band=values["age_band"],
            interests=frozenset(Interest.of(value) for value in values["interests"]),
            remark=values["remark"],
            fields=_file_fields(values),
            consents=_consents(values["agree"], values["news"]),
            versions={
                ConsentPurpose.CONSULTATION: values["agree_version"],
                ConsentPurpose.NEWS: values["news_version"],
            },
            brochures=[self.offered[pk] for pk in values["brochures"]],
            client_key=values["client_key"],
        )


class CardForm(forms.Form):
    """One paper card, typed by keyboard: numbers as they stand on the card, days in any way, full width too."""

    about_self = False

    persons = ReadField(label="人数", max_length=4, read=lambda text: _persons(text))
    name = forms.CharField(label="お名前", max_length=100, required=False)
    kana = forms.CharField(label="ふりがな", max_length=100, required=False)
    prefecture = ReadField(label="都道府県", max_length=40, read=str)
    age_band = ReadField(label="年代", max_length=10, read=rules.age_band_of)
    household_type = ReadField(label="世帯", max_length=20, read=rules.household_type_of)
    interests = ReadField(label="関心", max_length=40, read=rules.interests_of)
    phone = PhoneField(label="電話番号", max_length=60, required=False)
    email = forms.EmailField(label="メール", required=False)
    wished_on = forms.CharField(label="時期", max_length=100, required=False)
    remark = forms.CharField(label="希望・聞いたこと", max_length=400, required=False)
    visited_on = ReadField(label="来場日", max_length=20, read=str)
    agree = ReadField(label="同意", max_length=4, read=lambda text: rules.may_be_contacted(text) is True)
    postal_code = PostalCodeField(label="郵便番号", max_length=10, required=False)
    address = forms.CharField(label="住所(市区町村から)", max_length=200, required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    CELLS = (
        "persons", "name", "kana", "prefecture", "age_band", "household_type", "interests", "phone", "email",
        "wished_on", "remark", "visited_on", "agree", "postal_code", "address",
    )  # fmt: skip

    def __init__(self, *args: Any, event: Event, prefectures: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day_of = partial(rules.day_of_event, starts_on=event.starts_on, ends_before=event.ends_before)
        _read_by(self, "prefecture", lambda text: rules.prefecture_named(text, prefectures))
        _read_by(self, "visited_on", day_of)
        for name in self.CELLS:
            self.fields[name].widget.attrs |= {"class": f"cell-{name.replace('_', '-')}", "autocomplete": "off"}

    @property
    def is_blank(self) -> bool:
        """True when nothing was typed into the row."""
        return not any((self.data.get(self.add_prefix(name)) or "").strip() for name in self.CELLS)

    def clean(self) -> dict[str, Any]:
        """Ask for consent before anything is kept that tells who somebody is."""
        values = super().clean() or {}
        if any(values.get(name) for name in PERSONAL) and not values.get("agree") and "agree" not in self.errors:
            self.add_error("agree", "カードの同意欄に印があるときは 1 を。なければ、お名前と連絡先を消してください。")
        return values

    def guest(self, *, at: datetime) -> Guest:
        """Return the card as the service takes it."""
        values = self.cleaned_data
        on: date = values["visited_on"]
        return Guest(
            persons=values["persons"],
            way=Way.CARD,
            visited_at=min(datetime.combine(on, time(12), JST), at),
            prefecture=values["prefecture"],
            household_type=values["household_type"] or "",
            age_band=values["age_band"] or "",
            interests=values["interests"],
            remark=values["remark"],
            fields=_file_fields(values),
            consents=_consents(values["agree"], news=False),
            client_key=values["client_key"] or uuid4(),
        )


def card_forms(
    data: Mapping[str, Any] | None, *, event: Event, prefectures: Mapping[str, str], rows: int
) -> list[CardForm]:
    """Return the rows of the grid, each a form of its own: one that cannot be read stops no other."""
    forms_of = partial(CardForm, event=event, prefectures=prefectures)
    return [
        forms_of(data, prefix=f"row{number}", initial={"client_key": uuid4()}, use_required_attribute=False)
        for number in range(rows)
    ]


def _persons(text: str) -> int:
    """Read the number of persons; an empty cell is one person."""
    field = forms.IntegerField(min_value=1, max_value=MOST_PERSONS)
    if not text:
        return 1
    try:
        return int(field.clean(text))
    except forms.ValidationError as error:
        raise ValueError(f"「{text}」: 人数は1から{MOST_PERSONS}の数字で書いてください") from error


def _file_fields(values: Mapping[str, Any]) -> FileFields | None:
    """Return what to write on a new file; None when nothing tells who it is."""
    fields: FileFields = {name: values[name] for name in PERSONAL if values.get(name)}  # type: ignore[assignment]
    return fields or None


def _consents(agree: bool, news: bool) -> frozenset[ConsentPurpose]:
    agreed = {ConsentPurpose.CONSULTATION: agree, ConsentPurpose.NEWS: news}
    return frozenset(purpose for purpose, given in agreed.items() if given)


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _read_by(form: forms.Form, name: str, read: Callable[[str], Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, ReadField)
    field.read = read
