"""Which fiscal year of the register."""

from typing import Any

from django import forms

from kayoi.kit.dates import fiscal_year_label
from kayoi.programmes.homes.forms.process import choose


class YearForm(forms.Form):
    """A fiscal year in which something happened to houses."""

    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "year", [(number, fiscal_year_label(number)) for number in years])
