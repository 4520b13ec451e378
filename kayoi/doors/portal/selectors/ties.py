"""The days on which a person had to do with a town, as the town counts them and the person sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from kayoi.doors.portal.selectors.language import either
from kayoi.doors.portal.selectors.places import day_of
from kayoi.doors.portal.selectors.relations import own_file
from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.rules.ties import Tie, by_month, days_of
from kayoi.engines.casefiles.selectors import family_ids
from kayoi.engines.casefiles.selectors.ties import terms_on, tie_of
from kayoi.engines.casefiles.states.ties import KINDS_OF, Deed
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.charts import About, Chart, Series, bar_chart


@dataclass(frozen=True)
class OwnTie:
    """What a town counted of a person: the days, by month, the entries, what counts and what does not."""

    town: str
    tie: Tie
    band: str
    days_of_band: str
    chart: Chart
    entries: Sequence[tuple[date, Sequence[str]]]
    counted: Sequence[str]
    not_counted: Sequence[str]


def own_tie(person: Person, organization: Organization, *, on: date) -> OwnTie | None:
    """Return what the open town counts of the person; None where it keeps no file of theirs, or does not count it."""
    file = own_file(person)
    if file is None or file.is_donor:
        return None
    rows = list(Engagement.objects.filter(case_file__in=family_ids(file)).select_related("kind"))
    found, terms = tie_of(rows, on=on), terms_on(on=on)
    labels = {row.kind_id: either(row.kind.label, row.kind.label_en) for row in rows}
    entries: dict[date, list[str]] = {day: [] for day in reversed(found.days)}
    for event in found.events:
        words = labels[event.kind]
        if words not in entries[event.day]:
            entries[event.day].append(words)
    counted = [deed for deed, kinds in KINDS_OF.items() if terms.kinds.issuperset(kinds)]
    return OwnTie(
        town=either(organization.name, organization.name_en),
        tie=found,
        band=gettext(found.band.label),
        days_of_band=_range(*days_of(found.band, terms=terms)),
        chart=_chart(found, on=on),
        entries=list(entries.items()),
        counted=[gettext(deed.label) for deed in counted],
        not_counted=[gettext(deed.label) for deed in Deed if deed not in counted],
    )


def _range(least: int, most: int | None) -> str:
    if most is None:
        return gettext("%(least)d日以上") % {"least": least}
    if most == least:
        return gettext("%(least)d日") % {"least": least}
    return gettext("%(least)dから%(most)d日") % {"least": least, "most": most}


def _chart(found: Tie, *, on: date) -> Chart:
    months = by_month(found.days, on=on)
    labels = [gettext("%(year)d年%(month)d月") % {"year": month.year, "month": month.month} for month, _ in months]
    about = About(gettext("月ごとの日数"), unit=gettext("日"), as_of=day_of(on))
    counts = [count for _, count in months]
    return bar_chart(about=about, labels=labels, series=[Series(gettext("日数"), counts)], over_time=True)
