"""What somebody looks for: words, places, facets with the number of houses behind each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.homes.rules.facets import GROUPS
from kayoi.programmes.homes.selectors.public import card_of, drawing, links_of, page_of, without_box
from kayoi.programmes.homes.selectors.search import Box, Conditions, points, quarters, search

VIEWS = (("list", _("一覧")), ("map", _("地図")))
LONGEST_PAGE = 6  # digits
SORTS = (("new", _("新しい順")), ("price", _("価格の安い順")), ("rent", _("家賃の安い順")))


class SearchForm(forms.Form):
    """The conditions, as they stand in the address. What cannot be read is left out, never an error page."""

    words = forms.CharField(label=_("ことば"), max_length=100, required=False, help_text=_("例: 薪ストーブ 日当たり"))
    town = forms.ChoiceField(label=_("市町村"), required=False)
    quarter = forms.ChoiceField(label=_("地区"), required=False)

    def __init__(self, data: Any, *, quarters: Sequence[str] = (), towns: Sequence[Organization] = ()) -> None:
        super().__init__(data)
        self.english = get_language() == "en"
        town = self.fields["town"]
        assert isinstance(town, forms.ChoiceField)
        names = [(one.slug, one.name_en if self.english and one.name_en else one.name) for one in towns]
        town.choices = [("", _("すべて")), *names]
        if len(towns) < 2:
            del self.fields["town"]
        quarter = self.fields["quarter"]
        assert isinstance(quarter, forms.ChoiceField)
        quarter.choices = [("", _("すべて")), *((name, name) for name in quarters)]
        if not quarters:
            del self.fields["quarter"]
        for group in GROUPS:
            self.fields[group.name] = forms.MultipleChoiceField(
                label=group.label_en if self.english else group.label,
                choices=[(one.value, one.label_en if self.english else one.label) for one in group.facets],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def conditions(self, *, organizations: Sequence[int] | None, box: Box | None = None) -> Conditions:
        """Return what is looked for."""
        self.is_valid()
        values = self.cleaned_data
        facets = {group.name: frozenset(values.get(group.name, ())) for group in GROUPS}
        return Conditions(organizations, values.get("words", ""), values.get("quarter", ""), box, facets)

    def in_words(self) -> str:
        """Return the conditions as somebody would say them; nothing where everything is wanted."""
        self.is_valid()
        values = self.cleaned_data
        said = [values.get("words", ""), values.get("quarter", "")]
        for group in GROUPS:
            ticked = values.get(group.name, ())
            said += [one.label_en if self.english else one.label for one in group.facets if one.value in ticked]
        return (", " if self.english else "、").join(filter(None, said))

    def count(self, counts: Mapping[tuple[str, str], int]) -> None:
        """Write the number of houses behind each facet."""
        for group in GROUPS:
            field = self.fields[group.name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [
                (one.value, f"{one.label_en if self.english else one.label} ({counts[group.name, one.value]:,})")
                for one in group.facets
            ]


def box_of(text: str) -> Box | None:
    """Return the section of the map that an address names: south,west,north,east in degrees; None if it is none."""
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return Box(south, west, north, east) if 20 <= south < north <= 46 and 122 <= west < east <= 154 else None


def search_page(query: QueryDict, *, towns: Sequence[Organization], place_code: str, at: datetime) -> dict[str, Any]:
    """Return what the page of a search shows: of one town, of several that share a bank, or of all of Japan."""
    ids = [town.pk for town in towns]
    form = SearchForm(query, quarters=quarters(ids, at=at), towns=towns)
    chosen = [town.pk for town in towns if town.slug == query.get("town")] or ids
    conditions = form.conditions(organizations=chosen, box=box_of(query.get("box", "")))
    sort = query.get("sort", "") if query.get("sort") in dict(SORTS) else "new"
    view = "map" if query.get("view") == "map" else "list"
    number = query.get("page", "")
    page = max(1, int(number)) if number.isdecimal() and len(number) < LONGEST_PAGE else 1
    shared = {
        "form": form,
        "sorts": links_of(query, "sort", sort, SORTS),
        "views": links_of(query, "view", view, VIEWS),
        "view": view,
        "whole": without_box(query),
    }
    if view == "map":
        lying = points(conditions, at=at)
        form.count(lying.counts)
        drawn = drawing(lying.places, query, place_code=place_code)
        unplaced = lying.total - sum(circle.count for circle in drawn.circles) if drawn else 0
        return {**shared, "found": lying, "drawing": drawn, "unplaced": unplaced}
    found = search(conditions, sort=sort, page=page, at=at)
    form.count(found.counts)
    return {
        **shared,
        "found": found,
        "cards": [card_of(one) for one in found.listings],
        "page": page_of(found.total, page),
    }
