"""Reasons in words: the same reason is a sentence on the page, in the letter and in the audit trail."""

import re
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kayoi.kit.verdict import Verdict

# What every state machine may answer; the apps' own sentences stand in their forms.py as REFUSALS.
REFUSALS: dict[str, Any] = {
    "move.wrong_status": _("いまの状態では、この操作はできません。画面を開き直してください。"),
    "move.no_permission": _("この操作をする権限がありません。係長などに頼んでください。"),
}

# A day, or a moment to the minute, as rules give them.
DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?: (\d{2}:\d{2}))?")


def sentences(verdict: Verdict, catalogue: dict[str, Any]) -> list[str]:
    """Return all reasons of a verdict as sentences in the reader's language. KeyError for a code without a sentence."""
    return [
        str((catalogue | REFUSALS)[reason.code]) % {name: in_words(value) for name, value in reason.params.items()}
        for reason in verdict.reasons
    ]


def in_words(value: Any) -> Any:
    """Return a day of a reason as it is read in Japanese, 2026年4月1日; anything else as it is."""
    day = DAY.fullmatch(value) if isinstance(value, str) else None
    if day is None or (get_language() or "ja").startswith("en"):
        return value
    year, month, date, clock = day.groups()
    return f"{year}年{int(month)}月{int(date)}日" + (f" {clock}" if clock else "")


CHANGED_MEANWHILE = _("ほかの人が先に書き換えました。いまの内容を確かめてから、もう一度保存してください。")
