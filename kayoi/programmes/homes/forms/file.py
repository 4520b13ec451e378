"""Shape of the house file: its columns from the model, all else from the table of items."""

from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.http import QueryDict

from kayoi.programmes.homes.forms.items import UNSAID, ItemsForm
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.services import HomeFields
from kayoi.programmes.homes.states import Level, OwnersReason
from kayoi.programmes.homes.states.items import ITEMS, ItemGroup

# The columns of the file, by group, each with who may see it.
COLUMNS = (
    ("物件", (
        ("kind", Level.PUBLIC), ("offer", Level.PUBLIC), ("title", Level.PUBLIC), ("title_en", Level.PUBLIC),
        ("appeal", Level.PUBLIC), ("appeal_en", Level.PUBLIC), ("owners_reason", Level.REQUEST),
    )),
    ("所有者の希望", (
        ("price_yen", Level.PUBLIC), ("rent_yen", Level.PUBLIC), ("choose_by", Level.PUBLIC),
        ("window_ends_on", Level.PUBLIC),
    )),
    ("所在地", (("quarter", Level.PUBLIC), ("address", Level.REQUEST), ("lot_number", Level.STAFF))),
    ("大きさ・年", (
        ("built_year", Level.PUBLIC), ("floor_m2", Level.PUBLIC), ("land_m2", Level.PUBLIC),
        ("farmland_m2", Level.PUBLIC), ("vacant_since", Level.REQUEST),
    )),
)  # fmt: skip
NAMES = tuple(name for _, columns in COLUMNS for name, _ in columns)
UNITS = {
    "price_yen": "円", "rent_yen": "円", "built_year": "年", "floor_m2": "㎡", "land_m2": "㎡", "farmland_m2": "㎡",
    "vacant_since": "年",
} | {item.code: item.unit for item in ITEMS}  # fmt: skip
OLDEST = 1600


class HouseForm(ItemsForm):
    """Everything that stands on a house file, with the version that the editor saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, home: Home, **kwargs: Any) -> None:
        super().__init__(*args, items=ITEMS, details=home.details, **kwargs)
        levels = {name: level for _, columns in COLUMNS for name, level in columns}
        for name, field in fields_for_model(Home, fields=NAMES).items():
            field.help_text = levels[name].label
            self.fields[name] = field
            self.initial[name] = getattr(home, name)
        self.fields["owners_reason"] = forms.ChoiceField(
            label="活用していない理由", required=False, choices=[UNSAID, *OwnersReason.choices()],
            help_text=levels["owners_reason"].label,
        )  # fmt: skip
        self.initial["version"] = home.version

    def groups(self) -> list[tuple[str, str, list[tuple[Any, str]]]]:
        """Return the questions by group, as key, label and pairs of question and unit."""
        groups = [
            (f"columns-{number}", label, [name for name, _ in names]) for number, (label, names) in enumerate(COLUMNS)
        ]
        groups += [
            (group.value, group.label, [item.code for item in ITEMS if item.group is group]) for group in ItemGroup
        ]
        return [(key, label, [(self[name], UNITS.get(name, "")) for name in names]) for key, label, names in groups]

    def clean(self) -> dict[str, Any]:
        """Refuse years before there were any such houses: most likely a year of an era."""
        values = super().clean() or {}
        for name in ("built_year", "vacant_since"):
            if values.get(name) and values[name] < OLDEST:
                self.add_error(name, "西暦の4けたで書いてください。")
        return values

    def changes(self) -> HomeFields:
        """Return what is to be written."""
        columns: HomeFields = {name: self.cleaned_data[name] for name in NAMES}  # type: ignore[assignment]
        return {**columns, "details": self.details()}

    def differences_from(self, current: Home) -> list[tuple[str, Any, Any]]:
        """Return what somebody saved meanwhile beside what was typed here; saving again then overwrites knowingly."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["version"] = str(current.version)
        self.data = data
        ours = self.changes()
        pairs = [(self.fields[name].label, getattr(current, name), self.cleaned_data[name]) for name in NAMES]
        pairs += [(item.label, current.details.get(item.code), ours["details"].get(item.code)) for item in ITEMS]
        return [(str(label), theirs, own) for label, theirs, own in pairs if theirs != own]
