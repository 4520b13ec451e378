"""Shape of what visitors ask, what staff answer, and what a caller says."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, Interest
from kayoi.engines.openings.services import OpeningFields
from kayoi.foundation.files.states import ACCEPT
from kayoi.foundation.identity.forms import MemberField
from kayoi.kit.dates import JST, local_time
from kayoi.kit.text import phone_display
from kayoi.programmes.consultations.services import Asked

INTERESTS_EN = {
    Interest.HOUSING: _("住まい"),
    Interest.WORK: _("仕事"),
    Interest.CHILDREN: _("子育て"),
    Interest.FARMING: _("農業"),
    Interest.BUSINESS: _("起業"),
    Interest.TWO_PLACES: _("二地域居住"),
    Interest.LEARNING: _("学び"),
}

# Also after a kill: the counter of that address then stays locked for ten seconds.
BUSY = _(
    "いま、受け付けが込み合っています。10秒ほどおいて、もう一度送ってください。続けて出るときは、"
    "1時間ほどおいてください。書いた内容は残っています。"
)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")  # staff type many dates: one box, by keyboard


class PhoneField(forms.CharField):
    """A telephone number as people type it; kept as it is displayed."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})

    def clean(self, value: Any) -> str:
        """Return the number in its displayed form. Raises ValidationError on what is no number."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return phone_display(text)
        except ValueError as error:
            raise forms.ValidationError(_("電話番号として読めません。市外局番から、数字で書いてください。")) from error


class AskForm(forms.Form):
    """A question from the portal: the question, a way to answer it, and the consent; everything else is optional."""

    text = forms.CharField(
        label=_("聞きたいこと"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("聞きたいことを書いてください。")},
    )
    interests = forms.MultipleChoiceField(
        label=_("関心のあること"),
        required=False,
        choices=list(INTERESTS_EN.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(label=_("お名前"), max_length=100, required=False)
    kana = forms.CharField(label=_("ふりがな"), max_length=100, required=False)
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    phone = PhoneField(label=_("電話番号"), required=False, max_length=30)
    upload = forms.FileField(
        label=_("写真・PDF"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    agree = forms.BooleanField(
        label=_("上の取り扱いに同意します"),
        error_messages={"required": _("取り扱いに同意いただけない場合は、お電話でお問い合わせください。")},
    )
    news = forms.BooleanField(label=_("お知らせを受け取ります"), required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid4())

    def clean(self) -> dict[str, Any]:
        """Ask for a way to answer."""
        values = super().clean() or {}
        if not values.get("email") and "email" not in self.errors:
            if values.get("news"):
                self.add_error("email", _("お知らせを受け取るには、メールアドレスが要ります。"))
            elif not values.get("phone") and "phone" not in self.errors:
                self.add_error("email", _("お返事のために、メールアドレスか電話番号のどちらかを書いてください。"))
        return values

    def file_fields(self, language: str) -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return {
            "name": values["name"],
            "kana": values["kana"],
            "email": values["email"],
            "phone": values["phone"],
            "language": language,
        }

    def consents(self) -> frozenset[ConsentPurpose]:
        """Return the purposes that were agreed to."""
        agreed = {ConsentPurpose.CONSULTATION}
        if self.cleaned_data["news"]:
            agreed.add(ConsentPurpose.NEWS)
        return frozenset(agreed)

    def draft(self) -> dict[str, Any]:
        """Return what has been typed, to be kept as a draft; never the upload or the consent."""
        kept = {name: self.data.get(name, "") for name in ("text", "name", "kana", "email", "phone", "client_key")}
        return kept | {"interests": self.data.getlist("interests") if hasattr(self.data, "getlist") else []}


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


def interests_of(values: Iterable[str]) -> frozenset[Interest]:
    """Return the chosen interests."""
    return frozenset(Interest.of(value) for value in values)
