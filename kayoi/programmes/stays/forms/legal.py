"""Why the law does not allow a stay, in words that say what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "stays.shorter_than_a_month": _(
        "定期借家の家は、1か月以上の利用に限られます。期間をのばすか、ほかの家を選んでください。"
    ),
    "stays.shorter_than_law": _("この家は、%(days)s日以上の利用に限られます。期間をのばしてください。"),
    "stays.year_is_full": _(
        "この家を貸せるのは年度に%(most)s日までで、残りは%(left)s日です。期間を縮めるか、ほかの家を選んでください。"
    ),
    "stays.register_lacks": _(
        "宿泊者名簿に、氏名・住所・連絡先(国内に住所のない外国人は国籍と旅券番号も)を書いてください。"
    ),
}
