"""States of sign-ups, and why something does not count, in the reader's language."""

from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kayoi.kit.templatetags.kit.pieces import status
from kayoi.programmes.furusato.states import SignUpStatus
from kayoi.programmes.furusato.states.counting import Doubt

register = template.Library()

U = SignUpStatus
STATES: dict[str, tuple[Any, str]] = {
    U.WAITING: (_("空き待ち"), "warning"),
    U.SIGNED: (_("申込み済み"), "info"),
    U.REPORTED: (_("報告を確認中"), "info"),
    U.CONFIRMED: (_("参加を確認"), "success"),
    U.REJECTED: (_("確認できませんでした"), "danger"),
    U.ABSENT: (_("不参加"), "neutral"),
    U.CANCELLED: (_("取消し"), "neutral"),
}
WHY_NOT: dict[str, Any] = {
    Doubt.NOT_CONFIRMED: _("参加が確かめられていません"),
    Doubt.IN_REVIEW: _("職員が確かめているところです"),
    Doubt.REJECTED: _("参加を確かめられませんでした"),
    Doubt.NOT_DESIGNATED: _("数に入る種類の活動ではありません"),
    Doubt.BEFORE: _("数える期間より前の活動です"),
    Doubt.AFTER: _("数える期間より後の活動です"),
    Doubt.SAME_DAY: _("同じ日の活動をすでに数えています"),
}


@register.simple_tag
def either(japanese: str, english: str) -> str:
    """Return words in the reader's language, Japanese where there are no others."""
    return english if english and (get_language() or "ja").startswith("en") else japanese


@register.simple_tag
def sign_up_status(row: Any) -> str:
    """Write where a sign-up is."""
    word, kind = STATES[row.status]
    return status(str(word), kind)


@register.simple_tag
def why_not(doubt: Doubt) -> str:
    """Say why an activity does not count."""
    return str(WHY_NOT[doubt])
