"""Which figures, of which year; how to cross them; what is answered with them."""

from typing import Any

from django import forms

from kayoi.engines.casefiles.states.ties import BANDS, Band, Course
from kayoi.kit.dates import fiscal_year_label
from kayoi.strategy.indicators.selectors import FigureInWords
from kayoi.strategy.indicators.services import SheetFields
from kayoi.strategy.indicators.states import Dimension


class YearForm(forms.Form):
    """A fiscal year that has events."""

    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, forms.TypedChoiceField)
        year.choices = [(number, fiscal_year_label(number)) for number in years]


class CrossForm(YearForm):
    """Two dimensions of a cross table."""

    one = forms.ChoiceField(label="行", choices=Dimension.choices())
    other = forms.ChoiceField(label="列", choices=Dimension.choices())


class TiesForm(forms.Form):
    """Which people of the bands: in one now, in one a year before, gone one way. What is empty does not narrow."""

    band = forms.ChoiceField(label="いまの段階", required=False, choices=[("", "すべて"), *Band.choices()])
    was = forms.ChoiceField(label="1年前の段階", required=False, choices=[("", "すべて"), *Band.choices()])
    way = forms.ChoiceField(label="この1年の動き", required=False, choices=[("", "すべて"), *Course.choices()])

    def bands(self) -> tuple[Band, ...]:
        """Return the bands in which people are now."""
        chosen = self._chosen("band")
        return (Band.of(chosen),) if chosen else BANDS

    def before(self) -> Band | None:
        """Return the band in which they were."""
        chosen = self._chosen("was")
        return Band.of(chosen) if chosen else None

    def course(self) -> Course | None:
        """Return the way they went."""
        chosen = self._chosen("way")
        return Course.of(chosen) if chosen else None

    def _chosen(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name) or ""


class AnswerForm(forms.Form):
    """For what occasion, and what is answered."""

    occasion = forms.CharField(
        label="場面",
        max_length=100,
        help_text="例: 令和8年12月定例会 一般質問",
        error_messages={"required": "場面を書いてください。"},
    )
    answer = forms.CharField(
        label="答え",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "答えを書いてください。"},
    )

    def sheet(self, figure: FigureInWords) -> SheetFields:
        """Return the sheet to keep: the figure as it stands now, and what is answered with it."""
        return {
            "figure": figure.figure,
            "label": figure.label,
            "value": figure.value,
            "definition": figure.definition[:500],
            "as_of": figure.as_of,
            "caveat": figure.caveat[:500],
            "occasion": self.cleaned_data["occasion"],
            "answer": self.cleaned_data["answer"],
        }
