"""Shape of what visitors ask."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import ConsentPurpose, Interest
from kayoi.foundation.files.states import ACCEPT

INTERESTS_EN = {
    Interest.HOUSING: _("住まい"),
    Interest.WORK: _("仕事"),
    Interest.CHILDREN: _("子育て"),
    Interest.FARMING: _("農業"),
    Interest.BUSINESS: _("起業"),
    Interest.TWO_PLACES: _("二地域居住"),
    Interest.LEARNING: _("学び"),
}

# Also after a kill: the counter of that address then stays locked for ten seconds.
BUSY = _(
    "いま、受け付けが込み合っています。10秒ほどおいて、もう一度送ってください。続けて出るときは、"
    "1時間ほどおいてください。書いた内容は残っています。"
)


class AskForm(forms.Form):
    """A question from the portal: the question, a way to answer it, and the consent; everything else is optional."""

    text = forms.CharField(
        label=_("聞きたいこと"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("聞きたいことを書いてください。")},
    )
    interests = forms.MultipleChoiceField(
        label=_("関心のあること"),
        required=False,
        choices=list(INTERESTS_EN.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(label=_("お名前"), max_length=100, required=False)
    kana = forms.CharField(label=_("ふりがな"), max_length=100, required=False)
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    phone = PhoneField(label=_("電話番号"), required=False, max_length=30)
    upload = forms.FileField(
        label=_("写真・PDF"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    agree = forms.BooleanField(
        label=_("上の取り扱いに同意します"),
        error_messages={"required": _("取り扱いに同意いただけない場合は、お電話でお問い合わせください。")},
    )
    news = forms.BooleanField(label=_("お知らせを受け取ります"), required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid4())

    def clean(self) -> dict[str, Any]:
        """Ask for a way to answer."""
        values = super().clean() or {}
        if not values.get("email") and "email" not in self.errors:
            if values.get("news"):
                self.add_error("email", _("お知らせを受け取るには、メールアドレスが要ります。"))
            elif not values.get("phone") and "phone" not in self.errors:
                self.add_error("email", _("お返事のために、メールアドレスか電話番号のどちらかを書いてください。"))
        return values

    def file_fields(self, language: str) -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return {
            "name": values["name"],
            "kana": values["kana"],
            "email": values["email"],
            "phone": values["phone"],
            "language": language,
        }

    def consents(self) -> frozenset[ConsentPurpose]:
        """Return the purposes that were agreed to."""
        agreed = {ConsentPurpose.CONSULTATION}
        if self.cleaned_data["news"]:
            agreed.add(ConsentPurpose.NEWS)
        return frozenset(agreed)

    def draft(self) -> dict[str, Any]:
        """Return what has been typed, to be kept as a draft; never the upload or the consent."""
        kept = {name: self.data.get(name, "") for name in ("text", "name", "kana", "email", "phone", "client_key")}
        return kept | {"interests": self.data.getlist("interests") if hasattr(self.data, "getlist") else []}


def interests_of(values: Iterable[str]) -> frozenset[Interest]:
    """Return the chosen interests."""
    return frozenset(Interest.of(value) for value in values)
