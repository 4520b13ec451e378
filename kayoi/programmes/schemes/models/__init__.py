"""Budgets, and the money that leaves them."""

from kayoi.programmes.schemes.models.budget import BudgetEntry, BudgetLine, Commitment
from kayoi.programmes.schemes.models.payments import (
    Batch,
    BatchCounter,
    BatchRow,
    Layout,
    PayeeAccount,
    Payment,
)

__all__ = [
    "Batch", "BatchCounter", "BatchRow", "BudgetEntry", "BudgetLine", "Commitment", "Layout", "PayeeAccount", "Payment",
]  # fmt: skip
