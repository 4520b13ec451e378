"""Publish the terms with the hash of a secret; name the public number; make the list final."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from kayoi.engines.selections.models import Selection
from kayoi.engines.selections.rules import lots
from kayoi.engines.selections.rules.deciding import may_close, may_name
from kayoi.engines.selections.rules.events import Event
from kayoi.engines.selections.rules.publishing import party_as_data, terms_as_data
from kayoi.engines.selections.rules.reading import read_parties, read_terms
from kayoi.engines.selections.rules.terms import Party, Terms
from kayoi.engines.selections.selectors import locked, parties_of, sealed_lines, terms_of
from kayoi.engines.selections.services.recording import KeyReused, add_lines, append
from kayoi.engines.selections.states import SEALED_SALT, SEALED_SECRET, EventKind, Method, SelectionStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.sealing import seal
from kayoi.kit.verdict import Reason, Refused, verdict


class UnableToName(Refused):
    """Another public number cannot be named now."""


class UnableToClose(Refused):
    """The list cannot become final now, or is final with other lines."""


@transaction.atomic
def open_selection(*, key: str, title: str, terms: Terms, by: Actor, at: datetime) -> Selection:
    """Publish the terms and the hash of a new secret (選考の公表). The same key twice is one selection.

    Raises BadSelection for terms that cannot be, KeyReused where the key has other terms.
    """
    data = terms_as_data(read_terms(terms_as_data(terms)))
    secret = secrets.token_hex(32)
    row, made = Selection.objects.get_or_create(
        key=key,
        defaults={
            "title": title,
            "terms": data,
            "commitment": lots.commitment(secret),
            "secret_sealed": seal(secret, purpose=SEALED_SECRET),
            "salt_sealed": seal(secrets.token_hex(32), purpose=SEALED_SALT),
            "opened_at": at,
        },
    )
    if made:
        audit.record("selections.open", row, by=by, at=at, after={"terms": data, "commitment": row.commitment})
        if terms.method is Method.FIRST_COME:
            append(row=row, event=Event(EventKind.DRAWN), key="drawn", by=by, at=at)
    elif row.terms != data:
        raise KeyReused(key)
    return row


@transaction.atomic
def name_number(*, selection: int, number: str, number_from: datetime, by: Actor, at: datetime) -> None:
    """Name another public number, as long as the list is not final (公開の数字を決め直す). Raises UnableToName."""
    row = locked(selection)
    answer = may_name(row.status, number_from, at=at)
    if answer.refused:
        raise UnableToName(answer)
    terms = replace(terms_of(row), number=number, number_from=number_from.isoformat())
    audit.change(row, {"terms": terms_as_data(read_terms(terms_as_data(terms)))}, version=None, by=by, at=at)


@transaction.atomic
def close_list(*, selection: int, parties: Sequence[Party], by: Actor, at: datetime) -> Selection:
    """Make the list final, in the order in which parties came, and publish its fingerprint (名簿を確定する).

    The same list twice is one. Raises UnableToClose with the reasons, BadSelection for a party that cannot be.
    """
    row = locked(selection)
    terms = terms_of(row)
    assert terms.by_lot, "by first come there is no list to close: enter()"
    final = read_parties([party_as_data(party) for party in parties], terms)
    if row.status != SelectionStatus.OPEN:
        if list(final) == parties_of(row):
            return row
        raise UnableToClose(verdict([Reason("selections.list_differs")]))
    answer = may_close(terms, parties=len(final), at=at)
    if answer.refused:
        raise UnableToClose(answer)
    add_lines(row=row, parties=final, by=by, at=at)
    fingerprint = lots.fingerprint(row.terms, sealed_lines(row))
    audit.move(row, "close", by=by, at=at, also={"fingerprint": fingerprint, "closed_at": at})
    return row
