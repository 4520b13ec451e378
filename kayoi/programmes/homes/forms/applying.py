"""The owner's application in short steps; what people are told when a house cannot be taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.foundation.files.forms import FilesField, FilesInput
from kayoi.foundation.files.states import ACCEPT
from kayoi.kit.states import Labelled
from kayoi.kit.text import postal_code
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeKind, Offer, OwnersReason
from kayoi.programmes.homes.states.applying import Holding, Said, Who

REFUSALS: dict[str, Any] = {
    "homes.dealers_stock": _(
        "宅建業者が自ら持つ在庫の物件は、空き家バンクに登録できません。"
        "空き家バンクは、使われていない家を持つ人のためのものです。取扱業者として協力いただける方は、お電話ください。"
    ),
    "homes.built_to_sell": _(
        "売る・貸すために建てた建物は、空き家バンクに登録できません。住宅や店舗として使われていた家が対象です。"
    ),
    "homes.under_brokerage": _(
        "宅建業者と媒介契約を結んでいる間は、登録できません。契約が終わってからお申し込みください。"
        "契約中でも、業者から町に相談していただくことはできます。"
    ),
    "homes.to_ask": _("%(about)sが、まだ分かりません。担当から伺います。"),
}


# Also after a kill: the counter of that address then stays locked for ten seconds.
BUSY = _(
    "いま、受け付けが込み合っています。10秒ほどおいて、もう一度送ってください。続けて出るときは、"
    "1時間ほどおいてください。書いた内容は残っています。"
)


def _choices(kind: type[Labelled]) -> list[tuple[str, Any]]:
    return [(one.value, _(one.label)) for one in kind]


def _radio(label: Any, kind: type[Labelled], **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_choices(kind), widget=forms.RadioSelect, **kwargs)


class PostalCodeField(forms.CharField):
    """A postal code of seven digits; kept as 396-8617."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def clean(self, value: Any) -> str:
        """Return the code as 396-8617. Raises ValidationError on what is none."""
        text = super().clean(value)
        try:
            return postal_code(text) if text else ""
        except ValueError as error:
            raise forms.ValidationError(_("郵便番号は、7けたの数字で書いてください。")) from error


class StepForm(forms.Form):
    """One step: a few questions on a page of their own. `title` stands above them."""

    title: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                chosen = isinstance(field, forms.ChoiceField)
                field.error_messages["required"] = _("選んでください。") if chosen else _("書いてください。")

    def answers(self) -> dict[str, str]:
        """Return what has been typed, as it is kept with the application."""
        return {name: self.data.get(name, "") for name in self.fields}


class YouForm(StepForm):
    """Who applies, and how to reach them."""

    title = _("あなたについて")
    who = _radio(_("あなたは、この家の"), Who)
    name = forms.CharField(label=_("お名前"), max_length=100)
    kana = forms.CharField(label=_("ふりがな"), max_length=100, required=False)
    phone = PhoneField(label=_("電話番号"), max_length=30)
    email = forms.EmailField(
        label=_("メールアドレス"), required=False, help_text=_("受付の控えと、状態を見るリンクを送ります。")
    )
    postal_code = PostalCodeField(label=_("郵便番号"), max_length=10, required=False)
    address = forms.CharField(label=_("住所(都道府県から)"), max_length=200)


class OwnerForm(StepForm):
    """For whom a relative applies."""

    title = _("所有者について")
    owner_name = forms.CharField(label=_("所有者のお名前"), max_length=100)
    owner_kana = forms.CharField(label=_("所有者のふりがな"), max_length=100, required=False)
    relation = forms.CharField(
        label=_("所有者から見た、あなたの続柄"), max_length=20, help_text=_("例:子、子の配偶者、めい")
    )
    owner_phone = PhoneField(label=_("所有者の電話番号"), max_length=30, required=False)
    owner_postal_code = PostalCodeField(label=_("所有者の郵便番号"), max_length=10, required=False)
    owner_address = forms.CharField(label=_("所有者の住所(都道府県から)"), max_length=200)


class HouseForm(StepForm):
    """Which house, and what is to become of it."""

    title = _("家について")
    kind = _radio(_("建物の種類"), HomeKind)
    quarter = forms.CharField(label=_("町字"), max_length=60, help_text=_("例:高遠町勝間"))
    home_address = forms.CharField(label=_("番地・目印"), max_length=120, required=False)
    lot_number = forms.CharField(
        label=_("地番"), max_length=60, required=False,
        help_text=_("固定資産税の課税明細に書いてあります。分からなければ、書かずに進めます。"),
    )  # fmt: skip
    offer = forms.ChoiceField(
        label=_("どうしたいですか"), required=False, widget=forms.RadioSelect,
        choices=[*_choices(Offer), ("", _("まだ決めていない・分からない"))],
    )  # fmt: skip
    price_yen = forms.IntegerField(
        label=_("希望の価格(円)"), min_value=0, max_value=10**10, required=False,
        help_text=_("売るとき。決めていなければ、書かずに進めます。"),
    )  # fmt: skip
    rent_yen = forms.IntegerField(
        label=_("希望の家賃(円・月)"), min_value=0, max_value=10**7, required=False,
        help_text=_("貸すとき。決めていなければ、書かずに進めます。"),
    )  # fmt: skip
    vacant_since = forms.IntegerField(
        label=_("空き家になった年(西暦)"), min_value=1900, max_value=2100, required=False,
        help_text=_("分からなければ、書かずに進めます。"),
    )  # fmt: skip


class HoldersForm(StepForm):
    """Who else has a say."""

    title = _("権利者について")
    holding = _radio(_("登記の名義"), Holding)
    deceased = forms.CharField(label=_("亡くなった名義人のお名前"), max_length=100, required=False)
    others = forms.CharField(
        label=_("ほかの権利者(共有者・相続人)"), max_length=600, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("お一人ずつ改行して、お名前と続柄を書いてください。例:山田次郎(弟)"),
    )  # fmt: skip


class SituationForm(StepForm):
    """What the house was, and why it stands empty."""

    title = _("家の事情について")
    is_dealers_stock = _radio(_("あなた(所有者)は宅建業者で、この家は業務の在庫ですか"), Said)
    was_built_to_sell = _radio(_("売る・貸すために建てた建物ですか"), Said)
    has_brokerage = _radio(_("不動産業者と、売買や賃貸の媒介契約を結んでいますか"), Said)
    owners_reason = forms.ChoiceField(
        label=_("いままで活用していない、いちばんの理由"), required=False, widget=forms.RadioSelect,
        choices=[*_choices(OwnersReason), ("", _("答えない"))],
    )  # fmt: skip
    broker_wish = forms.CharField(
        label=_("頼みたい不動産業者"), max_length=100, required=False, help_text=_("なければ、順番で決めます。")
    )
    remark = forms.CharField(
        label=_("伝えておきたいこと"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ConsentsForm(StepForm):
    """What is agreed to, each for itself, and the pledge."""

    title = _("同意と誓約")
    pledge = forms.BooleanField(
        label=_("書いたことに間違いはなく、所有者と家族は、暴力団などと関わりがありません"),
        error_messages={"required": _("この誓約がないと、申し込めません。分からないことは、お電話ください。")},
    )
    agree = forms.BooleanField(
        label=_("個人情報の取り扱いに同意します"),
        error_messages={"required": _("取り扱いに同意いただけない場合は、お電話でお問い合わせください。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose in HomeConsentPurpose:
            self.fields[f"consent_{purpose}"] = forms.BooleanField(label=_(purpose.label), required=False)

    def consents(self) -> list[Any]:
        """Return the fields of the separate consents."""
        return [self[f"consent_{purpose}"] for purpose in HomeConsentPurpose]


STEPS: dict[str, type[StepForm]] = {
    "you": YouForm,
    "owner": OwnerForm,
    "house": HouseForm,
    "holders": HoldersForm,
    "situation": SituationForm,
    "consents": ConsentsForm,
}


def steps_for(answers: dict[str, Any]) -> list[str]:
    """Return the steps of an application: the owner is asked about where somebody else applies for them."""
    return [name for name in STEPS if name != "owner" or answers.get("who") == Who.KIN]


def forms_for(answers: dict[str, Any]) -> dict[str, StepForm]:
    """Return the steps of an application with its answers, each ready to be looked at."""
    return {name: STEPS[name](answers) for name in steps_for(answers)}


class UploadForm(forms.Form):
    """A paper as photos or PDFs, in the order of its pages."""

    uploads = FilesField(
        label=_("写真・PDF"), allow_empty_file=True, widget=FilesInput(attrs={"accept": ACCEPT}),
        help_text=_("何枚かあるときは、ページの順に選んでください。"),
        error_messages={"required": _("写真かPDFを選んでください。")},
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why an application is withdrawn."""

    why = forms.CharField(label=_("取り下げる理由"), max_length=300)
