"""Shape of a house's position and hazards, and of the town's facilities."""

from typing import Any

from django import forms

from kayoi.foundation.places.states import FacilityKind
from kayoi.kit.sheets import Unreadable, as_text, read_sheets
from kayoi.programmes.homes.forms.items import ItemsForm
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.rules.facilities import Listed, read_list
from kayoi.programmes.homes.services import HomeFields
from kayoi.programmes.homes.states.items import HAZARDS


class PlaceForm(ItemsForm):
    """Where a house stands, and in which hazard zones."""

    lat = forms.FloatField(label="緯度", min_value=20, max_value=46, required=False, help_text="例 35.83871")
    lon = forms.FloatField(label="経度", min_value=122, max_value=154, required=False, help_text="例 138.06213")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, home: Home, **kwargs: Any) -> None:
        super().__init__(*args, items=HAZARDS, details=home.details, **kwargs)
        self.home = home
        self.initial.update(lat=home.lat, lon=home.lon, version=home.version)

    def clean(self) -> dict[str, Any]:
        """Ask for both degrees or none."""
        values = super().clean() or {}
        if not self.errors and (values.get("lat") is None) != (values.get("lon") is None):
            self.add_error("lon" if values.get("lon") is None else "lat", "緯度と経度は、両方を書いてください。")
        return values

    def changes(self) -> HomeFields:
        """Return what is to be written; the other items stay."""
        others = {code: value for code, value in self.home.details.items() if code not in self._codes()}
        values = self.cleaned_data
        return {"lat": values["lat"], "lon": values["lon"], "details": {**others, **self.details()}}

    def hazards(self) -> list[Any]:
        """Return the questions on hazards."""
        return [self[item.code] for item in HAZARDS]

    def _codes(self) -> set[str]:
        return {item.code for item in HAZARDS}


class FacilityForm(forms.Form):
    """One facility of the town."""

    about_self = False

    kind = forms.ChoiceField(label="種類", choices=FacilityKind.choices(), initial=FacilityKind.SCHOOL)
    name = forms.CharField(label="名称", max_length=80)
    lat = forms.FloatField(label="緯度", min_value=20, max_value=46)
    lon = forms.FloatField(label="経度", min_value=122, max_value=154)
    as_of = forms.DateField(label="いつの情報か")
    source = forms.CharField(label="出典", max_length=100, required=False)

    def rows(self) -> list[Listed]:
        """Return the facility as the service takes it."""
        values = self.cleaned_data
        return [Listed(values["name"], values["lat"], values["lon"], ())]


class FacilityListForm(forms.Form):
    """A list of facilities of one kind, as open data."""

    about_self = False

    kind = forms.ChoiceField(label="種類", choices=FacilityKind.choices(), initial=FacilityKind.NURSERY)
    upload = forms.FileField(
        label="表(CSV・Excel)",
        help_text="自治体標準オープンデータの形の表。「名称」「緯度」「経度」の列を読みます。",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls"}),
    )
    as_of = forms.DateField(label="いつの情報か")
    source = forms.CharField(label="出典", max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """Read the table; say what it lacks."""
        values = super().clean() or {}
        if upload := values.get("upload"):
            try:
                sheet = read_sheets(upload.read(), name=upload.name or "").sheets[0]
                values["read"] = read_list([[as_text(cell).value or "" for cell in row] for row in sheet.rows])
            except Unreadable as unreadable:
                self.add_error("upload", unreadable.message)
            except ValueError as error:
                self.add_error("upload", f"{error}。自治体標準オープンデータの形の表を選んでください。")
        return values
