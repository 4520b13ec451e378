"""Staff: a new questionnaire, one question of it, codes, what came on paper."""

import json
import re
from typing import Any

from django import forms

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Retention
from kayoi.engines.questionnaires.models import AnswerSheet, Questionnaire, Version
from kayoi.engines.questionnaires.rules.reading import FORMAT
from kayoi.engines.questionnaires.selectors import sheet_by_code
from kayoi.engines.questionnaires.states import Kind, Way
from kayoi.programmes.surveys.forms.conditions import ConditionsForm
from kayoi.programmes.surveys.rules.building import Words, options_of
from kayoi.programmes.surveys.states import Sample, Share

KEY = re.compile(r"[a-z][a-z0-9-]{1,39}", re.ASCII)
ABOUT = re.compile(r"[a-z]+\.[A-Z][A-Za-z]+:[1-9][0-9]{0,18}", re.ASCII)
MOST_CODES = 200
ANONYMOUS, LINKED, OPEN = "anonymous", "linked", "open"


class NewForm(forms.Form):
    """A new questionnaire."""

    title = forms.CharField(label="名称", max_length=120, help_text="例:移住体験ツアーの後のアンケート")
    key = forms.CharField(
        label="記号", max_length=40,
        help_text="公開のページのアドレスになります。半角の英小文字・数字・ハイフンで書きます。例: tour-after",
    )  # fmt: skip
    who = forms.ChoiceField(
        label="だれの回答か", widget=forms.RadioSelect, initial=OPEN,
        choices=[
            (OPEN, "無記名。ページを知る人は、だれでも答えられる"),
            (ANONYMOUS, "無記名。配った符号を持つ人だけが、1回ずつ答えられる"),
            (LINKED, "記名。個票と結び付け、前と後を比べられる"),
        ],
        help_text="あとから変えられません。無記名の回答は、だれのものか、職員にも分かりません。",
    )  # fmt: skip
    text_retention = forms.ChoiceField(
        label="自由記述の保存年限", choices=Retention.choices(), initial=Retention.YEARS_3
    )
    sample = forms.ChoiceField(label="はじめの設問", choices=Sample.choices(), widget=forms.RadioSelect)

    def clean_key(self) -> str:
        """Refuse a key that is taken or no word of an address."""
        key = str(self.cleaned_data["key"])
        if not KEY.fullmatch(key):
            raise forms.ValidationError("半角の英小文字で始め、英小文字・数字・ハイフンだけで書いてください。")
        if Questionnaire.objects.filter(key=key).exists():
            raise forms.ValidationError("この記号のアンケートはもうあります。")
        return key

    def fields_of(self) -> dict[str, Any]:
        """Return what the service takes."""
        data = self.cleaned_data
        return {
            "key": data["key"], "title": data["title"], "anonymous": data["who"] != LINKED,
            "open_to_all": data["who"] == OPEN, "text_retention": Retention.of(data["text_retention"]),
            "sample": Sample.of(data["sample"]),
        }  # fmt: skip


class NoticeForm(forms.Form):
    """What respondents are told."""

    notice = forms.CharField(
        label="回答する人に伝えること(利用目的)", max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class QuestionForm(ConditionsForm):
    """One question. Which boxes there are is a matter of its kind."""

    field_order = (
        "text", "must", "options", "alone", "lines", "least", "most", "unit", "bands", "shown_if",
    )  # fmt: skip

    text = forms.CharField(label="設問の文", max_length=300)
    must = forms.BooleanField(label="必ず答えてもらう", required=False)
    options = forms.CharField(
        label="選択肢", widget=forms.Textarea(attrs={"rows": 6}), help_text="1行に一つ。2つ以上60まで。"
    )
    alone = forms.CharField(
        label="ほかと一緒に選べない選択肢", max_length=300, required=False, help_text="例:特になし。上の選択肢の一つ。"
    )
    lines = forms.CharField(
        label="項目",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="1行に一つ。項目ごとに、選択肢から一つ選びます。",
    )
    least = forms.IntegerField(label="最小", required=False)
    most = forms.IntegerField(label="最大", required=False)
    unit = forms.CharField(label="単位", max_length=20, required=False)
    bands = forms.CharField(
        label="集計の区切り", max_length=200, required=False,
        help_text="例:30,40,50 と書くと、29以下・30〜39・40〜49・50以上で集計します。空けると、集計には出ません。",
    )  # fmt: skip
    BOXES = {
        Kind.SINGLE: {"options"},
        Kind.MULTIPLE: {"options", "alone", "least", "most"},
        Kind.MATRIX: {"options", "lines"},
        Kind.SCALE: {"least", "most"},
        Kind.NUMBER: {"least", "most", "unit", "bands"},
        Kind.DATE: {"bands"},
        Kind.TEXT: {"most"},
        Kind.PLACE: set[str](),
    }

    def __init__(self, data: Any, *, kind: Kind, before: Words | None, earlier: list[Words]) -> None:
        said = _initial(before) if before else {}
        super().__init__(data, initial=said, known=earlier, before=before.get("shown_if", []) if before else [])
        self.kind, self.before = kind, before or {}
        wanted = {"text", "must"} | self.BOXES[kind]
        for name in [name for name in QuestionForm.declared_fields if name not in wanted | {"shown_if"}]:
            del self.fields[name]
        if kind is Kind.SCALE:
            self.fields["least"].required = self.fields["most"].required = True

    def clean_bands(self) -> list[int]:
        """Read the first values of the bands."""
        parts = [part.strip() for part in str(self.cleaned_data["bands"]).replace("、", ",").split(",") if part.strip()]
        try:
            return [int(part) for part in parts]
        except ValueError:
            raise forms.ValidationError("数をコンマで区切って書いてください。") from None

    def question(self, key: str) -> Words:
        """Return the question as a version holds it."""
        data = self.cleaned_data
        made: Words = {"key": key, "kind": str(self.kind), "text": data["text"], "must": data["must"]}
        if "options" in self.fields:
            made["options"] = options_of(data["options"], self.before.get("options", []), data.get("alone", ""))
        if "lines" in self.fields:
            made["lines"] = options_of(data["lines"], self.before.get("lines", []))
        made |= {name: data[name] for name in ("least", "most") if data.get(name) is not None}
        made |= {name: data[name] for name in ("unit", "bands") if data.get(name)}
        return made | ({"shown_if": conditions} if (conditions := self.conditions()) else {})


class FileForm(forms.Form):
    """All questions as a file."""

    file = forms.FileField(label="設問のファイル(JSON)", help_text=f"形式は {FORMAT}。いまの下書きは置き換わります。")

    def clean_file(self) -> Any:
        """Read the file as JSON."""
        upload = self.cleaned_data["file"]
        if upload.size > 1_000_000:
            raise forms.ValidationError("ファイルが大きすぎます(1MBまで)。")
        try:
            return json.loads(upload.read().decode("utf-8-sig"))
        except (UnicodeDecodeError, ValueError):
            raise forms.ValidationError("JSONとして読めません。") from None


class CodesForm(forms.Form):
    """How many codes."""

    count = forms.IntegerField(label="枚数", min_value=1, max_value=MOST_CODES, initial=20)


class TypedForm(forms.Form):
    """How an answer came, and whose it is."""

    way = forms.ChoiceField(
        label="回答の方法", choices=[(way.value, way.label) for way in (Way.PAPER, Way.TELEPHONE)], initial=Way.PAPER,
        widget=forms.RadioSelect,
    )  # fmt: skip
    code = forms.CharField(
        label="紙に印刷された符号", max_length=40, required=False, help_text="なければ空けておきます。"
    )
    number = forms.CharField(
        label="個票番号", max_length=20, required=False, help_text="符号のない紙や電話のときに。例:2026-0012"
    )
    about = forms.RegexField(ABOUT, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, version: Version, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.version = version
        self.sheet: AnswerSheet | None = None
        self.case_file: CaseFile | None = None
        if version.questionnaire.anonymous:
            del self.fields["number"], self.fields["about"]

    def clean_code(self) -> str:
        """Find the sheet of the code. A code that was used is not known any more, or says so."""
        code = str(self.cleaned_data["code"])
        if code:
            self.sheet = sheet_by_code(code)
            if self.sheet is None or self.sheet.edition_id != self.version.pk:
                raise forms.ValidationError("この符号の回答票はありません。使われた後か、別のアンケートのものです。")
        return code

    def clean_number(self) -> str:
        """Find the file of the number."""
        number = str(self.cleaned_data["number"]).strip()
        if number:
            self.case_file = CaseFile.objects.filter(number=number, merged_into=None).first()
            if self.case_file is None:
                raise forms.ValidationError("この番号の個票はありません。")
        return number

    def clean(self) -> dict[str, Any]:
        """Ask whose a linked sheet is."""
        data = super().clean() or {}
        if not self.errors and not self.version.questionnaire.anonymous and not (self.sheet or self.case_file):
            raise forms.ValidationError("記名のアンケートです。符号か個票番号を入れてください。")
        return data


class CrossForm(forms.Form):
    """A table of two variables, of all or of those who answered so."""

    columns = forms.ChoiceField(label="列")
    rows = forms.ChoiceField(label="行", required=False)
    only = forms.ChoiceField(label="対象", required=False)
    share = forms.ChoiceField(label="割合の母数", choices=Share.choices(), required=False, initial=Share.ALL)

    def __init__(self, data: Any, *, variables: list[tuple[str, str]], only: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["columns"].choices = variables  # type: ignore[attr-defined]
        self.fields["rows"].choices = [("", "全体"), *variables]  # type: ignore[attr-defined]
        self.fields["only"].choices = [("", "全員"), *only]  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """What a published table is called."""

    title = forms.CharField(label="公表する表の題", max_length=120)


class ReopenForm(forms.Form):
    """Why a sheet is opened again."""

    why = forms.CharField(label="訂正の理由", max_length=200)


def _initial(before: Words) -> dict[str, Any]:
    options = before.get("options", [])
    return {
        "text": before["text"],
        "must": before.get("must", False),
        "options": "\n".join(one["label"] for one in options),
        "alone": next((one["label"] for one in options if one.get("alone")), ""),
        "lines": "\n".join(one["label"] for one in before.get("lines", [])),
        "least": before.get("least"),
        "most": before.get("most"),
        "unit": before.get("unit", ""),
        "bands": ",".join(map(str, before.get("bands", []))),
    }
