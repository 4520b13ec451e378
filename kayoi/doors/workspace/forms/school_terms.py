"""The terms and holidays of a kind of school in a fiscal year."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms

from kayoi.engines.openings.rules import ONE_DAY, SchoolSpan
from kayoi.engines.openings.states import SchoolDaysKind

REFUSALS: Final[dict[str, Any]] = {
    "school.not_forward": "%(kind)s: 最終日は、初日かそれより後にしてください。",
    "school.outside_year": "%(kind)s: 4月1日から翌年3月31日までの日にしてください。",
    "school.overlap": "%(kind)sと%(other)sの日が重なっています。",
}
# In the order in which a school year runs.
ORDER: Final = (
    SchoolDaysKind.YEAR_BEGIN, SchoolDaysKind.TERM_1, SchoolDaysKind.SUMMER, SchoolDaysKind.TERM_2,
    SchoolDaysKind.AUTUMN, SchoolDaysKind.WINTER, SchoolDaysKind.TERM_3, SchoolDaysKind.YEAR_END,
)  # fmt: skip


class SchoolYearForm(forms.Form):
    """First and last day of each part; what a school does not have is left empty."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, data: Any = None, *, spans: Sequence[SchoolSpan], version: int) -> None:
        initial: dict[str, Any] = {"version": version}
        for one in spans:
            initial |= {f"{one.kind}_first": one.starts_on, f"{one.kind}_last": one.ends_on}
        super().__init__(data, initial=initial)
        for kind in ORDER:
            for end, words in (("first", "初日"), ("last", "最終日")):
                self.fields[f"{kind}_{end}"] = forms.DateField(label=f"{kind.label}の{words}", required=False)

    def pairs(self) -> list[tuple[str, Any, Any]]:
        """Return the questions, part by part."""
        return [(kind.label, self[f"{kind}_first"], self[f"{kind}_last"]) for kind in ORDER]

    def clean(self) -> dict[str, Any]:
        """Ask for both days or none."""
        values = super().clean() or {}
        for kind in ORDER:
            first, last = values.get(f"{kind}_first"), values.get(f"{kind}_last")
            for name, given, other in ((f"{kind}_first", first, last), (f"{kind}_last", last, first)):
                if other and not given and name not in self.errors:
                    self.add_error(name, "初日と最終日の両方を書いてください。")
        return values

    def spans(self) -> list[SchoolSpan]:
        """Return what was entered."""
        values = self.cleaned_data
        return [
            SchoolSpan(kind, values[f"{kind}_first"], values[f"{kind}_last"] + ONE_DAY)
            for kind in ORDER
            if values[f"{kind}_first"]
        ]
