"""Shape of the questionnaire at the counter, of a move told to staff, of a move-out and of a check-in."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import AgeBand, Channel, WhyHere
from kayoi.foundation.places.forms import PlaceField
from kayoi.programmes.settling.services import Found, Told
from kayoi.programmes.settling.states import (
    TOLD_MONTHS,
    Difference,
    IntendedStay,
    MoveSource,
    OriginKind,
    Outcome,
    Support,
    Turn,
    WhyOut,
)

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
RETOLD: dict[str, Any] = {
    "label": "職員が書き直した文",
    "max_length": 300,
    "widget": forms.Textarea(attrs={"rows": 2}),
    "help_text": "だれの話か分からないように書き直した文です。同意した世帯が地区で3世帯より少ないうちは、この文だけが、"
    "シートを書く人に見えます。",
}
TOLD = ("told", "may_use", "area", "retold")
AGES = {band: f"age_{band.value}" for band in AgeBand}


class SurveyForm(forms.Form):
    """The questionnaire for people who move in (転入アンケート): on paper, on a tablet, typed in."""

    about_self = False  # a tablet that many use: the browser must offer nobody's name

    moved_in_on = forms.DateField(label="転入した日(異動日)", widget=DAY)
    origin_kind = forms.ChoiceField(
        label="前の住所", choices=OriginKind.choices(), initial=OriginKind.PLACE.value, widget=forms.RadioSelect
    )
    origin_code = PlaceField(label="前の市区町村", required=False, help_text="例: 東京都新宿区")
    reason = forms.ChoiceField(
        label="移った主な理由", required=False, choices=[("", "答えない"), *WhyHere.choices()], widget=forms.Select
    )
    intended = forms.ChoiceField(
        label="何年くらい住む予定ですか",
        required=False,
        choices=[("", "答えない"), *IntendedStay.choices()],
        widget=forms.RadioSelect,
    )
    turn = forms.ChoiceField(
        label="あてはまるもの",
        required=False,
        choices=[("", "答えない・あてはまらない"), *Turn.choices()],
        widget=forms.RadioSelect,
    )
    supports = forms.MultipleChoiceField(
        label="利用したもの", required=False, choices=Support.choices(), widget=forms.CheckboxSelectMultiple
    )
    agree = forms.BooleanField(label="移住相談の記録と結びつけることに同意します", required=False)
    name = forms.CharField(label="お名前", max_length=100, required=False)
    kana = forms.CharField(label="ふりがな", max_length=100, required=False)
    birth_on = forms.DateField(label="生年月日", required=False, widget=DAY)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for band, name in AGES.items():
            self.fields[name] = forms.IntegerField(label=band.label, min_value=0, max_value=30, required=False)
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid4())
            self.initial.setdefault("moved_in_on", today)

    @property
    def ages(self) -> list[Any]:
        """The boxes in which persons are counted by age."""
        return [self[name] for name in AGES.values()]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one person, a municipality where one is known, and a name for being joined with a file."""
        values = super().clean() or {}
        if not any(values.get(name) for name in AGES.values()) and not set(AGES.values()) & self.errors.keys():
            self.add_error(AGES[AgeBand.UNDER_20], "移った人の数を、年代ごとに書いてください。")
        missing = values.get("origin_kind") == OriginKind.PLACE and not values.get("origin_code")
        if missing and "origin_code" not in self.errors:
            self.add_error("origin_code", "前の市区町村を書くか、分かる範囲を選んでください。")
        if values.get("agree") and not values.get("name") and "name" not in self.errors:
            self.add_error("name", "結びつけるには、お名前が要ります。同意しない場合は、印を外してください。")
        moved = values.get("moved_in_on")
        if moved and moved > self.today:
            self.add_error("moved_in_on", "まだ来ていない日です。転入した日を書いてください。")
        return values

    def told(self, source: MoveSource) -> Told:
        """Return what was told as the service takes it; the name only with consent."""
        values = self.cleaned_data
        kind = OriginKind.of(values["origin_kind"])
        ages = {band: values[name] for band, name in AGES.items() if values[name]}
        named = {key: values[key] for key in ("name", "kana", "birth_on")} if values["agree"] else {}
        return Told(
            source=source,
            moved_in_on=values["moved_in_on"],
            reported_on=values.get("reported_on") or self.today,
            persons=sum(ages.values()),
            origin_kind=kind,
            origin_code=values["origin_code"] if kind is OriginKind.PLACE else "",
            reason=WhyHere.of(values["reason"]) if values["reason"] else None,
            intended=IntendedStay.of(values["intended"]) if values["intended"] else None,
            turn=Turn.of(values["turn"]) if values["turn"] else None,
            supports=frozenset(map(Support.of, values["supports"])),
            ages=ages,
            client_key=values["client_key"],
            **named,
        )


class MoveForm(SurveyForm):
    """A move typed in by staff: a paper questionnaire, or what somebody told."""

    source = forms.ChoiceField(
        label="把握の方法",
        choices=[(one.value, one.label) for one in MoveSource if one is not MoveSource.REGISTER],
        initial=MoveSource.SURVEY.value,
        widget=forms.RadioSelect,
    )
    reported_on = forms.DateField(label="受け取った日", widget=DAY)

    field_order = ("source", "reported_on")

    def __init__(self, *args: Any, today: date, file: CaseFile | None = None, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.known = file
        if not self.is_bound:
            self.initial.setdefault("reported_on", today)
            if file is not None:
                self.initial["source"] = MoveSource.PERSON.value
                self.initial.setdefault("origin_code", file.place_code)
                self.initial.setdefault("reason", file.why_here)

    def move(self) -> Told:
        """Return what was told, with how it was learned."""
        return self.told(MoveSource.of(self.cleaned_data["source"]))


class MoveOutForm(forms.Form):
    """That a household has moved out, and why."""

    on = forms.DateField(label="転出した日", widget=DAY)
    why = forms.ChoiceField(label="理由", choices=WhyOut.choices(), initial=WhyOut.UNKNOWN.value)

    def __init__(self, *args: Any, moved_in_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moved_in_on, self.today = moved_in_on, today

    def clean_on(self) -> date:
        """Refuse a day before the move and one that has not come."""
        on: date = self.cleaned_data["on"]
        if on < self.moved_in_on:
            raise forms.ValidationError("転入した日より前です。転出した日を書いてください。")
        if on > self.today:
            raise forms.ValidationError("まだ来ていない日です。転出した日を書いてください。")
        return on


class CheckInForm(forms.Form):
    """What a check-in found."""

    answered_on = forms.DateField(label="確認した日", widget=DAY)
    channel = forms.ChoiceField(
        label="方法",
        choices=[(one.value, one.label) for one in Channel if one is not Channel.PORTAL],
        initial=Channel.TELEPHONE.value,
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(
        label="いま",
        choices=Outcome.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "結果を選んでください。"},
    )
    satisfaction = forms.TypedChoiceField(
        label="暮らしの満足度",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "聞いていない"), (5, "5 とても満足"), (4, "4"), (3, "3"), (2, "2"), (1, "1 とても不満")],
        widget=forms.RadioSelect,
    )
    differences = forms.MultipleChoiceField(
        label="思っていたことと違ったこと",
        required=False,
        choices=Difference.choices(),
        widget=forms.CheckboxSelectMultiple,
    )
    told = forms.CharField(
        label="聞いていた話と違ったこと",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="「移る前に聞いていた話と違ったことはありますか」と尋ね、本人の言葉で書きます。",
    )
    may_use = forms.BooleanField(
        label="名前を出さずに、地区の暮らしのシートを直すために使ってよい(本人の同意)", required=False
    )
    area = forms.CharField(
        label="住んでいる地区", max_length=60, required=False, help_text="暮らしのシートの地区の名前で書きます。"
    )
    retold = forms.CharField(required=False, **RETOLD)
    needs_help = forms.BooleanField(
        label="手助けが要る", required=False, help_text="印を付けると、きょうの「次の対応」ができます。"
    )

    def __init__(self, *args: Any, months: int, moved_in_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moved_in_on, self.today = moved_in_on, today
        self.initial.setdefault("answered_on", today)
        if months not in TOLD_MONTHS:
            for name in TOLD:
                del self.fields[name]

    def clean_answered_on(self) -> date:
        """Refuse a day before the move and one that has not come."""
        on: date = self.cleaned_data["answered_on"]
        if not self.moved_in_on <= on <= self.today:
            raise forms.ValidationError("転入した日から今日までの日を書いてください。")
        return on

    def clean(self) -> dict[str, Any]:
        """Ask for the words and the district where somebody agrees that they be used."""
        values = super().clean() or {}
        for name in ("told", "area") if values.get("may_use") else ():
            if not values.get(name) and name not in self.errors:
                self.add_error(name, "使うことに同意したときは、ここも書いてください。")
        return values

    def found(self) -> Found:
        """Return the answers as the service takes them."""
        values = self.cleaned_data
        return Found(
            answered_on=values["answered_on"],
            channel=Channel.of(values["channel"]),
            outcome=Outcome.of(values["outcome"]),
            differences=frozenset(map(Difference.of, values["differences"])),
            satisfaction=values["satisfaction"],
            needs_help=values["needs_help"],
            **{name: values[name] for name in TOLD if name in values},
        )


class RetellForm(forms.Form):
    """What a mover said, in words of staff."""

    retold = forms.CharField(**RETOLD)
