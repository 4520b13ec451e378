"""What the letters of a procedure say in words of its own."""

from typing import Any

from django import forms

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.rules.letters import may_say
from kayoi.engines.procedures.selectors.letters import title_of
from kayoi.engines.procedures.states import (
    LETTER_PARTS,
    LETTER_PLACES,
    LETTERS,
    ApplicationStatus,
    ProcedureKind,
)
from kayoi.kit.sentences import sentences
from kayoi.programmes.schemes.forms.refusals import REFUSALS

LEGENDS = {ApplicationStatus.APPROVED: "承認の通知書", ApplicationStatus.REFUSED: "不承認の通知書"}


class LetterForm(forms.Form):
    """Title, opening and closing of the letter of one outcome; what is left empty is said in the standard words."""

    title = forms.CharField(label="文書の題", max_length=LETTER_PARTS["title"], required=False)
    opening = forms.CharField(
        label="書き出しの文", max_length=LETTER_PARTS["opening"], required=False, widget=forms.Textarea({"rows": 3})
    )
    closing = forms.CharField(
        label="結びの文", max_length=LETTER_PARTS["closing"], required=False, widget=forms.Textarea({"rows": 3}),
        help_text="根拠の条文や、このあとの手続きを書きます。空けておくと、何も載りません。",
    )  # fmt: skip

    def __init__(self, data: Any, *, row: Procedure, outcome: ApplicationStatus) -> None:
        super().__init__(data, prefix=outcome.value, initial=row.letters.get(outcome.value, {}))
        self.outcome, self.legend = outcome, LEGENDS[outcome]
        standard = title_of(LETTERS[ProcedureKind.of(row.kind), outcome])
        places = "、".join(f"{{{{ {name} }}}} {label}" for name, label in LETTER_PLACES[outcome].items())
        self.fields["title"].help_text = f"空けておくと「{standard}」になります。"
        self.fields["opening"].help_text = f"空けておくと、標準の文になります。差し込み: {places}"

    def clean(self) -> dict[str, Any]:
        """Refuse places that nothing fills."""
        values = super().clean() or {}
        for part in LETTER_PARTS:
            answer = may_say(part, values.get(part, ""), self.outcome)
            if answer.refused:
                self.add_error(part, sentences(answer, REFUSALS))
        return values


def letter_forms(data: Any, *, row: Procedure) -> list[LetterForm]:
    """Return a form for the letter of each outcome."""
    return [LetterForm(data, row=row, outcome=outcome) for outcome in LETTER_PLACES]


def letters(forms: list[LetterForm]) -> dict[str, dict[str, str]]:
    """Return the words as the procedure keeps them: only what is said."""
    said = {one.outcome.value: {part: text for part, text in one.cleaned_data.items() if text} for one in forms}
    return {outcome: words for outcome, words in said.items() if words}
