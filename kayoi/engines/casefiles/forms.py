"""What staff are told when something about a file is refused."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "casefiles.merge_itself": _("同じ個票どうしは統合できません。"),
    "casefiles.merge_already": _("どちらかの個票は、すでに別の個票に統合されています。"),
    "casefiles.merge_two_logins": _("二つの個票は別々のログインと結びついています。別の人なので統合できません。"),
}
