"""Define a procedure without code: its words, when it is open, questions and documents of its own, who decides."""

import re
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from django import forms
from django.conf import settings

from kayoi.engines.procedures.forms.staff import lines_of
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.rules.routes import route_of
from kayoi.engines.procedures.states import MOST_LINES, QUESTION_TYPES, Applicants, Permission, ProcedureKind
from kayoi.engines.rulesets.models import Ruleset
from kayoi.engines.rulesets.states import FactType
from kayoi.programmes.schemes.states import TAKEN_KEYS

MONTHS = [("", "―"), *((number, f"{number}月") for number in range(1, 13))]
MOST_ROWS, EMPTY_ROWS = MOST_LINES, 2
MOST_YEN = 10**11
# What a question may say besides, as in a file.
KEPT = ("unit", "proofs", "change", "help", "usual")
FIELDS = (
    "kind", "applicants", "title", "title_en", "summary", "summary_en", "ruleset", "opens_on", "closes_before",
    "first_month", "last_month", "days_needed", "conditions",
)  # fmt: skip


class ProcedureForm(forms.Form):
    """The words of a procedure, when it is open, and by what rules it is decided."""

    key = forms.SlugField(
        label="記号", max_length=40,
        help_text="アドレスの一部になります。英小文字・数字・ハイフンで書きます。あとで変えられません。",
    )  # fmt: skip
    kind = forms.ChoiceField(label="種類", choices=ProcedureKind.choices(), widget=forms.RadioSelect)
    applicants = forms.ChoiceField(
        label="申請できる人", choices=Applicants.choices(), widget=forms.RadioSelect, initial=Applicants.PERSON,
        help_text="団体の申請では、団体名・代表者・所在地を聞き、通知書と支払いは団体あてになります。",
    )  # fmt: skip
    title = forms.CharField(label="名称", max_length=60)
    title_en = forms.CharField(label="英語の名称", max_length=100, required=False)
    summary = forms.CharField(label="説明", max_length=1000, required=False, widget=forms.Textarea({"rows": 4}))
    summary_en = forms.CharField(
        label="英語の説明", max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    ruleset: Any = forms.ModelChoiceField(
        label="要件・算定", queryset=None, required=False, empty_label="なし(人が審査する)",
        help_text="選ぶと、要る質問が自動でできます。",
    )  # fmt: skip
    opens_on = forms.DateField(label="受付の始まり", required=False)
    closes_before = forms.DateField(
        label="受付の終わりの翌日", required=False, help_text="受付の最後の日の、次の日です。"
    )
    first_month = forms.TypedChoiceField(
        label="季節の始まりの月", choices=MONTHS, required=False, coerce=int, empty_value=None
    )
    last_month = forms.TypedChoiceField(
        label="季節の終わりの月", choices=MONTHS, required=False, coerce=int, empty_value=None
    )
    days_needed = forms.IntegerField(label="決定までの日数の目安(開庁日)", min_value=1, max_value=365, initial=30)
    conditions = forms.CharField(
        label="決定の条件", max_length=1000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text="一つずつ改行して書きます。承認の通知書に載ります。",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, row: Procedure | None = None) -> None:
        initial = (
            {name: getattr(row, name) for name in FIELDS}
            if row
            else {"kind": ProcedureKind.GRANT, "applicants": Applicants.PERSON}
        )
        super().__init__(data, initial=initial)
        self.fields["ruleset"].queryset = Ruleset.objects.order_by("key")  # type: ignore[attr-defined]
        if row is not None:
            del self.fields["key"]

    def clean_key(self) -> str:
        """Refuse what is a page of its own."""
        key: str = self.cleaned_data["key"]
        if key in TAKEN_KEYS or Procedure.objects.filter(key=key).exists():
            raise forms.ValidationError("この記号は使えません。別の記号にしてください。")
        return key

    def clean(self) -> dict[str, Any]:
        """Ask for both months of a season, and for an end after the beginning."""
        values = super().clean() or {}
        if (values.get("first_month") is None) is not (values.get("last_month") is None):
            self.add_error("last_month", "季節は、始まりと終わりの月を両方選んでください。")
        opens_on, closes_before = values.get("opens_on"), values.get("closes_before")
        if opens_on and closes_before and closes_before <= opens_on:
            self.add_error("closes_before", "受付の終わりは、始まりより後にしてください。")
        return values


class QuestionForm(forms.Form):
    """A question of the procedure's own; what its file says besides stays as it is."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    question = forms.CharField(label="質問", max_length=200, required=False)
    question_en = forms.CharField(label="英語", max_length=200, required=False)
    type = forms.ChoiceField(label="答え方", choices=[(one.value, one.label) for one in QUESTION_TYPES], required=False)
    choices = forms.CharField(
        label="選択肢(改行で分ける)", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, before: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": self.of(before) if before else {}})
        self.before = before

    def clean(self) -> dict[str, Any]:
        """Ask for choices where one is to be chosen."""
        values = super().clean() or {}
        if values.get("question") and values.get("type") == FactType.CHOICE and not lines_of(values["choices"]):
            self.add_error("choices", "選択肢を一つ以上書いてください。")
        return values

    def as_data(self, number: int) -> dict[str, Any]:
        """Return the question as a ruleset file declares a fact."""
        values, before = self.cleaned_data, self.before
        words = {"ja": values["question"]} | ({"en": values["question_en"]} if values["question_en"] else {})
        kept = {word: before[word] for word in KEPT if word in before and before["type"] == values["type"]}
        label = before["label"] if before and words == _asked(before) else words
        data = kept | {"key": values["key"] or f"own.q{number}", "type": values["type"]}
        data |= {"label": label, "question": words}
        if values["type"] == FactType.CHOICE:
            data["choices"] = _choices(lines_of(values["choices"]), before.get("choices") or {})
        return data

    @staticmethod
    def of(data: Mapping[str, Any]) -> dict[str, Any]:
        """Return a question as the form shows it."""
        words = _asked(data)
        choices = "\n".join(one["ja"] for one in data.get("choices", {}).values())
        return {"key": data["key"], "question": words["ja"], "question_en": words.get("en", ""), "type": data["type"],
                "choices": choices}  # fmt: skip


def _asked(data: Mapping[str, Any]) -> Mapping[str, str]:
    words: Mapping[str, str] = data.get("question") or data["label"]
    return words


def _choices(lines: Sequence[str], before: Mapping[str, Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    """Return choices by their codes: those that were there keep code and English words."""
    codes = {words["ja"]: code for code, words in before.items()}
    free = (f"c{number}" for number in count(1) if f"c{number}" not in before)
    return {code: before.get(code, {"ja": line}) for line in lines for code in [codes.get(line) or next(free)]}


class DocumentForm(forms.Form):
    """A document that is to be handed in."""

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="書類の名前", max_length=100, required=False)
    is_needed = forms.BooleanField(label="必ず要る", required=False)
    valid_months = forms.IntegerField(
        label="発行から何か月以内", required=False, min_value=1, max_value=60, help_text="住民票の写しは3など。"
    )
    least_pages = forms.IntegerField(label="最少の枚数", required=False, min_value=1, max_value=50)
    proves = forms.MultipleChoiceField(
        label="確かめる事実", required=False, widget=forms.SelectMultiple(attrs={"size": 4})
    )

    def __init__(self, *args: Any, facts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["proves"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(facts)

    def as_data(self, number: int) -> dict[str, Any]:
        """Return the document as a form of the procedure keeps it."""
        values = self.cleaned_data
        return {
            "code": values["code"] or f"d{number}", "label": values["label"], "is_needed": values["is_needed"],
            "valid_months": values["valid_months"], "least_pages": values["least_pages"] or 1,
            "proves": sorted(values["proves"]),
        }  # fmt: skip


class LimitsForm(forms.Form):
    """Up to how much each role may decide (専決), and at which step of the route it approves (回議)."""

    def __init__(self, *args: Any, limits: Mapping[str, int | None], steps: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in self.roles():
            key = role.key
            self.fields[f"may_{key}"] = forms.BooleanField(
                label=f"{role.label}が決裁できる", required=False, initial=key in limits
            )
            self.fields[f"most_{key}"] = forms.IntegerField(
                label=f"{role.label}の限度(円)", required=False, min_value=0, max_value=MOST_YEN,
                initial=limits.get(key),
            )  # fmt: skip
            self.fields[f"step_{key}"] = forms.IntegerField(
                label=f"{role.label}の回議の順", required=False, min_value=1, max_value=9,
                initial=steps.index(key) + 1 if key in steps else None,
            )  # fmt: skip

    @staticmethod
    def roles() -> list[Any]:
        """Return the roles that may decide at all."""
        return [
            role for role in settings.KAYOI_STAFF_ROLES.values() if Permission.APPLICATION_DECIDE in role.permissions
        ]

    def limits(self) -> dict[str, int | None]:
        """Return the limits as the procedure keeps them."""
        values = self.cleaned_data
        return {role.key: values[f"most_{role.key}"] for role in self.roles() if values[f"may_{role.key}"]}

    def clean(self) -> dict[str, Any]:
        """Ask for a place of its own for each step, and for a step that decides whatever the amount."""
        values = super().clean() or {}
        if self.errors:
            return values
        numbers = [values[name] for name in values if name.startswith("step_") and values[name]]
        if len(numbers) != len(set(numbers)):
            raise forms.ValidationError("回議の順は、役割ごとに違う数にしてください。")
        if numbers and not route_of(self.steps(), self.limits(), MOST_YEN):
            raise forms.ValidationError("回議のどこかに、金額にかかわらず決裁できる役割を入れてください。")
        return values

    def steps(self) -> list[str]:
        """Return the roles that approve one after another, as the procedure keeps them."""
        placed = {role.key: self.cleaned_data[f"step_{role.key}"] for role in self.roles()}
        return sorted((key for key, number in placed.items() if number), key=lambda key: placed[key])


def question_rows(data: Any, questions: Sequence[Mapping[str, Any]]) -> list[QuestionForm]:
    """Return a form for each question, and some that are empty."""
    return [
        QuestionForm(data, prefix=f"question{at}", before=questions[at] if at < len(questions) else {})
        for at in range(min(len(questions) + EMPTY_ROWS, MOST_ROWS))
    ]


def document_rows(
    data: Any, documents: Sequence[Mapping[str, Any]], facts: Sequence[tuple[str, str]]
) -> list[DocumentForm]:
    """Return a form for each document, and some that are empty."""
    empty = {"is_needed": True, "least_pages": 1}
    return [
        DocumentForm(
            data, prefix=f"document{at}", facts=facts, initial=documents[at] if at < len(documents) else empty
        )
        for at in range(min(len(documents) + EMPTY_ROWS, MOST_ROWS))
    ]  # fmt: skip


def written(rows: Sequence[Any], name: str, taken: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows that say something, as they are kept; new ones get a number that none of them has."""
    numbers = (re.search(r"[0-9]+$", key) for key in taken)
    first = 1 + max((int(found[0]) for found in numbers if found), default=0)
    told = [row for row in rows if row.cleaned_data.get(name)]
    return [row.as_data(number) for number, row in enumerate(told, start=first)]
