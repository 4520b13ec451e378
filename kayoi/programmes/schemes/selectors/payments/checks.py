"""Checks of payments for `manage.py verify`: how many rows of the open organization are not sound."""

from kayoi.programmes.schemes.models import Batch, BatchRow, Payment
from kayoi.programmes.schemes.rules.payments import fingerprint
from kayoi.programmes.schemes.selectors.payments.batches import values_in
from kayoi.programmes.schemes.states.payments import BatchStatus, PaymentStatus


def batches_unlike_fingerprint() -> int:
    """Count batches whose rows or total are not what they were when they were made."""
    return sum(is_unlike(batch) for batch in Batch.objects.order_by("pk"))


def is_unlike(batch: Batch) -> bool:
    """Tell whether the rows or the total of a batch are not what they were when it was made."""
    rows = values_in(batch)
    return (fingerprint(rows), len(rows), sum(row["yen"] for row in rows)) != (
        batch.fingerprint, batch.count, batch.total_yen,
    )  # fmt: skip


def payments_unlike_batches() -> int:
    """Count payments that were handed over without a batch that waits, and batches that wait for others."""
    waiting = set(BatchRow.objects.filter(batch__status=BatchStatus.MADE).values_list("payment", flat=True))
    batched = set(Payment.objects.filter(status=PaymentStatus.BATCHED).values_list("pk", flat=True))
    return len(waiting ^ batched)
