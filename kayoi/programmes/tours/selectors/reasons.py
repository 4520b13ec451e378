"""Why a party has a place or none, with dates and groups in words instead of keys."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kayoi.kit.verdict import Reason, Verdict
from kayoi.programmes.tours.models import Tour
from kayoi.programmes.tours.selectors.words import in_english, named_dates
from kayoi.programmes.tours.states.giving import Group


def named(tour: Tour, *, english: bool | None = None) -> str:
    """Return the name of a tour in the reader's language, or in the one that is said."""
    wanted = in_english() if english is None else english
    return tour.name_en if wanted and tour.name_en else tour.name


def offers_in_words(tour: Tour) -> dict[str, str]:
    """Return the dates of a tour by their keys, as a party reads them."""
    return named_dates(list(tour.dates.all()))


def in_words(answer: Verdict, tour: Tour) -> Verdict:
    """Return reasons with dates and groups in words."""
    offers = offers_in_words(tour) if any("offer" in reason.params for reason in answer.reasons) else {}
    reasons = (Reason(one.code, _worded(one.params, offers), one.source, one.missing) for one in answer.reasons)
    return Verdict(answer.outcome, tuple(reasons))


def _worded(params: Mapping[str, Any], offers: Mapping[str, str]) -> dict[str, Any]:
    said = dict(params)
    if "offer" in said:
        said["offer"] = offers.get(said["offer"], said["offer"])
    if "group" in said:
        said["group"] = group_in_words(said["group"])
    return said


def group_in_words(key: str) -> str:
    """Return what a quota is for."""
    return str(_(Group.of(key).label)) if key in set(Group) else key
