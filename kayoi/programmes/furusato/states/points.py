"""Points: what their accounts are called, and what passes in them."""

from typing import Final

# Cause of transfers in the ledger; uses of benefits have their own (BENEFIT_USE).
POINTS_EARNED: Final = "furusato.PointsEarned"
ISSUED, SPENT, EXPIRED = "issued", "spent", "expired"
# The accounts of a town's points, and how they are called; each person has one more.
ACCOUNTS: Final = {ISSUED: "付けたポイント", SPENT: "使われたポイント", EXPIRED: "期限の切れたポイント"}
POINT: Final = "ポイント"
