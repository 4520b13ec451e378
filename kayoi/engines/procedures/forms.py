"""What people are told when something about an application is refused."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "procedures.proxy_unseen": _("委任状をまだ確かめていません。"),
    "procedures.proxy_not_yet": _("委任は%(from)sからです。"),
    "procedures.proxy_over": _("委任の期限が切れています(%(day)sより前まで)。"),
    "procedures.paper_open": _("「%(paper)s」の確認が済んでいません。"),
    "procedures.paper_expired": _("「%(paper)s」の有効期限が過ぎています。"),
}
