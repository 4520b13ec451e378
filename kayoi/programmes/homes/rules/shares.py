"""Shares in a house as fractions (持分)."""

import re
from collections.abc import Sequence
from fractions import Fraction

from kayoi.kit.text import normal
from kayoi.kit.verdict import Reason, Verdict, verdict


def share_of(text: str) -> Fraction | None:
    """Return a share as it is typed, 1/2 or 2分の1; None for what is no share of a whole.

    Source: 不動産登記令3条9号 (持分は分数で書く)
    """
    plain = normal(text).replace(" ", "")
    if turned := re.fullmatch(r"(\d+)分の(\d+)", plain):
        plain = f"{turned[2]}/{turned[1]}"
    if not (parts := re.fullmatch(r"(\d+)(?:/(\d+))?", plain)):
        return None
    below = int(parts[2] or 1)
    share = Fraction(int(parts[1]), below) if below else Fraction(0)
    return share if 0 < share <= 1 else None


def shares_add_up(shares: Sequence[Fraction | None]) -> Verdict:
    """Answer whether the shares of all holders are one house; one holder without a share holds it alone.

    Source: 民法249条・250条
    """
    known = [share for share in shares if share is not None]
    missing = len(shares) - len(known)
    if len(shares) <= 1 and missing:
        return verdict([])
    total = sum(known, Fraction(0))
    if total > 1 or (total == 1 and missing) or (total != 1 and not missing and shares):
        return verdict([Reason("homes.shares_not_one", {"total": str(total), "missing": missing})])
    if missing:
        return verdict([Reason("homes.shares_unknown", {"missing": missing}, missing=("share",))])
    return verdict([])
