"""Boxes for conditions: which options were chosen, from and to which number."""

from typing import Any

from django import forms

from kayoi.engines.questionnaires.states import Kind
from kayoi.programmes.surveys.rules.building import Words, conditions_of, measured_of

CHOSEN, MEASURED = {Kind.SINGLE, Kind.MULTIPLE}, {Kind.SCALE, Kind.NUMBER}


class ConditionsForm(forms.Form):
    """Conditions on the answers to earlier questions; of a number one may say from where, to where, or both."""

    shown_if = forms.MultipleChoiceField(
        label="この回答をした人にだけ聞く", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="選ばなければ、全員に聞きます。同じ設問の選択肢はどれか一つ、別の設問どうしはすべて当てはまる人です。",
    )  # fmt: skip

    def __init__(self, data: Any, *, initial: dict[str, Any], known: list[Words], before: list[Words]) -> None:
        super().__init__(data, initial=initial | _initial(before))
        self.measured = [str(one["key"]) for one in known if one["kind"] in MEASURED]
        choices = [
            (f"{one['key']}.{option['key']}", f"「{one['text']}」で「{option['label']}」")
            for one in known
            if one["kind"] in CHOSEN
            for option in one["options"]
        ]
        self.fields["shown_if"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["shown_if"]
        words = {str(one["key"]): str(one["text"]) for one in known}
        for key in self.measured:
            for end, label in (("least", "から"), ("most", "まで")):
                self.fields[f"{end}_of_{key}"] = forms.IntegerField(
                    label=f"「{words[key]}」の数({label})", required=False, help_text="空けると、ここでは分けません。"
                )

    def clean(self) -> dict[str, Any]:
        """Refuse numbers from more to less."""
        data = super().clean() or {}
        for key in self.measured:
            least, most = data.get(f"least_of_{key}"), data.get(f"most_of_{key}")
            if least is not None and most is not None and least > most:
                self.add_error(f"most_of_{key}", "「から」より小さくしないでください。")
        return data

    def conditions(self) -> list[Words]:
        """Return the conditions as a version holds them."""
        data = self.cleaned_data
        bounds = {key: (data[f"least_of_{key}"], data[f"most_of_{key}"]) for key in self.measured}
        return conditions_of(data.get("shown_if", [])) + measured_of(bounds)


def _initial(before: list[Words]) -> dict[str, Any]:
    bounds = {
        f"{end}_of_{one['question']}": one[end] for one in before for end in ("least", "most") if end in one
    }  # fmt: skip
    return bounds | {"shown_if": [f"{one['question']}.{key}" for one in before for key in one.get("is", [])]}
