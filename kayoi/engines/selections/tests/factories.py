"""Selections for tests."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kayoi.engines.selections import services
from kayoi.engines.selections.models import Selection
from kayoi.engines.selections.rules.terms import Offer, Party, Quota, Terms
from kayoi.engines.selections.states import Method
from kayoi.kit.actor import Actor

NUMBER = "39123.45"


def make_terms(
    at: datetime, *, method: Method = Method.LOTTERY, offers: dict[str, int] | None = None,
    quotas: tuple[Quota, ...] = (),
) -> Terms:  # fmt: skip
    """Return terms whose public number is out a day after."""
    rooms = tuple(Offer(key, room) for key, room in (offers or {"6月": 3}).items())
    by_lot = method is not Method.FIRST_COME
    return Terms(
        method, rooms, quotas, {"動機": 1}, "ある指数の終値" if by_lot else "",
        (at + timedelta(days=1)).isoformat() if by_lot else "",
    )  # fmt: skip


def make_parties(*sizes: int, wishes: tuple[str, ...] = ("6月",)) -> list[Party]:
    """Return parties of these sizes, numbered from 1."""
    return [Party(str(number), number, size, wishes) for number, size in enumerate(sizes, 1)]


def make_drawn(
    terms: Terms, parties: Sequence[Party], *, key: str = "tour-1", title: str = "体験ツアー", by: Actor, at: datetime
) -> Selection:
    """Return a selection that was opened, closed, and drawn a day after."""
    row = services.open_selection(key=key, title=title, terms=terms, by=by, at=at)
    services.close_list(selection=row.pk, parties=parties, by=by, at=at)
    return services.draw(selection=row.pk, number=NUMBER, by=by, at=at + timedelta(days=1))


def make_selection(title: str, *, by: Actor, at: datetime) -> Selection:
    """Return a drawn selection in which one number has declined and one has moved up."""
    row = make_drawn(make_terms(at), make_parties(2, 1, 2, 1), title=title, by=by, at=at)
    services.decline(selection=row.pk, number="1", by=by, at=at + timedelta(days=2))
    return row
