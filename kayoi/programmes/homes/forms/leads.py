"""Shape of what is told about a house: on the public page, through an entrance, by a caller."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel
from kayoi.kit.states import Labelled
from kayoi.programmes.homes.states import HomeKind, Intention, LeadSource, OwnersReason
from kayoi.programmes.homes.states.finding import EntranceKind, Teller

BUSY = _(
    "いま、受け付けが込み合っています。10秒ほどおいて、もう一度送ってください。続けて出るときは、"
    "1時間ほどおいてください。書いた内容は残っています。"
)
YES_NO = [("yes", _("希望する")), ("no", _("希望しない"))]
CONTACT = ("name", "phone", "email")


def words(members: Iterable[Labelled]) -> list[tuple[str, Any]]:
    """Return (value, label) pairs in the reader's language."""
    return [(member.value, _(member.label)) for member in members]


def optional(members: Iterable[Labelled], empty: Any) -> list[tuple[str, Any]]:
    """Return such pairs with one that leaves the question open."""
    return [("", empty), *words(members)]


class HouseForm(forms.Form):
    """Which house it is, and what is known of it."""

    quarter = forms.CharField(label=_("町・字・地区"), max_length=60)
    address = forms.CharField(
        label=_("番地、または目印"), max_length=200, required=False, help_text=_("例: 公民館の北どなり、青い屋根の家")
    )
    kind = forms.ChoiceField(label=_("建物の種類"), choices=words(HomeKind), initial=HomeKind.DWELLING.value)
    remark = forms.CharField(
        label=_("そのほかに、知っていること"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid4())

    def house(self) -> dict[str, Any]:
        """Return the house as `Told` takes it."""
        values = self.cleaned_data
        return {
            "quarter": values["quarter"],
            "address": values["address"],
            "kind": HomeKind.of(values["kind"]),
            "remark": values["remark"],
            "client_key": values["client_key"],
        }


class TellForm(HouseForm):
    """What an owner, kin or a neighbour tells on the public page; the name is theirs to give."""

    teller = forms.ChoiceField(
        label=_("あなたは"),
        choices=words((Teller.OWNER, Teller.KIN, Teller.NEIGHBOUR)),
        widget=forms.RadioSelect,
        error_messages={"required": _("どの立場の方かを選んでください。")},
    )
    reason = forms.ChoiceField(
        label=_("使っていない、いちばんの理由"),
        required=False,
        choices=optional(OwnersReason, _("分からない")),
    )
    intention = forms.ChoiceField(
        label=_("これから、どうされたいですか"), required=False, choices=optional(Intention, _("分からない"))
    )
    wants_contact = forms.ChoiceField(label=_("町からの連絡"), required=False, choices=YES_NO, widget=forms.RadioSelect)
    name = forms.CharField(label=_("お名前"), max_length=100, required=False)
    phone = PhoneField(label=_("電話番号"), required=False, max_length=30)
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    agree = forms.BooleanField(label=_("上の取り扱いに同意します"), required=False)
    by = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def clean(self) -> dict[str, Any]:
        """Ask for a way to be reached by somebody who wants that, and for consent where a name is given."""
        values = super().clean() or {}
        given = any(values.get(name) for name in CONTACT)
        reachable = values.get("phone") or values.get("email") or {"phone", "email"} & set(self.errors)
        if values.get("wants_contact") == "yes" and not reachable:
            self.add_error("phone", _("連絡をご希望のときは、電話番号かメールアドレスを書いてください。"))
        if given and not values.get("agree"):
            self.add_error("agree", _("お名前や連絡先を書いたときは、取り扱いへの同意が要ります。"))
        return values

    def told(self) -> dict[str, Any]:
        """Return all that is told as `Told` takes it."""
        values = self.cleaned_data
        return self.house() | {
            "teller": Teller.of(values["teller"]),
            "reason": OwnersReason.of(values["reason"]) if values["reason"] else None,
            "intention": Intention.of(values["intention"]) if values["intention"] else None,
            "wants_contact": {"yes": True, "no": False}.get(values["wants_contact"]),
        }

    def contact(self, language: str) -> FileFields | None:
        """Return what to write on a case file; None for somebody who gave neither name nor address."""
        values = self.cleaned_data
        if not any(values[name] for name in CONTACT):
            return None
        return {
            "name": values["name"], "phone": values["phone"], "email": values["email"], "language": language,
        }  # fmt: skip


class TakeLeadForm(TellForm):
    """What staff write down for somebody who calls, comes, or sends the reply card."""

    about_self = False

    source = forms.ChoiceField(label="経路", choices=LeadSource.choices(), initial=LeadSource.COUNTER.value)
    channel = forms.ChoiceField(
        label="受けた方法",
        choices=[(one.value, one.label) for one in (Channel.TELEPHONE, Channel.COUNTER, Channel.LETTER, Channel.EMAIL)],
        initial=Channel.TELEPHONE.value,
        widget=forms.RadioSelect,
    )
    teller = forms.ChoiceField(label="知らせた人", choices=Teller.choices(), widget=forms.RadioSelect)
    informant = forms.CharField(
        label="続柄・役", max_length=60, required=False, help_text="例: 長男、山寺の区長。お名前は下の欄へ。"
    )
    agree = forms.BooleanField(label="取り扱いを伝え、同意をもらいました", required=False)

    def told(self) -> dict[str, Any]:
        """Return all that is told as `Told` takes it."""
        values = self.cleaned_data
        return super().told() | {
            "source": LeadSource.of(values["source"]),
            "channel": Channel.of(values["channel"]),
            "informant": values["informant"],
        }


class EntranceForm(forms.Form):
    """Who gets a link of their own."""

    about_self = False

    kind = forms.ChoiceField(label="種類", choices=EntranceKind.choices(), widget=forms.RadioSelect)
    name = forms.CharField(label="名前", max_length=60, help_text="例: 高遠郵便局、山寺区")
