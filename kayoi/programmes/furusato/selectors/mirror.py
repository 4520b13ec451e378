"""The mirror of the national register: of one person, near the end of the year, in files; what waits for staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids, protected_families, roots_of
from kayoi.foundation.places.models import Place
from kayoi.kit.text import name_key
from kayoi.kit.verdict import Verdict
from kayoi.programmes.furusato.models import NationalStatus, RegistryFile, RegistryRow
from kayoi.programmes.furusato.rules.counting import counted, window_of
from kayoi.programmes.furusato.rules.national import Known, Scheme, may_be_basic, may_be_premium
from kayoi.programmes.furusato.rules.renewing import Due, due
from kayoi.programmes.furusato.selectors.facts import national_facts, on_record, scheme_of
from kayoi.programmes.furusato.selectors.registered import HIDDEN
from kayoi.programmes.furusato.states import RowState, Standing, Tier

# How long before the end of a premium registration the town looks at its activities.
LOOK_DAYS = 90


@dataclass(frozen=True)
class StatusShown:
    """A national registration as it is shown: with the name of the body."""

    status: NationalStatus
    body: str


def statuses_of(file: CaseFile) -> list[StatusShown]:
    """Return what is known of somebody's national registrations, those that go on first."""
    rows = list(
        NationalStatus.objects.filter(case_file__in=family_ids(file)).order_by("standing", "is_automatic", "body_code")
    )
    return shown(rows)


def names_of_bodies(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of municipalities and prefectures by their six-digit codes."""
    places = Place.objects.filter(code5__in={code[:5] for code in codes})
    return {place.code: place.full_name for place in places}


def shown(rows: Sequence[NationalStatus]) -> list[StatusShown]:
    """Return statuses with the names of their bodies, in one query."""
    names = names_of_bodies({row.body_code for row in rows})
    return [StatusShown(row, names.get(row.body_code, row.body_code)) for row in rows]


def premium_answer(file: CaseFile, *, body: str, on: date) -> tuple[Verdict, Known]:
    """Return whether somebody may be premium with the town today, as far as it can see, and what that rests on."""
    known = national_facts(on_record([file.pk]), file.pk, body=body, on=on)
    return may_be_premium(known, body=body, on=on, scheme=scheme_of(on=on)), known


def basic_answer(known: Known, *, body: str, on: date) -> Verdict:
    """Return whether somebody may be basic with the town today."""
    return may_be_basic(known, body=body, on=on, scheme=scheme_of(on=on))


@dataclass(frozen=True)
class PremiumEnding:
    """A premium registration near its end: how many activities count on its last day, and what the rule says."""

    status: NationalStatus
    name: str
    done: int
    verdict: Verdict
    due: Due


def premium_endings(*, body: str, on: date) -> list[PremiumEnding]:
    """Return the premium registrations with the town that end soon or have ended (国の更新の仕事), by their end."""
    rows = list(
        NationalStatus.objects.filter(
            body_code=body, tier=Tier.PREMIUM, standing=Standing.ACTIVE, renew_by__lte=on + timedelta(days=LOOK_DAYS)
        )
        .select_related("case_file")
        .defer("case_file__search")
        .order_by("renew_by", "pk")
    )
    known, scheme = on_record(row.case_file_id for row in rows), scheme_of(on=on)
    hidden = protected_families((row.case_file_id for row in rows), on=on)
    found = []
    for row in rows:
        facts = national_facts(known, row.case_file_id, body=body, on=on)
        answer = may_be_premium(facts, body=body, on=on, scheme=scheme)
        name = HIDDEN if row.case_file_id in hidden else row.case_file.shown_name
        what = due(row.renew_by, on=on, days_before=LOOK_DAYS, outcome=answer.outcome)
        found.append(PremiumEnding(row, name, activities_done(facts, scheme, on=on), answer, what))
    return found


def activities_done(known: Known, scheme: Scheme, *, on: date) -> int:
    """Return how many activities count today."""
    window = window_of(scheme.terms.window, on=on)
    return sum(one.count for one in counted(known.deeds, window=window, terms=scheme.terms))


def file_that_claims(body_code: str, *, name: str, birth_on: date | None) -> CaseFile | None:
    """Return the file of who says to be registered with a body, by name and birthday; None unless it is one."""
    if not name or birth_on is None:
        return None
    rows = NationalStatus.objects.filter(
        body_code=body_code, external_id="", case_file__name_key=name_key(name)[:100], case_file__birth_on=birth_on
    )
    roots = {file.pk: file for file in roots_of(rows.values_list("case_file_id", flat=True)).values()}
    return next(iter(roots.values())) if len(roots) == 1 else None


@dataclass(frozen=True)
class Waiting:
    """A row of a file that nobody was found for, and who it may be."""

    row: RegistryRow
    body: str
    perhaps: Sequence[CaseFile]


def waiting_rows() -> list[Waiting]:
    """Return the rows that wait for staff, with the files of the same name or birthday."""
    waiting = RegistryRow.objects.filter(state=RowState.WAITING).select_related("file")
    rows = list(waiting.order_by("file_id", "line")[:200])
    keys = {row.pk: name_key(row.name)[:100] for row in rows}
    files = list(CaseFile.objects.without_search().roots().filter(name_key__in=[key for key in keys.values() if key]))
    names = names_of_bodies({row.body_code for row in rows})
    return [
        Waiting(row, names.get(row.body_code, row.body_code), [one for one in files if _may_be(one, row, keys[row.pk])])
        for row in rows
    ]


def _may_be(file: CaseFile, row: RegistryRow, key: str) -> bool:
    return file.name_key == key and (None in {file.birth_on, row.birth_on} or file.birth_on == row.birth_on)


def registry_files() -> list[RegistryFile]:
    """Return the files that came and went, the latest first."""
    return list(RegistryFile.objects.select_related("handled_by").order_by("-handled_at", "-pk")[:50])
