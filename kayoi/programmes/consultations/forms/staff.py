"""Shape of what staff answer, and of what a caller says."""

from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, Interest
from kayoi.engines.openings.services import OpeningFields
from kayoi.foundation.identity.forms import MemberField
from kayoi.kit.dates import JST, local_time
from kayoi.programmes.consultations.forms.public import interests_of
from kayoi.programmes.consultations.services import Asked

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")  # staff type many dates: one box, by keyboard


class NextForm(forms.Form):
    """What is next (次の対応), or nothing agreed."""

    next_title = forms.CharField(label="次にすること", max_length=200, required=False)
    next_due_on = forms.DateField(label="いつまでに", required=False, widget=DAY)
    owner = MemberField(label="担当", empty_label="決めない")

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, MemberField)
        owner.queryset = members

    def clean(self) -> dict[str, Any]:
        """Ask for both parts of the next step, or none."""
        values = super().clean() or {}
        title, due = values.get("next_title"), values.get("next_due_on")
        if title and not due and "next_due_on" not in self.errors:
            self.add_error("next_due_on", "いつまでにするかを書いてください。")
        if due and not title:
            self.add_error("next_title", "次に何をするかを書いてください。")
        return values

    def next_step(self) -> dict[str, Any]:
        """Return what is next as the services take it."""
        values = self.cleaned_data
        return {"next_title": values["next_title"], "next_due_on": values["next_due_on"], "owner": values["owner"]}


class AnswerForm(NextForm):
    """An answer by mail, or the note that it was told by telephone or at the counter."""

    text = forms.CharField(
        label="回答",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "回答を書いてください。"},
    )
    channel = forms.ChoiceField(label="回答の方法", widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ("text", "channel", "next_title", "next_due_on", "owner", "version")

    def __init__(self, *args: Any, has_email: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_hand = [Channel.TELEPHONE, Channel.COUNTER, Channel.ONLINE, Channel.LETTER]
        channels = ([Channel.EMAIL] if has_email else []) + by_hand
        words = {Channel.EMAIL: "メールで送る"}
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        channel.choices = [(item.value, words.get(item, f"{item.label}で伝えた(記録だけ)")) for item in channels]
        self.initial.setdefault("channel", channels[0].value)

    def answer(self) -> dict[str, Any]:
        """Return the answer as the service takes it."""
        values = self.cleaned_data
        answer = {"text": values["text"], "channel": Channel.of(values["channel"]), "version": values["version"]}
        return answer | self.next_step()


class CallForm(NextForm):
    """A call or a visit, written down by staff: who, what was asked, what was answered, what is next."""

    about_self = False  # staff write about others: the browser must not offer the officer's own name

    file = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="お名前", max_length=100, required=False)
    kana = forms.CharField(label="ふりがな", max_length=100, required=False)
    phone = PhoneField(label="電話番号", required=False, max_length=60)
    email = forms.EmailField(label="メールアドレス", required=False)
    channel = forms.ChoiceField(
        label="方法",
        choices=[
            (item.value, item.label) for item in (Channel.TELEPHONE, Channel.COUNTER, Channel.ONLINE, Channel.EVENT)
        ],
        initial=Channel.TELEPHONE.value,
        widget=forms.RadioSelect,
    )
    asked_on = forms.DateField(label="受けた日", widget=DAY)
    asked_time = forms.TimeField(label="受けた時刻", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    interests = forms.MultipleChoiceField(
        label="関心", required=False, choices=Interest.choices(), widget=forms.CheckboxSelectMultiple
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
    agree = forms.BooleanField(
        label="取り扱いを読み上げ、同意をもらいました",
        error_messages={"required": "取り扱いを伝えて同意をもらってから、記録してください。"},
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, now: datetime, file: CaseFile | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.known = file
        if not self.is_bound:
            local = local_time(now)
            self.initial["asked_on"], self.initial["asked_time"] = local.date(), local.time()
            self.initial["client_key"], self.initial["file"] = uuid4(), file.pk if file else None

    def clean(self) -> dict[str, Any]:
        """Refuse what has not happened yet, and a caller of whom nothing is known."""
        values = super().clean() or {}
        known_when = isinstance(values.get("asked_on"), date) and isinstance(values.get("asked_time"), time)
        if known_when and self.asked_at > self.now:
            self.add_error("asked_on", "まだ来ていない日時です。受けた日時を書いてください。")
        told = {"name", "kana", "phone", "email"}
        if self.known is None and not any(values.get(name) for name in told) and not told & self.errors.keys():
            self.add_error("name", "お名前・ふりがな・電話番号・メールアドレスのどれか一つは書いてください。")
        return values

    @property
    def asked_at(self) -> datetime:
        """The moment of the call, in Japan."""
        return datetime.combine(self.cleaned_data["asked_on"], self.cleaned_data["asked_time"], JST)

    def file_fields(self) -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return {"name": values["name"], "kana": values["kana"], "phone": values["phone"], "email": values["email"]}

    def asked(self) -> Asked:
        """Return what was asked as the service takes it."""
        values = self.cleaned_data
        return Asked(
            text=values["text"],
            channel=Channel.of(values["channel"]),
            asked_at=self.asked_at,
            interests=interests_of(values["interests"]),
            consents=frozenset({ConsentPurpose.CONSULTATION}),
            client_key=values["client_key"] or uuid4(),
        )

    def outcome(self) -> dict[str, Any]:
        """Return answer and next step as the service takes them."""
        return {"answer": self.cleaned_data["answer"], **self.next_step()}


class DeskForm(forms.Form):
    """What the public is told about the desk."""

    title = forms.CharField(label="見出し", max_length=120)
    title_en = forms.CharField(label="見出し(英語)", max_length=120, required=False)
    summary = forms.CharField(
        label="説明(受付時間、答えられることなど)", max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    summary_en = forms.CharField(
        label="説明(英語)", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def opening_fields(self) -> OpeningFields:
        """Return the words as openings take them."""
        values = self.cleaned_data
        return {
            "title": values["title"],
            "title_en": values["title_en"],
            "summary": values["summary"],
            "summary_en": values["summary_en"],
        }


class ReasonForm(forms.Form):
    """Why something is done (理由)."""

    why = forms.CharField(label="理由", max_length=200, error_messages={"required": "理由を書いてください。"})
