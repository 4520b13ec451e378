"""The form of one condition or one step: its own words, its kind's fields, where it stands, how sure it is."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kayoi.engines.rulesets.forms.pieces import Fixed, Number, One, Piece, Text, Whole, Words
from kayoi.engines.rulesets.forms.values import Amount, DayOf, LengthOf, Limit, limit_of
from kayoi.engines.rulesets.rules.nodes import Around, condition_kind, same, step_kind, with_parts
from kayoi.engines.rulesets.states import Certainty, FactType, Rounding
from kayoi.engines.rulesets.states.kinds import LENGTHS, OPERATORS_OF, ORDER, ConditionKind, StepKind

Kind = ConditionKind | StepKind
NOTE = ("label", "source", "certainty")


class KindForm(forms.Form):
    """Which kind of condition or step, and which fact it is about."""

    kind = forms.ChoiceField(label="種類", widget=forms.RadioSelect)
    fact = forms.ChoiceField(label="どの確認事項か", required=False)

    def __init__(self, *args: Any, step: bool, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, fact = self.fields["kind"], self.fields["fact"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(fact, forms.ChoiceField)
        kind.choices = StepKind.choices() if step else ConditionKind.choices()
        if step:
            del self.fields["fact"]
            return
        types = set(FactType) - {FactType.LIST}
        fact.choices = [("", "選んでください"), *around.of_type(*types)]
        fact.help_text = "「確認事項」のときに選びます。"

    def clean_fact(self) -> str:
        """Ask for the fact where the kind is about one."""
        fact = str(self.cleaned_data["fact"])
        if self.cleaned_data.get("kind") == ConditionKind.FACT and not fact:
            raise ValidationError("確認事項を選んでください。")
        return fact


class NodeForm(forms.Form):
    """One condition or one step as its kind asks for it."""

    label = forms.CharField(
        label="このとおりの言葉で表す", required=False, max_length=200,
        help_text="空けておくと、条件そのものから文をつくります。",
    )  # fmt: skip
    keep = forms.BooleanField(
        label="この言葉のままでよい", required=False, help_text="内容を変えたときに、言葉が合っているかを確かめます。"
    )
    label_en = forms.CharField(label="英語の言葉", required=False, max_length=300)
    source = forms.CharField(label="出典(条・項・号)", required=False, max_length=200)
    certainty = forms.ChoiceField(label="出典の確かさ", choices=Certainty.choices(), initial=Certainty.CHECKED.value)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kind: Kind, around: Around, node: Mapping[str, Any], fact: str = "", seen: int, **kwargs: Any
    ) -> None:
        self.kind, self.node = kind, node
        self.pieces = [] if kind.value == "file" else _pieces(kind, around, fact)
        super().__init__(*args, **kwargs)
        self.own = {name: field for piece in self.pieces for name, field in piece.fields.items()}
        if kind.value == "file":
            self.own = {"text": JsonField(label="内容(JSON)", widget=forms.Textarea(attrs={"rows": 12}))}
            self.fields = {"seen": self.fields["seen"]}
        self.fields = self.own | self.fields
        if not node.get("label"):
            self.fields.pop("keep", None)
        self.initial = self.initial_of(node) | {"seen": seen}

    def initial_of(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Return what stands in the fields for a node."""
        label = node.get("label") or ""
        words = label if isinstance(label, dict) else {"ja": label}
        shown = {
            "label": words.get("ja", ""),
            "label_en": words.get("en", ""),
            "source": node.get("source", ""),
            "certainty": node.get("certainty", Certainty.CHECKED.value),
            "text": json.dumps(node, ensure_ascii=False, indent=2),
        }
        for piece in self.pieces:
            shown |= piece.out_of(node)
        return shown

    @property
    def about(self) -> str:
        """What was chosen before the form: the fact that the condition is about."""
        return "".join(f"「{piece.label}」" for piece in self.pieces if isinstance(piece, Fixed))

    @property
    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields of the kind, those that belong together under the words of their piece."""
        if self.kind.value == "file":
            yield "", [self["text"]]
        for piece in self.pieces:
            names = list(piece.fields)
            yield piece.legend if len(names) > 1 else "", [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """Read the pieces, so that what they lack is told beside their fields."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            self.said = values["text"] if self.kind.value == "file" else self._said(values)
            self._refuse_old_words(values)
        return values

    def _refuse_old_words(self, values: Mapping[str, Any]) -> None:
        """Refuse words of its own that were written for what stood there before."""
        words = ("label", "source", "certainty")
        before, after = ({word: one[word] for word in one if word not in words} for one in (self.node, self.said))
        kept = self.said.get("label") and same(self.said["label"], self.node.get("label"))
        if kept and not values.get("keep") and not same(before, after):
            self.add_error(
                "label", "言葉が前の内容のままです。直すか空けるか、「この言葉のままでよい」を選んでください。"
            )

    def _said(self, values: dict[str, Any]) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for piece in self.pieces:
            said |= piece.into(values)
        label = {"ja": values["label"], "en": values["label_en"]} if values["label_en"] else values["label"]
        certainty = values["certainty"] if values["certainty"] != Certainty.CHECKED else ""
        notes = {"label": label, "source": values["source"], "certainty": certainty}
        return with_parts(self.kind, said | {word: value for word, value in notes.items() if value}, self.node)


class JsonField(forms.CharField):
    """One object as a ruleset file writes it."""

    def clean(self, value: Any) -> dict[str, Any]:
        try:
            found = json.loads(super().clean(value))
        except ValueError:
            raise ValidationError("JSONとして読めません。かっこと引用符を確かめてください。") from None
        if not isinstance(found, dict):
            raise ValidationError("{ } で書いてください。")
        return found


def form_of(node: Mapping[str, Any], *, step: bool, around: Around, seen: int, data: Any = None) -> NodeForm:
    """Return the form that shows a node; that of the file where the one of its kind cannot say all of it."""
    kind: Kind = step_kind(node) if step else condition_kind(node)
    file: Kind = StepKind.FILE if step else ConditionKind.FILE
    fact = str(node.get("fact", ""))
    if kind == ConditionKind.FACT and fact not in around.facts:
        kind = file
    if kind != file:
        shown = _shown(node, kind, around=around, fact=fact, seen=seen)
        if shown is None or not same(shown, node):
            kind = file
    return NodeForm(data, kind=kind, around=around, node=node, fact=fact, seen=seen)


def _shown(node: Mapping[str, Any], kind: Kind, *, around: Around, fact: str, seen: int) -> dict[str, Any] | None:
    """Return what the form of a kind would save if nobody changed anything."""
    try:
        empty = NodeForm(kind=kind, around=around, node=node, fact=fact, seen=seen)
        form = NodeForm(empty.initial, kind=kind, around=around, node=node, fact=fact, seen=seen)
        return form.said if form.is_valid() else None
    except (AttributeError, LookupError, TypeError, ValueError):
        return None  # the words of the node are no shape that the fields could hold


def _pieces(kind: Kind, around: Around, fact: str) -> list[Piece]:
    """Return the pieces that a kind asks for."""
    days, numbers = around.of_type(FactType.DATE), around.of_type(FactType.NUMBER, FactType.YEN)
    lists = around.of_type(FactType.LIST)
    if isinstance(kind, StepKind):
        return _pieces_of_step(kind, numbers, lists)
    if kind in (ConditionKind.COUNT, ConditionKind.EVERY, ConditionKind.ADD_UP, ConditionKind.UNBROKEN):
        return _pieces_of_list(kind, days, lists)
    match kind:
        case ConditionKind.FACT:
            known = around.facts[fact]
            choices = [(code, words.ja) for code, words in known.choices]
            limit = limit_of(known.type, choices, OPERATORS_OF.get(known.type, ()), numbers, days)
            return [Fixed("fact", known.label.ja, value=fact), limit]
        case ConditionKind.AGE:
            age = Limit("operator", "年齢", operators=ORDER, piece=Number("limit", "歳"))
            return [One("age", "だれの(生年月日)", choices=days), DayOf("on", "いつの時点で", facts=days), age]
        case ConditionKind.PLACE:
            return [
                One("place", "どの市区町村が", choices=around.of_type(FactType.PLACE)),
                One("in", "どの地域にあること", choices=list(around.places.items())),
            ]
        case ConditionKind.ELAPSED:
            return [
                DayOf("from", "始まりの日", facts=days), DayOf("to", "終わりの日", facts=days),
                Limit("operator", "長さ", operators=LENGTHS, piece=LengthOf("limit", "長さ")),
            ]  # fmt: skip
        case ConditionKind.UNKNOWN:
            return [Words("unknown", "何が定められていないか")]
        case ConditionKind.YEARLY:
            hint = "月と日。例: 12-29"
            return [
                DayOf("yearly", "どの日が", facts=days), Text("first", "いつから", hint=hint),
                Text("last", "いつまで", hint=hint),
            ]  # fmt: skip
        case ConditionKind.AT_LEAST_OF:
            return [Whole("at_least_of", "いくつ以上", least=1)]
        case _:
            return []


def _pieces_of_list(kind: ConditionKind, days: Any, lists: Any) -> list[Piece]:
    if kind is ConditionKind.COUNT:
        number = Limit("operator", "件数", operators=ORDER, piece=Whole("limit", "件"))
        return [One("count", "どの一覧の", choices=lists), number]
    if kind is ConditionKind.EVERY:
        return [One("every", "どの一覧の全員が", choices=lists)]
    first = [One("spans", "どの一覧の期間が", choices=lists), DayOf("before", "どの日の直前に", facts=days)]
    if kind is ConditionKind.ADD_UP:
        return [*first, LengthOf("within", "直前のどれだけの間に"), LengthOf("add_up_to", "通算でどれだけ以上")]
    return [
        *first,
        LengthOf("unbroken", "続けてどれだけ以上"),
        LengthOf("tolerance", "終わりは、どれだけ前まででもよいか", required=False),
        Whole("gap_days", "何日までの切れ目を続いているとみるか", required=False),
    ]


def _pieces_of_step(kind: StepKind, numbers: Any, lists: Any) -> list[Piece]:
    match kind:
        case StepKind.START | StepKind.SUBTRACT | StepKind.CAP | StepKind.FLOOR:
            return [Amount(kind.value, f"{kind.label}(円)", facts=numbers)]
        case StepKind.ADD:
            return [
                Amount("add", "加える額(円)", facts=numbers),
                One("per", "1件ごとに加える一覧", required=False, choices=lists),
                Whole("most", "何件まで", required=False, least=1),
            ]
        case StepKind.TIMES:
            return [Number("times", "掛ける率", hint="例: 1/2、0.3")]
        case StepKind.WITHOUT_TAX:
            return [Whole("without_tax", "消費税率(%)")]
        case StepKind.ROUND:
            return [One("round", "どちらへ", choices=Rounding.choices()), Whole("to", "何円を単位に", least=1)]
        case StepKind.MONTHLY:
            return [
                One("monthly", "どの一覧の月ごとに", choices=lists),
                Whole("most_months", "最長で何か月", least=1),
                Whole("gap_months", "切れ目で延ばすのは何か月まで", required=False),
            ]
        case _:
            return []
