"""What people are told when an amount cannot pass."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "ledger.not_enough": _("残りは%(left)sで、%(amount)sには足りません。"),
    "ledger.nothing_to_transfer": _("額は1以上にしてください。"),
    "ledger.do_not_fit": _("二つの勘定の単位が合わないか、勘定がありません。"),
    "ledger.closed": _("閉鎖した勘定です。"),
    "ledger.reversed_before": _("この記録は、すでに取り消されています。"),
    "ledger.not_empty": _("残高(%(left)s)か仮押さえがあるため、閉鎖できません。"),
}
