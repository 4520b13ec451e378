"""Staff: what is looked for in the casebook."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kayoi.programmes.tours.rules.casebook import HEADINGS, ISSUES, Consortium, Wanted

ANY = ("", "すべて")


class SearchForm(forms.Form):
    """Words and marks."""

    words = forms.CharField(
        label="ことば", max_length=100, required=False, help_text="地域名・団体名・テーマ・課題から探します。"
    )
    round = forms.ChoiceField(label="採択", required=False)
    prefecture = forms.ChoiceField(label="都道府県", required=False)
    issue = forms.ChoiceField(label="中長期的課題", choices=[ANY, *ISSUES.items()], required=False)
    approach = forms.ChoiceField(label="取組", choices=[ANY, *((one, one) for one in HEADINGS)], required=False)
    loosely = forms.BooleanField(label="見出しがずれていた場合の読みも含める", required=False)
    toured = forms.ChoiceField(
        label="モニターツアー", choices=[ANY, ("yes", "実施した"), ("no", "実施していない")], required=False
    )

    def __init__(self, data: Any, *, cases: Sequence[Consortium]) -> None:
        super().__init__(data)
        rounds = dict.fromkeys(case.round for case in cases)
        places = dict.fromkeys(place for case in cases for place in case.prefectures)
        self.fields["round"].choices = [ANY, *((one, one) for one in rounds)]  # type: ignore[attr-defined]
        self.fields["prefecture"].choices = [ANY, *((one, one) for one in places)]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Return what is looked for."""
        data = self.cleaned_data
        return Wanted(
            words=data["words"], round=data["round"], prefecture=data["prefecture"], issue=data["issue"],
            approach=data["approach"], toured={"yes": True, "no": False}.get(data["toured"]), loosely=data["loosely"],
        )  # fmt: skip
