"""Shape of a survey of owners, its list of addressees, an answer on the web and one typed from paper."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.kit.sheets import Record, RowKind, Unreadable, as_text, find_header, read_sheets, records
from kayoi.kit.states import Labelled
from kayoi.kit.text import normal, postal_code
from kayoi.programmes.homes.forms.lead_work import DAY
from kayoi.programmes.homes.forms.leads import YES_NO, words
from kayoi.programmes.homes.models import SurveyLetter
from kayoi.programmes.homes.rules.codes import code_key
from kayoi.programmes.homes.services import Addressee, Reply
from kayoi.programmes.homes.states import HomeKind, Intention, OwnersReason, Use
from kayoi.programmes.homes.states.finding import SURVEY_INTRO

KNOWN: Mapping[str, tuple[str, ...]] = {
    "宛名": ("宛名", "氏名", "所有者", "所有者名", "納税義務者", "名前", "名称"),
    "郵便番号": ("郵便番号", "送付先郵便番号", "〒"),
    "送付先": ("送付先", "住所", "送付先住所", "所有者住所", "納税義務者住所"),
    "町字": ("町字", "大字", "地区", "行政区", "建物の町字", "物件町字"),
    "所在": ("所在", "建物の所在", "物件所在", "家屋所在", "所在地", "番地", "物件所在地"),
    "用途": ("用途", "種類", "建物の用途", "家屋の種類", "建物の種類"),
}
NEEDED = ("宛名", "送付先", "町字")
# Words of tax rolls (家屋の種類) for the kinds of the register; what is not here is another building.
KINDS = (
    ("併用", HomeKind.SHOP_DWELLING),
    ("住宅", HomeKind.DWELLING),
    ("居宅", HomeKind.DWELLING),
    ("店舗", HomeKind.SHOP),
    ("事務所", HomeKind.SHOP),
    ("旅館", HomeKind.INN),
    ("民宿", HomeKind.INN),
    ("ホテル", HomeKind.INN),
    ("土地", HomeKind.LAND),
    ("宅地", HomeKind.LAND),
)
MOST_LETTERS = 20_000


class SurveyForm(forms.Form):
    """Title, words and days of a survey."""

    title = forms.CharField(label="調査の名前", max_length=100, help_text="例: 令和8年度 空き家の意向調査")
    intro = forms.CharField(
        label="お願いの文", max_length=1500, initial=SURVEY_INTRO, widget=forms.Textarea(attrs={"rows": 6})
    )
    sent_on = forms.DateField(label="発送日", required=False, widget=DAY)
    closes_on = forms.DateField(label="回答の締切", required=False, widget=DAY)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backwards."""
        values = super().clean() or {}
        sent_on, closes_on = values.get("sent_on"), values.get("closes_on")
        if sent_on and closes_on and closes_on < sent_on:
            self.add_error("closes_on", "締切は発送日より後にしてください。")
        return values

    def survey_fields(self) -> dict[str, Any]:
        """Return the survey as the services take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AddresseesForm(forms.Form):
    """Whom to ask: a list as a file."""

    upload = forms.FileField(
        label="宛先の一覧(CSV・Excel)", widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls"})
    )

    def clean(self) -> dict[str, Any]:
        """Read the list; say of each row that cannot be used which and why."""
        values = super().clean() or {}
        upload = values.get("upload")
        if not upload:
            return values
        try:
            values["rows"], wrong = _read(upload.read(), upload.name)
        except Unreadable as error:
            self.add_error("upload", str(error))
            return values
        for message in wrong[:20]:
            self.add_error("upload", message)
        return values


def _read(data: bytes, name: str) -> tuple[list[Addressee], list[str]]:
    """Return the addressees and what is wrong with the list."""
    sheet = read_sheets(data, name=name).sheets[0]
    header = find_header(sheet.rows, known=KNOWN, sheet=sheet.name)
    missing = [column for column in NEEDED if column not in header.columns]
    if missing:
        return [], [f"「{'」「'.join(missing)}」の列が見つかりません。見出しの行に列の名前を入れてください。"]
    rows: list[Addressee] = []
    wrong: list[str] = []
    for record in records(sheet, header):
        if record.kind is RowKind.DATA:
            texts = {column: (as_text(record.get(column)).value or "").strip() for column in KNOWN}
            lacking = [column for column in NEEDED if not texts[column]]
            if lacking:
                wrong.append(f"{record.row}行目: {'・'.join(lacking)}がありません。")
            else:
                rows.append(_addressee(record, texts))
    if len(rows) > MOST_LETTERS:
        wrong.append(f"一度に取り込めるのは{MOST_LETTERS:,}通までです。分けて取り込んでください。")
    return rows, wrong if rows or wrong else ["データの行がありません。"]


def _addressee(record: Record, texts: Mapping[str, str]) -> Addressee:
    return Addressee(
        addressee=texts["宛名"][:100],
        postal_code=_postal_code(texts["郵便番号"]),
        address=texts["送付先"][:200],
        kind=kind_of(texts["用途"]),
        quarter=texts["町字"][:60],
        building=texts["所在"][:200],
    )


def _postal_code(text: str) -> str:
    try:
        return postal_code(text) if text else ""
    except ValueError:
        return text[:8]  # an address abroad: the letter goes there as written


def kind_of(text: str) -> HomeKind:
    """Return the kind of a building by its word in a tax roll; nothing written is a dwelling."""
    if not text:
        return HomeKind.DWELLING
    return next((kind for part, kind in KINDS if part in text), HomeKind.BUILDING)


class CodeForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label=_("手紙に書かれた番号"),
        max_length=20,
        help_text=_("例: K7Q-M3X-TR9。線はなくてもかまいません。"),
    )

    def clean_code(self) -> str:
        """Return the code as it is kept. Raises ValidationError when a sign is wrong."""
        code = code_key(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("番号が違うようです。手紙の番号と見比べてください。"))
        return code


class ReplyForm(forms.Form):
    """What an owner answers on the web."""

    use = forms.ChoiceField(
        label=_("この建物を、いまどう使っていますか"),
        choices=words(Use),
        widget=forms.RadioSelect,
        error_messages={"required": _("いまの使い方を選んでください。")},
    )
    intention = forms.ChoiceField(
        label=_("これから、どうされたいですか"), required=False, choices=words(Intention), widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("貸す・売ることを考えていない、いちばんの理由"),
        required=False, choices=words(OwnersReason), widget=forms.RadioSelect,
    )  # fmt: skip
    wants_contact = forms.ChoiceField(label=_("町からの連絡"), required=False, choices=YES_NO, widget=forms.RadioSelect)
    phone = PhoneField(label=_("電話番号"), required=False, max_length=30)
    remark = forms.CharField(
        label=_("ご意見・お困りのこと"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def of(cls, letter: SurveyLetter, data: Any) -> "ReplyForm":
        """Return the form with what was answered or drafted before."""
        known = {name: getattr(letter, name) for name in ("use", "intention", "reason", "phone", "remark")}
        wants = {True: "yes", False: "no", None: ""}[letter.wants_contact]
        return cls(data, initial=known | {"wants_contact": wants})

    def for_draft(self) -> "ReplyForm":
        """Return the form with every question left to choice."""
        self.fields["use"].required = False
        return self

    def reply(self) -> Reply:
        """Return the answer as the services take it."""
        values = self.cleaned_data
        return Reply(
            use=Use.of(values["use"]) if values["use"] else None,
            intention=Intention.of(values["intention"]) if values["intention"] else None,
            reason=OwnersReason.of(values["reason"]) if values["reason"] else None,
            wants_contact={"yes": True, "no": False}.get(values["wants_contact"]),
            phone=values["phone"],
            remark=values["remark"],
        )


class NumberedField(forms.CharField):
    """An answer by its number on the reply form: typed with one hand, 0 or nothing leaves it open."""

    def __init__(self, *, members: list[Labelled], **kwargs: Any) -> None:
        super().__init__(
            required=False, max_length=2, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}), **kwargs
        )
        self.members = members

    def clean(self, value: Any) -> str:
        """Return the value of the answer. Raises ValidationError for a number that the form does not have."""
        text = normal(super().clean(value))
        if text in {"", "0"}:
            return ""
        if not text.isdecimal() or int(text) > len(self.members):
            raise forms.ValidationError(f"1から{len(self.members)}までの番号を書いてください。")
        return self.members[int(text) - 1].value


class PaperForm(forms.Form):
    """A reply form on paper, typed without a mouse: number, answers by their numbers, Enter."""

    about_self = False

    number = forms.IntegerField(
        label="整理番号",
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autofocus": True, "size": 6}),
    )
    use = NumberedField(label="問1 使い方", members=list(Use))
    intention = NumberedField(label="問2 意向", members=list(Intention))
    reason = NumberedField(label="問3 理由", members=list(OwnersReason))
    wants_contact = forms.CharField(
        label="問4 連絡(1 希望する、2 希望しない)", required=False, max_length=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
    )  # fmt: skip
    phone = PhoneField(label="電話番号", required=False, max_length=30)
    remark = forms.CharField(label="ご意見", max_length=1000, required=False)

    def clean_wants_contact(self) -> bool | None:
        """Return what was ticked."""
        text = normal(self.cleaned_data["wants_contact"])
        if text not in {"", "0", "1", "2"}:
            raise forms.ValidationError("1か2を書いてください。")
        return {"1": True, "2": False}.get(text)

    def reply(self) -> Reply:
        """Return the answer as the services take it."""
        values = self.cleaned_data
        return Reply(
            use=Use.of(values["use"]) if values["use"] else None,
            intention=Intention.of(values["intention"]) if values["intention"] else None,
            reason=OwnersReason.of(values["reason"]) if values["reason"] else None,
            wants_contact=values["wants_contact"],
            phone=values["phone"],
            remark=values["remark"],
        )


class ReturnedForm(forms.Form):
    """Numbers of letters that came back."""

    numbers = forms.CharField(
        label="戻ってきた手紙の整理番号", max_length=2000, help_text="いくつでも、空白か読点で区切って書けます。"
    )
    returned_on = forms.DateField(label="戻った日", widget=DAY)

    def clean_numbers(self) -> list[int]:
        """Return the numbers. Raises ValidationError for what is none."""
        parts = normal(self.cleaned_data["numbers"]).replace("、", " ").replace(",", " ").split()
        wrong = [part for part in parts if not part.isdecimal()]
        if wrong:
            raise forms.ValidationError(f"番号として読めません: {' '.join(wrong[:5])}")
        return [int(part) for part in parts]
