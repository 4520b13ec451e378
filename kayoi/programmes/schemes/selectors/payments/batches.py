"""Batches as they were made, their files, and how their columns are laid out."""

import json
from typing import Any

from django.db.models import QuerySet

from kayoi.kit.sealing import unseal
from kayoi.kit.sheets import Column, ColumnKind, write_csv, write_csv_cp932
from kayoi.programmes.schemes.models import Batch, BatchRow, Layout, Payment
from kayoi.programmes.schemes.rules.payments import ListColumn, layout_of
from kayoi.programmes.schemes.states.payments import SEALED_ROW, HandOut

LATEST = 50


def latest_batches() -> list[Batch]:
    """Return the batches, the latest first."""
    return list(Batch.objects.order_by("-made_at", "-pk")[:LATEST])


def rows_of(batch: Batch) -> QuerySet[BatchRow]:
    """Return the rows of a batch with whose payments they are."""
    rows = BatchRow.objects.filter(batch=batch).select_related("payment__case_file", "payment__commitment", "account")
    return rows.order_by("position")


def payments_of(batch: Batch) -> list[Payment]:
    """Return the payments of a batch.

    In one order for everybody: lines, then commitments, so that batches do not wait for each other in a circle.
    """
    rows = Payment.objects.filter(rows__batch=batch).select_related("commitment__line")
    return list(rows.order_by("commitment__line", "commitment", "rows__position"))


def values_in(batch: Batch) -> list[dict[str, Any]]:
    """Return what the rows of a batch say, whole account numbers among it."""
    sealed = BatchRow.objects.filter(batch=batch).order_by("position").values_list("sealed", flat=True)
    return [json.loads(unseal(text, purpose=SEALED_ROW)) for text in sealed]


def columns_for(which: HandOut) -> list[ListColumn]:
    """Return the columns of a list as the town has ordered and named them."""
    return layout_of(Layout.objects.filter(which=which).values_list("columns", flat=True).first(), which)


def layout_version(which: HandOut) -> int:
    """Return the version of the town's columns; 0 while it has the first ones still."""
    version: int | None = Layout.objects.filter(which=which).values_list("version", flat=True).first()
    return version or 0


def file_of(batch: Batch, which: HandOut, *, cp932: bool) -> bytes:
    """Return a list of a batch as CSV, in the columns that the town had when it was made."""
    columns = layout_of(batch.layouts[which], which)
    heads = [Column(column.header, ColumnKind.CODE) for column in columns]
    rows = [[str(values[column.source]) for column in columns] for values in values_in(batch)]
    if cp932:
        return write_csv_cp932(rows, columns=heads, name=which.label).data
    return write_csv(rows, columns=heads, name=which.label)
