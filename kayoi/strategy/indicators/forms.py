"""Which figures, of which year."""

from typing import Any

from django import forms

from kayoi.kit.dates import fiscal_year_label


class YearForm(forms.Form):
    """A fiscal year that has events."""

    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, forms.TypedChoiceField)
        year.choices = [(number, fiscal_year_label(number)) for number in years]
