"""What people are told when an application cannot be taken."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kayoi.engines.procedures.forms import REFUSALS as PROCEDURES

REFUSALS: dict[str, Any] = PROCEDURES | {
    "schemes.not_open": _("いまは受け付けていません。受付の期間を確かめてください。"),
}
BUSY = _("いま、受け付けが込み合っています。10秒ほどおいて、もう一度送ってください。書いた内容は残っています。")
