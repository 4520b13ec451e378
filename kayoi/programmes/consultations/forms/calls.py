"""What staff write down while somebody speaks: who, what was asked and answered, what is next. Made for the keyboard.

Choices that every call needs have one key each, by rows of the keyboard (static/consultations/keys.js): household on
the digits, age below, interests below that, results at the bottom. The rest are ordinary lists.
"""

import re
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.html import format_html

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.models import CaseFile, Consent
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import (
    SPOKEN,
    AgeBand,
    Channel,
    ConsentPurpose,
    HouseholdType,
    Interest,
    Lifestyle,
    Route,
    WhyHere,
)
from kayoi.foundation.identity.forms import MemberField
from kayoi.foundation.places.forms import PlaceField
from kayoi.foundation.places.models import Place
from kayoi.foundation.places.selectors import prefectures
from kayoi.kit.dates import JST, local_date, local_time
from kayoi.kit.text import search_key
from kayoi.programmes.consultations import rules
from kayoi.programmes.consultations.forms.keyed import KeyedCheckboxes, KeyedRadios, keyed
from kayoi.programmes.consultations.forms.public import interests_of
from kayoi.programmes.consultations.forms.staff import DAY
from kayoi.programmes.consultations.services import Asked, Outcome
from kayoi.programmes.consultations.states import NextStep, Result

REFUSALS = {
    "consultations.next_and_nothing": "「約束なし」を選んだときは、次にすることを空けてください。",
    "consultations.next_without_title": "次に何をするかを書くか、「約束なし」を選んでください。",
    "consultations.next_without_day": "いつまでにするかを選んでください。",
}
CHANNELS = (
    Channel.TELEPHONE, Channel.COUNTER, Channel.ONLINE, Channel.EVENT, Channel.LINE, Channel.LETTER, Channel.EMAIL,
)  # fmt: skip
# What the caller says of themselves and stands on the file.
OF_FILE = ("place_code", "wished_on", "lifestyle", "why_here", "route", "household_type", "age_band")
WHO = ("kana", "name", "phone", "email")


def _short(place: Place) -> tuple[str, str]:
    """Return name and reading of a prefecture without 都, 府 or 県."""
    if place.name == "北海道":
        return place.name, place.kana
    return place.name[:-1], re.sub("(けん|ふ|と)$", "", place.kana)


class ResidenceField(PlaceField):
    """Where somebody lives now, by prefecture (東京, とうきょう) or municipality; its value is the six-digit code."""

    def clean(self, value: Any) -> str:
        """Return the code. A prefecture may be written short; 京都 and 東京 are prefectures here."""
        wanted = search_key(str(value or ""))
        for place in prefectures() if wanted else ():
            if wanted in map(search_key, (place.name, place.kana, *_short(place))):
                return place.code
        return super().clean(value)


class CallForm(forms.Form):
    """A call, a visit, or what came by letter: one page from the caller to what is next."""

    about_self = False  # staff write about others: the browser must not offer the officer's own name

    file = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(
        label="方法",
        choices=[(item.value, item.label) for item in CHANNELS],
        initial=Channel.TELEPHONE.value,
        widget=forms.RadioSelect,
    )
    kana = forms.CharField(label="ふりがな", max_length=100, required=False)
    phone = PhoneField(label="電話番号", required=False, max_length=60)
    email = forms.EmailField(label="メールアドレス", required=False)
    name = forms.CharField(label="お名前", max_length=100, required=False)
    place_code = ResidenceField(
        label="いまの都道府県・市区町村", required=False, widget=forms.TextInput(attrs={"list": "prefectures"})
    )
    text = forms.CharField(
        label="相談の内容",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "相談の内容を書いてください。"},
    )
    answer = forms.CharField(
        label="その場で答えたこと", max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    household_type = forms.ChoiceField(
        label="世帯の形", required=False, choices=HouseholdType.choices(),
        widget=keyed(KeyedRadios, [*HouseholdType], "123456"),
    )  # fmt: skip
    age_band = forms.ChoiceField(
        label="年代", required=False, choices=AgeBand.choices(), widget=keyed(KeyedRadios, [*AgeBand], "qwertyu")
    )
    interests = forms.MultipleChoiceField(
        label="関心", required=False, choices=Interest.choices(), widget=keyed(KeyedCheckboxes, [*Interest], "asdfghj")
    )
    result = forms.ChoiceField(
        label="結果", choices=Result.choices(), initial=Result.INFORMED.value,
        widget=keyed(KeyedRadios, [*Result], "zxcvbn"),
    )  # fmt: skip
    agree = forms.BooleanField(
        label=format_html("取り扱いを読み上げ、同意をもらいました <kbd>{}</kbd>", "m"),
        required=False,
        widget=forms.CheckboxInput(attrs={"aria-keyshortcuts": "m"}),
    )
    next_step = forms.ChoiceField(
        label="次の対応",
        choices=NextStep.choices(),
        widget=keyed(
            KeyedRadios, [*NextStep], "7890-",
            leads={step.value: "id_next_title" for step in NextStep if step is not NextStep.NOTHING},
        ),
        error_messages={"required": "次の対応の期限か、「約束なし」を選んでください。"},
    )  # fmt: skip
    next_title = forms.CharField(label="次にすること", max_length=200, required=False)
    next_due_on = forms.DateField(label="いつまでに(「日を決める」のとき)", required=False, widget=DAY)
    owner = MemberField(label="担当", empty_label="決めない")
    lifestyle = forms.ChoiceField(label="暮らし方", required=False, choices=[("", "―"), *Lifestyle.choices()])
    why_here = forms.ChoiceField(label="きっかけ・理由", required=False, choices=[("", "―"), *WhyHere.choices()])
    route = forms.ChoiceField(label="知った経路", required=False, choices=[("", "―"), *Route.choices()])
    wished_on = forms.CharField(label="希望の時期", max_length=100, required=False)
    repeat = forms.BooleanField(label="2回目以降の相談です", required=False)
    asked_on = forms.DateField(label="受けた日", widget=DAY)
    asked_time = forms.TimeField(label="受けた時刻", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(
        self,
        *args: Any,
        members: Any,
        now: datetime,
        file: CaseFile | None = None,
        consent: Consent | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.known, self.consent = now, file, consent
        owner = self.fields["owner"]
        assert isinstance(owner, MemberField)
        owner.queryset = members
        if file is not None:
            for name in WHO:
                del self.fields[name]
        if not self.is_bound:
            local = local_time(now)
            self.initial.update(asked_on=local.date(), asked_time=local.time(), client_key=uuid4())

    def focus(self, name: str) -> None:
        """Let the page begin at this question."""
        self.fields[name].widget.attrs["autofocus"] = True

    def take_over(self, version: int) -> None:
        """Go on from what a colleague saved meanwhile: sending once more overwrites knowingly."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["version"] = str(version)
        self.data = data

    def clean(self) -> dict[str, Any]:
        """Refuse what has not happened yet, a caller of whom nothing is known, and an end that is not said."""
        values = super().clean() or {}
        known_when = isinstance(values.get("asked_on"), date) and isinstance(values.get("asked_time"), time)
        if known_when and self.asked_at > self.now:
            self.add_error("asked_on", "まだ来ていない日時です。受けた日時を書いてください。")
        told = set(WHO)
        if self.known is None and not any(values.get(name) for name in told) and not told & self.errors.keys():
            self.add_error("kana", "お名前・ふりがな・電話番号・メールアドレスのどれか一つは書いてください。")
        spoken = values.get("channel") in SPOKEN
        if spoken and self.consent is None and not values.get("agree"):
            self.add_error("agree", "取り扱いを伝えて同意をもらってから、記録してください。")
        if "next_step" in values and not {"next_title", "next_due_on"} & self.errors.keys():
            self._ask_for_the_next_step(values)
        return values

    def _ask_for_the_next_step(self, values: dict[str, Any]) -> None:
        step = NextStep.of(values["next_step"])
        answer = rules.next_step_said(
            title=values["next_title"], due_on=self._due_on(step), nothing_agreed=step is NextStep.NOTHING
        )
        for reason in answer.reasons:
            where = "next_due_on" if reason.code == "consultations.next_without_day" else "next_title"
            self.add_error(where, REFUSALS[reason.code])

    def _due_on(self, step: NextStep) -> date | None:
        chosen = self.cleaned_data.get("next_due_on")
        return rules.next_due_on(step=step, on=local_date(self.now), chosen=chosen)

    @property
    def asked_at(self) -> datetime:
        """The moment of the call, in Japan."""
        return datetime.combine(self.cleaned_data["asked_on"], self.cleaned_data["asked_time"], JST)

    def file_fields(self) -> FileFields:
        """Return what to write on the case file: on a new one also who it is."""
        names = OF_FILE if self.known else (*WHO, *OF_FILE)
        fields: FileFields = {name: self.cleaned_data[name] for name in names}  # type: ignore[assignment]
        return fields

    def asked(self) -> Asked:
        """Return what was asked as the service takes it."""
        values = self.cleaned_data
        agreed = {ConsentPurpose.CONSULTATION} if values["agree"] else set()
        return Asked(
            text=values["text"],
            channel=Channel.of(values["channel"]),
            asked_at=self.asked_at,
            interests=interests_of(values["interests"]),
            consents=frozenset(agreed),
            client_key=values["client_key"] or uuid4(),
            repeat=values["repeat"],
        )

    def outcome(self) -> Outcome:
        """Return what came of it as the service takes it."""
        values, step = self.cleaned_data, NextStep.of(self.cleaned_data["next_step"])
        return Outcome(
            answer=values["answer"],
            result=Result.of(values["result"]),
            next_title=values["next_title"],
            next_due_on=self._due_on(step),
            owner=values["owner"],
            nothing_agreed=step is NextStep.NOTHING,
        )
