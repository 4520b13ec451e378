"""A date in three boxes (年・月・日), for days that people know by heart; the year also as 昭和60 or S60."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import Widget
from django.utils.translation import gettext as _

from kayoi.kit.dates import parse_year
from kayoi.kit.text import normal


class DateParts(Widget):
    """Three text boxes for one DateField; full-width digits and years of an era are understood."""

    template_name = "kit/widgets/date_parts.html"
    use_fieldset = True
    parts = ("year", "month", "day")

    def first_id(self, id_: str) -> str:
        """Return the id of the first box: the error summary leads there."""
        return f"{id_}_year"

    def id_for_label(self, id_: str) -> str:
        return ""

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in self.parts)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        """Return YYYY-MM-DD; what is no date comes back as typed, so that the field refuses it and shows it again."""
        year, month, day = (normal(str(data.get(f"{name}_{part}") or "")) for part in self.parts)
        if not (year or month or day):
            return None
        month, day = month.removesuffix("月"), day.removesuffix("日")
        try:
            return date(parse_year(year), int(month), int(day)).isoformat()
        except (ValueError, OverflowError):
            return "-".join((year, month, day))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        own_id, completion = given.get("id") or f"id_{name}", given.get("autocomplete", "")
        context["invalid"] = "aria-invalid" in given
        context["boxes"] = [
            {
                "part": part,
                "label": label,
                "value": shown,
                "name": f"{name}_{part}",
                "id": f"{own_id}_{part}",
                "autocomplete": f"bday-{part}" if completion == "bday" else completion,
            }
            for part, label, shown in zip(self.parts, (_("年"), _("月"), _("日")), _shown(value), strict=True)
        ]
        return context


def _shown(value: Any) -> tuple[str, str, str]:
    """Return what stands in the boxes: a date without leading zeros, or what was typed."""
    if isinstance(value, date):
        return str(value.year), str(value.month), str(value.day)
    year, month, day = [*str(value or "").split("-", 2), "", "", ""][:3]
    return year, month.lstrip("0") or month, day.lstrip("0") or day
