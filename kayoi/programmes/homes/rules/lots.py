"""One form for one lot."""

from kayoi.kit.text import normal


def lot_key(quarter: str, lot_number: str) -> str:
    """Return one form for one lot (地番), however it was typed: 1234番地5, １２３４－５; "" where it is not known.

    Source: 不動産登記規則 98条 (地番は、地番区域ごとに一筆に一つ)
    """
    lot = normal(lot_number).replace("番地", "-").replace("番", "-").replace("の", "-").replace(" ", "").strip("-")
    return f"{normal(quarter)}/{lot}" if lot else ""
