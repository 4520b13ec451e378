"""Shape of a brochure, of asking for one, and of what is done with requests."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.programmes.fairs.forms.fields import PostalCodeField
from kayoi.programmes.fairs.models import Brochure
from kayoi.programmes.fairs.states import LABEL_SHEETS

BUSY = _(
    "いま、受け付けが込み合っています。10秒ほどおいて、もう一度送ってください。続けて出るときは、"
    "1時間ほどおいてください。書いた内容は残っています。"
)


class BrochureForm(forms.Form):
    """What is written about a brochure."""

    title = forms.CharField(label="名前", max_length=120)
    title_en = forms.CharField(label="名前(英語)", max_length=120, required=False)
    about = forms.CharField(label="説明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    about_en = forms.CharField(
        label="説明(英語)", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reorder_at = forms.IntegerField(
        label="この数になったら増刷する",
        min_value=0,
        max_value=100_000,
        initial=20,
        help_text="残りがこの数以下になると、一覧に「増刷」と出ます。",
    )
    offered = forms.BooleanField(label="資料請求のページに出す", required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def brochure_fields(self) -> dict[str, Any]:
        """Return the brochure as the services take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class StockForm(forms.Form):
    """Copies that came from the printer, or were handed out or lost."""

    copies = forms.IntegerField(
        label="増やす数(減らすときは −10 のように)", min_value=-100_000, max_value=100_000,
    )  # fmt: skip
    why = forms.CharField(label="理由", max_length=200, help_text="例:増刷、フェアで手渡し、棚卸し")


class AskForBrochuresForm(forms.Form):
    """A request for brochures from the public page: which, to whom, where."""

    brochures = forms.MultipleChoiceField(
        label=_("ほしい資料"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("ほしい資料を選んでください。")},
    )
    name = forms.CharField(label=_("お名前"), max_length=100)
    kana = forms.CharField(label=_("ふりがな"), max_length=100, required=False)
    postal_code = PostalCodeField(label=_("郵便番号"), max_length=10)
    prefecture = forms.ChoiceField(label=_("都道府県"))
    address = forms.CharField(label=_("住所(市区町村から、建物名・部屋番号まで)"), max_length=200)
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    phone = PhoneField(label=_("電話番号"), required=False, max_length=30)
    agree = forms.BooleanField(
        label=_("上の取り扱いに同意します"),
        error_messages={"required": _("取り扱いに同意いただけない場合は、お電話でお問い合わせください。")},
    )
    news = forms.BooleanField(label=_("お知らせを受け取ります"), required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, offered: Sequence[Brochure], titles: Mapping[int, str], prefectures: Mapping[str, str],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.offered = {str(brochure.pk): brochure for brochure in offered}
        which, where = self.fields["brochures"], self.fields["prefecture"]
        assert isinstance(which, forms.ChoiceField)
        assert isinstance(where, forms.ChoiceField)
        which.choices = [(pk, titles[brochure.pk]) for pk, brochure in self.offered.items()]
        where.choices = [("", _("選んでください")), *prefectures.items()]
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid4())

    def clean(self) -> dict[str, Any]:
        """Ask for the address that news would go to."""
        values = super().clean() or {}
        if values.get("news") and not values.get("email") and "email" not in self.errors:
            self.add_error("email", _("お知らせを受け取るには、メールアドレスが要ります。"))
        return values

    def chosen(self) -> list[Brochure]:
        """Return the brochures that were ticked."""
        return [self.offered[pk] for pk in self.cleaned_data["brochures"]]

    def file_fields(self) -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return {
            "name": values["name"],
            "kana": values["kana"],
            "postal_code": values["postal_code"],
            "place_code": values["prefecture"],
            "address": values["address"],
            "email": values["email"],
            "phone": values["phone"],
        }

    def consents(self) -> frozenset[ConsentPurpose]:
        """Return the purposes that were agreed to."""
        agreed = {ConsentPurpose.CONSULTATION}
        return frozenset(agreed | {ConsentPurpose.NEWS} if self.cleaned_data["news"] else agreed)


class CallerForm(AskForBrochuresForm):
    """A request that staff write down for somebody who calls."""

    about_self = False

    channel = forms.ChoiceField(
        label="方法",
        choices=[(one.value, one.label) for one in (Channel.TELEPHONE, Channel.COUNTER, Channel.EMAIL, Channel.LETTER)],
        initial=Channel.TELEPHONE.value,
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(
        label="取り扱いを伝え、同意をもらいました",
        error_messages={"required": "取り扱いを伝えて同意をもらってから、記録してください。"},
    )


class SelectionForm(forms.Form):
    """Which requests, and on which sheet of labels."""

    rows = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "送る相手を選んでください。"})
    sheet = forms.ChoiceField(
        label="ラベルの用紙", choices=[(sheet.key, sheet.label) for sheet in LABEL_SHEETS], required=False
    )
    skip = forms.IntegerField(
        label="使い終えた面の数", min_value=0, max_value=30, required=False, initial=0,
        help_text="使いかけの用紙では、左上から数えて使い終えた面を飛ばします。",
    )  # fmt: skip

    def __init__(self, *args: Any, waiting: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.fields["rows"]
        assert isinstance(rows, forms.TypedMultipleChoiceField)
        rows.choices = [(pk, str(pk)) for pk in waiting]


class ReasonForm(forms.Form):
    """Why something is done (理由)."""

    why = forms.CharField(label="理由", max_length=200, error_messages={"required": "理由を書いてください。"})
