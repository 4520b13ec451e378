"""One form for one lot (地番)."""

from kayoi.kit.text import normal


def lot_key(quarter: str, lot_number: str) -> str:
    """Return one form for one lot (地番), however it was typed: 1234番地5, １２３４－５; empty without a lot number.

    Source: domain section 4.4 (the same house registered twice)
    """
    lot = normal(lot_number).replace("番地", "-").replace("番", "-").replace("の", "-").replace(" ", "").strip("-")
    return f"{normal(quarter)}/{lot}" if lot else ""
