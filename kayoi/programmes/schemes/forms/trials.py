"""What is to be tried on past applications."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.selectors.pages import state_of
from kayoi.programmes.schemes.services.trials import Question


class _VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Versions with their rulesets and where they stand."""

    def label_from_instance(self, obj: Version) -> str:
        """Return what a version is called in the list."""
        return f"{obj.ruleset} 「{obj.key}」({state_of(obj)[0]})"


class TrialForm(forms.Form):
    """A version, a procedure, the fiscal years of the decisions, how districts are told."""

    name = forms.CharField(
        label="この試算の名前", max_length=80, help_text="例: 上限を50万円にする案。あとで一覧から開けます。"
    )
    version: Any = _VersionField(label="試す版", queryset=None, empty_label=None)
    procedure: Any = forms.ModelChoiceField(label="手続き", queryset=None, empty_label=None)
    first_year = forms.TypedChoiceField(label="決定の年度(から)", coerce=int)
    last_year = forms.TypedChoiceField(label="決定の年度(まで)", coerce=int)
    district = forms.ChoiceField(
        label="地区の分け方", required=False, help_text="地区ごとの違いを、何で分けて見るかを選びます。"
    )

    def __init__(
        self, data: Any = None, *, versions: Any, procedures: Any, years: Sequence[tuple[int, str]],
        districts: Sequence[tuple[str, str]], initial: dict[str, Any],
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["procedure"].queryset = procedures  # type: ignore[attr-defined]
        for name, choices in (("first_year", years), ("last_year", years), ("district", districts)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse years that run backward."""
        first, last = self.cleaned_data.get("first_year"), self.cleaned_data.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", "「まで」の年度は、「から」の年度と同じか、あとにしてください。")

    def question(self) -> Question:
        """Return what is to be tried."""
        said = self.cleaned_data
        procedure: Procedure = said["procedure"]
        return Question(procedure, said["version"], said["first_year"], said["last_year"], said["district"])
