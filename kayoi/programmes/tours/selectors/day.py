"""A date on the day: who is expected and who has come. Of people under protection measures no name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.programmes.tours.models import Attendance, Party, TourDate
from kayoi.programmes.tours.states import COMING, WITH_DATE, PartyStatus


@dataclass(frozen=True)
class Expected:
    """A party on the list; `name` is empty for people under protection measures."""

    party: Party
    name: str
    status: PartyStatus
    attendance: Attendance | None

    @property
    def shown(self) -> str:
        """How the list calls them."""
        return f"{self.name or '(お名前は表示しません)'} {self.party.number}"


def day_list(row: TourDate, *, on: date) -> Sequence[Expected]:
    """Return the parties with a place on a date, in the order of their reading; at the end those whose name is hidden.

    Between two names they would tell how theirs begins.
    """
    rows = Party.objects.filter(date=row, status__in=WITH_DATE).select_related("case_file").defer("case_file__search")
    hidden = protected_families([one.case_file_id for one in rows], on=on)
    listed = sorted(
        rows, key=lambda one: (one.case_file_id in hidden, one.case_file.kana or one.case_file.name, one.pk)
    )
    came = {one.party_id: one for one in Attendance.objects.filter(date=row, taken_back_at=None)}
    return [
        Expected(
            one, "" if one.case_file_id in hidden else one.case_file.name, PartyStatus.of(one.status), came.get(one.pk)
        )
        for one in listed
    ]  # fmt: skip


def dates_near(*, on: date) -> list[TourDate]:
    """Return the dates that are run now, come next, or wait to be closed as held."""
    rows = TourDate.objects.filter(status__in=COMING).select_related("tour")
    return list(rows.order_by("starts_on", "pk")[:50])
