"""Where the figures come from, as the page of credits says it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kayoi.doors.portal.selectors.language import either
from kayoi.foundation.places.models import Source
from kayoi.foundation.places.selectors import sources


@dataclass(frozen=True)
class Credit:
    """One source in the reader's language."""

    credit: str
    table: str
    publisher: str
    as_of: str
    licence: str
    url: str
    note: str


def credits(keys: Collection[str] | None = None) -> list[Credit]:
    """Return the sources of the data that Kayoi shows, all or those with these keys (出典)."""
    return [_credit(row) for row in sources() if keys is None or row.key in keys]


def _credit(source: Source) -> Credit:
    return Credit(
        credit=either(source.credit, source.credit_en),
        table=either(source.table, source.table_en),
        publisher=either(source.publisher, source.publisher_en),
        as_of=source.as_of,
        licence=_(source.licence) if source.licence else "",
        url=source.url,
        note=_(source.note) if source.note else "",
    )
