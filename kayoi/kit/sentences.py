"""Reasons in words: the same reason is a sentence on the page, in the letter and in the audit trail."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kayoi.kit.verdict import Verdict

# What every state machine may answer; the apps' own sentences stand in their forms.py as REFUSALS.
REFUSALS: dict[str, Any] = {
    "move.wrong_status": _("いまの状態では、この操作はできません。画面を開き直してください。"),
    "move.no_permission": _("この操作をする権限がありません。係長などに頼んでください。"),
}


def sentences(verdict: Verdict, catalogue: dict[str, Any]) -> list[str]:
    """Return all reasons of a verdict as sentences in the reader's language. KeyError for a code without a sentence."""
    return [str((catalogue | REFUSALS)[reason.code]) % dict(reason.params) for reason in verdict.reasons]


CHANGED_MEANWHILE = _("ほかの人が先に書き換えました。いまの内容を確かめてから、もう一度保存してください。")
