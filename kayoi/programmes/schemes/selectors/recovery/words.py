"""What letters about a refund say of it."""

from datetime import date
from typing import Any

from kayoi.kit.dates import wareki
from kayoi.programmes.schemes.models import Recovery
from kayoi.programmes.schemes.selectors.recovery.recoveries import reckoned, recovery_terms
from kayoi.programmes.schemes.states.recovery import Arrears, Ground


def reasons_of(recovery: Recovery) -> list[str]:
    """Return why something is paid back, as the letter says it: what happened, the rule, what people found."""
    day = f"({recovery.day_label} {wareki(recovery.happened_on)})" if recovery.happened_on else ""
    said = [one for found in reckoned(recovery) if found.yen == recovery.base_yen for one in found.because]
    found = [f"{Ground.of(recovery.ground).label}{day}", recovery.day_why, *dict.fromkeys(said), recovery.reason]
    return [one for one in found if one]


def ground_of(recovery: Recovery) -> str:
    """Return the article by which it is paid back: the town's, or that of the frozen version."""
    versions = recovery.rule["ruleset"]["versions"] if recovery.rule else []
    return (
        recovery_terms().ordinance or (str(versions[0].get("source", "")) if len(versions) == 1 else "") or "交付要綱"
    )


def arrears_in_words(frozen: dict[str, Any] | None) -> str:
    """Return what is asked for being late, as letters name it; empty where nothing is."""
    if not frozen or frozen["kind"] == Arrears.NONE:
        return ""
    kind = Arrears.of(frozen["kind"]).label
    return f"未納の額に年{frozen['percent']}パーセントの割合で計算した{kind}({frozen['source']})"


def surcharge_in_words(frozen: dict[str, Any] | None) -> str:
    """Return what is asked from the day of the receipt on, as letters name it; empty where nothing is."""
    return f"年{frozen['percent']}パーセントの割合で計算した加算金({frozen['source']})" if frozen else ""


def yen_in_words(yen: int) -> str:
    """Return an amount as letters say it."""
    return f"金{yen:,}円"


def day_in_words(day: date | None) -> str:
    """Return a day as letters say it."""
    return wareki(day) if day else "―"
