"""Shape of a round: for whom, what it says; reasons in words."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django import forms

from kayoi.engines.casefiles.selectors.belonging import TownRegister
from kayoi.engines.casefiles.states import AgeBand, Interest, Lifestyle, Stage
from kayoi.engines.casefiles.states.ties import Band
from kayoi.programmes.rounds.models import Round
from kayoi.programmes.rounds.rules import DID, Criteria
from kayoi.programmes.rounds.services import RoundFields
from kayoi.programmes.rounds.states import Purpose

REFUSALS: dict[str, str] = {
    "rounds.protected": "支援措置の対象(要確認)",
    "rounds.ended": "「連絡しない」とした人",
    "rounds.beyond_purpose": "寄附の受付のために連絡先を示した人(目的の外)",
    "rounds.asked_once": "続けてよいかを一度聞いて、返事を待っている人",
    "rounds.unconfirmed": "取り込んだまま、本人に確かめていない人",
    "rounds.confirmed_already": "本人が連絡先を示した人(確かめる必要がない)",
    "rounds.no_consent": "お知らせの送付に同意していない人",
    "rounds.no_email": "メールアドレスのない人",
    "rounds.too_soon": "声かけから日がたっていない人",
    "rounds.same_address": "同じメールアドレスのほかの個票に送るため",
    "rounds.no_text": "連絡の言語の文面を書いていない人",
    "rounds.not_offered": "この返事は選べません。",
    "rounds.stopped_already": "連絡を止めています。",
    "rounds.unknown_place": "使えない差し込みがあります: %(names)s。下の一覧にあるものだけが使えます。",
    "rounds.source_not_named": "連絡先を知った元を書き、本文(英語を書くときは英語も)に {{ source }} を入れてください。",
}
# Besides the reasons of the rule: what can happen between choosing and sending.
LEFT_OUT = REFUSALS | {"rounds.merged": "送る前に、ほかの個票に統合された人"}

NEWS_BODY = """{{ name }} さま

{{ organization }}です。{{ asked }}にご連絡をいただいてから、その後いかがお過ごしですか。
住まいや仕事の様子が変わっていましたら、どうぞお聞かせください。
見学や相談は、いつでもお受けします。"""
NEWS_BODY_EN = """Dear {{ name }},

this is {{ organization }}. You were last in touch with us in {{ asked }}. How have you been since?
If your plans have changed, we would be glad to hear. You can visit or ask us at any time."""
CONFIRM_BODY = """{{ name }} さま

{{ organization }}です。「{{ source }}」に書いていただいた連絡先に、一度だけお送りしています。
移住や二地域居住のご相談について、これからもご連絡してよいでしょうか。
お返事のないときは、今後ご連絡しません。"""
CONFIRM_BODY_EN = """Dear {{ name }},

this is {{ organization }}. You gave us this address on: {{ source }}. We write to it once only.
May we go on writing to you about living here? If you do not answer, we shall not write again."""
STANDARD = {
    Purpose.NEWS: ("その後いかがですか", NEWS_BODY, "How have you been?", NEWS_BODY_EN),
    Purpose.CONFIRM: (
        "これからもご連絡してよいでしょうか", CONFIRM_BODY, "May we go on writing to you?", CONFIRM_BODY_EN,
    ),
}  # fmt: skip
NARROWING = tuple(field.name for field in fields(Criteria))


def _checks(label: str, choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple)


class RoundForm(forms.Form):
    """A round: whom it looks for, and the letter in Japanese and, where wanted, in English."""

    about_self = False

    title = forms.CharField(
        label="声かけの名前",
        max_length=100,
        help_text="職員だけが見ます。例: 秋の声かけ",
        error_messages={"required": "声かけの名前を書いてください。"},
    )
    purpose = forms.ChoiceField(choices=Purpose.choices(), widget=forms.HiddenInput)
    asked_within_months = forms.IntegerField(
        label="相談などのあった期間", required=False, min_value=1, max_value=240, help_text="空なら、いつでも"
    )
    quiet_since = forms.DateField(
        label="この日から動きのない人だけ",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    stages = _checks("段階", Stage.choices())
    interests = _checks("関心", Interest.choices())
    lifestyles = _checks("暮らし方", Lifestyle.choices())
    prefectures = _checks("いま住んでいる都道府県", [])
    registers = _checks("町の登録", [])
    steps = _checks("登録の段階", [])
    did = _checks("したこと", list(DID.items()))
    did_within_months = forms.IntegerField(
        label="それをした期間", required=False, min_value=1, max_value=240, help_text="空なら、いつでも"
    )
    bands = _checks("関わりの段階(この12か月の日数)", Band.choices())
    age_bands = _checks("年代", AgeBand.choices())
    with_children = forms.BooleanField(label="子どものいる世帯だけ", required=False)
    source = forms.CharField(
        label="連絡先を知った元",
        max_length=200,
        required=False,
        help_text="例: 令和5年のふるさと回帰フェアでお書きいただいたカード",
    )
    subject = forms.CharField(label="件名", max_length=150, error_messages={"required": "件名を書いてください。"})
    body = forms.CharField(
        label="本文",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "本文を書いてください。"},
    )
    subject_en = forms.CharField(label="件名(英語)", max_length=150, required=False)
    body_en = forms.CharField(
        label="本文(英語)", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, prefectures: list[tuple[str, str]], registers: Sequence[TownRegister], purpose: Purpose,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._offer("prefectures", prefectures)
        self._offer("registers", [(one.key, one.name) for one in registers])
        steps = sorted({one.step for one in registers} - {0})
        self._offer("steps", [(str(step), f"段階{step}") for step in steps])
        for name in [] if steps else ["steps"] if registers else ["registers", "steps"]:
            del self.fields[name]  # a town without registers is not asked for them
        self.reaches = purpose
        if purpose is Purpose.NEWS:
            del self.fields["source"]
        else:
            self.fields["source"].required = True

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer choices that are the town's own."""
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for both parts of the English letter, or none."""
        values = super().clean() or {}
        if bool(values.get("subject_en")) != bool(values.get("body_en")):
            missing = "body_en" if values.get("subject_en") else "subject_en"
            self.add_error(
                missing, "英語で送るときは、件名と本文の両方を書いてください。送らないときは、両方を空にします。"
            )
        return values

    def round_fields(self) -> RoundFields:
        """Return the round as the services take it."""
        values = self.cleaned_data
        day = values["quiet_since"]
        given = {name: values[name] for name in NARROWING if name in values}
        given = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        criteria = Criteria(**given | {"quiet_since": day.isoformat() if day else ""})
        return {
            "title": values["title"],
            "purpose": self.reaches,
            "criteria": criteria.as_data(),
            "source": values.get("source", ""),
            "subject": values["subject"],
            "body": values["body"],
            "subject_en": values["subject_en"],
            "body_en": values["body_en"],
        }


def first_words(purpose: Purpose, *, register: str = "") -> dict[str, Any]:
    """Return what a new round begins with, and a letter that can go out as it is.

    It looks for those who asked within two years and have not moved; or for the people of a register.
    """
    subject, body, subject_en, body_en = STANDARD[purpose]
    words = {"subject": subject, "body": body, "subject_en": subject_en, "body_en": body_en}
    if register:
        return words | {"purpose": purpose.value, "registers": [register]}
    stages = [stage.value for stage in Stage if stage is not Stage.MOVED]
    months = 24 if purpose is Purpose.NEWS else None
    return words | {"purpose": purpose.value, "stages": stages, "asked_within_months": months}


def initial_of(row: Round) -> dict[str, Any]:
    """Return what the form of a draft begins with."""
    texts = ("title", "purpose", "source", "subject", "body", "subject_en", "body_en", "version")
    return {name: getattr(row, name) for name in texts} | {name: row.criteria.get(name) for name in NARROWING}
