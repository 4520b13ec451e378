"""Where somebody stands: which activities count, which not and why, how many are missing until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.dates import fiscal_year, fiscal_year_end
from kayoi.programmes.furusato.models import NationalStatus, SignUp
from kayoi.programmes.furusato.rules.counting import Counted, Deed, Outlook, Terms, counted, outlook, window_of
from kayoi.programmes.furusato.states import SignUpStatus, Standing, Tier
from kayoi.programmes.furusato.states.counting import WindowKind
from kayoi.programmes.furusato.states.national import ACTIVITIES_NEEDED, ACTIVITY_WINDOW, DAYS_OF_ONE, ONE_A_DAY


@dataclass(frozen=True)
class Line:
    """An activity of somebody, for how many it counts, and why not."""

    sign_up: SignUp
    counted: Counted


@dataclass(frozen=True)
class Progress:
    """How far somebody is (あと何回): the outlook and every activity behind it, the latest first."""

    outlook: Outlook
    first: date
    lines: Sequence[Line]

    @property
    def is_reached(self) -> bool:
        """True when nothing is missing."""
        return self.outlook.missing == 0


def terms_of(*, on: date) -> Terms:
    """Return how the town counts activities on a day (settings)."""
    return Terms(
        needed=setting(ACTIVITIES_NEEDED, on=on),
        window=WindowKind.of(str(setting(ACTIVITY_WINDOW, on=on))),
        one_a_day=bool(setting(ONE_A_DAY, on=on)),
        day_by_day=bool(setting(DAYS_OF_ONE, on=on)),
    )


def sign_ups_of(file: CaseFile) -> list[SignUp]:
    """Return all sign-ups and reports of somebody, the latest first; those of merged files too."""
    rows = SignUp.objects.filter(case_file_id__in=family_ids(file)).select_related("activity", "kind")
    return list(rows.prefetch_related("evidence__file").order_by("-starts_on", "-pk"))


def deed_of(row: SignUp) -> Deed:
    """Return a sign-up as it is counted: what was confirmed keeps the designation that it had then."""
    designated = row.is_designated if row.status == SignUpStatus.CONFIRMED else row.kind.designated
    return Deed(row.starts_on, row.ends_on, row.status, designated, str(row.organization_id), row.pk)


def progress_of(file: CaseFile, *, on: date) -> Progress:
    """Return how many activities are missing until the day of renewal, or of the year's end where none is known."""
    rows, terms, until = sign_ups_of(file), terms_of(on=on), _until(file, on=on)
    deeds = [deed_of(row) for row in rows]
    window = window_of(terms.window, on=until)
    by_key = {one.deed.key: one for one in counted(deeds, window=window, terms=terms)}
    lines = [Line(row, by_key[row.pk]) for row in rows]
    return Progress(outlook(deeds, until=until, terms=terms), window.first, lines)


def _until(file: CaseFile, *, on: date) -> date:
    """Return the day by which the activities are needed: of the premium registration with this town, if it is known."""
    known = NationalStatus.objects.filter(
        case_file_id__in=family_ids(file), body_code=file.organization.place_code, tier=Tier.PREMIUM,
        standing=Standing.ACTIVE, renew_by__gte=on,
    )  # fmt: skip
    found: date | None = known.order_by("renew_by").values_list("renew_by", flat=True).first()
    return found or fiscal_year_end(fiscal_year(on))
