"""Staff and partners: homes that a partner lets under its own name, one step a form; why something is refused."""

from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

from django import forms

from kayoi.programmes.stays.forms.securities import REFUSALS as SECURITIES
from kayoi.programmes.stays.models import Room, SubLessor
from kayoi.programmes.stays.services.sublessors import Money, SubLessorFields
from kayoi.programmes.stays.services.sublets import Looked, Proposed
from kayoi.programmes.stays.services.sublets_rent import Received
from kayoi.programmes.stays.states import PAYABLE, PaidBy
from kayoi.programmes.stays.states.sublets import Found, InspectedWhen, PartnerMoney

ONE_DAY = timedelta(days=1)
REFUSALS: dict[str, Any] = SECURITIES | {
    "tenancies.partner_sublets": "団体が貸す住まいは、転貸(定期建物賃貸借)の契約だけにできます。",
    "tenancies.partner_keeps": "貸主の団体のお金です。町の勘定には記録しません。敷金・損傷は、団体と精算します。",
    "tenancies.not_sublet": "団体が貸している住まいではありません。",
    "tenancies.not_their_room": "この部屋は、その日から団体が借り上げている部屋ではありません。",
    "tenancies.let_beyond": "この日より後(%(until)s)まで貸している世帯があります。先に、その契約を終えてください。",
    "tenancies.leased_already": "この家には、%(from)sから%(until)sまでの借上げがすでにあります。",
}


class SubLessorForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who a partner is, as its contracts name it."""

    about_self = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = SubLessor
        fields = ("name", "representative", "address", "phone", "email", "pay_to", "agreed_on")
        help_texts = {
            "representative": "契約書に書きます。例: 代表理事 奄美 太郎",
            "pay_to": "契約書に書きます。例: 〇〇銀行〇〇支店 普通 1234567",
        }

    def clean_name(self) -> str:
        """Refuse the name of another one."""
        name: str = self.cleaned_data["name"]
        if SubLessor.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("この名称の団体は、すでに登録されています。")
        return name

    def lessor(self) -> SubLessorFields:
        """Return what is to be written."""
        return cast(SubLessorFields, {name: self.cleaned_data[name] for name in self.Meta.fields})


class InviteForm(forms.Form):
    """Somebody of a partner who is let in."""

    about_self = False
    name = forms.CharField(label="氏名", max_length=100)
    email = forms.EmailField(label="メールアドレス")


class MoneyForm(forms.Form):
    """What the town paid or received."""

    kind = forms.ChoiceField(label="種類", choices=PartnerMoney.choices())
    amount_yen = forms.IntegerField(label="金額(円)", min_value=1, max_value=100_000_000)
    paid_on = forms.DateField(label="日付")
    note = forms.CharField(label="メモ(支出命令の番号など)", max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def money(self) -> Money:
        """Return what was paid."""
        values = self.cleaned_data
        return Money(PartnerMoney.of(values["kind"]), values["amount_yen"], values["paid_on"], values["note"])


class HeadEndForm(forms.Form):
    """The day on which a head lease ends."""

    ends_on = forms.DateField(
        label="借上げの最終日", help_text="この日より後まで貸している世帯があると、変えられません。"
    )
    why = forms.CharField(label="理由", max_length=200)


class ReceivedForm(forms.Form):
    """That a partner has received rent."""

    amount_yen = forms.IntegerField(label="金額(円)", min_value=1, max_value=10_000_000)
    paid_on = forms.DateField(label="受け取った日")
    paid_by = forms.ChoiceField(label="支払いの方法", choices=PAYABLE)
    note = forms.CharField(label="メモ(領収の番号など)", max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def received(self) -> Received:
        """Return what was received."""
        values = self.cleaned_data
        return Received(values["amount_yen"], values["paid_on"], PaidBy.of(values["paid_by"]), values["note"])


class LookedForm(forms.Form):
    """How a partner found a home."""

    occasion = forms.ChoiceField(label="点検の時", choices=InspectedWhen.choices())
    inspected_on = forms.DateField(label="点検した日")
    found = forms.ChoiceField(label="結果", choices=Found.choices())
    words = forms.CharField(
        label="見つかったこと", max_length=1000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text="場所と様子を書きます。人の暮らしぶりや病気のことは書きません。",
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def looked(self) -> Looked:
        """Return what was found."""
        values = self.cleaned_data
        return Looked(
            InspectedWhen.of(values["occasion"]), values["inspected_on"], Found.of(values["found"]), values["words"]
        )


class ProposeForm(forms.Form):
    """A household that a partner proposes."""

    about_self = False
    room: Any = forms.ModelChoiceField(label="部屋", queryset=None, empty_label=None)
    name = forms.CharField(label="氏名(代表の人)", max_length=100)
    phone = forms.CharField(label="電話番号", max_length=60)
    persons = forms.IntegerField(label="住む人数", min_value=1, max_value=20)
    starts_on = forms.DateField(label="入居の初日")
    ends_on = forms.DateField(label="入居の最終日", help_text="借上げの最終日までにします。")
    words = forms.CharField(label="推薦の理由", max_length=400, widget=forms.Textarea({"rows": 3}))
    consents = forms.BooleanField(label="町に伝えることに、本人が同意している")
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, data: Any, *, rooms: list[Room]) -> None:
        super().__init__(data)
        room: Any = self.fields["room"]
        room.queryset = Room.objects.filter(pk__in=[one.pk for one in rooms])
        labels = {one.pk: f"{one.house.name} {one.unit.name}" for one in rooms}
        room.label_from_instance = lambda one: labels[one.pk]

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backwards."""
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "最終日は、初日より後にしてください。")
        return values

    def proposed(self) -> Proposed:
        """Return whom the partner proposes."""
        values = self.cleaned_data
        return Proposed(
            values["room"], values["name"], values["phone"], values["persons"], values["starts_on"],
            values["ends_on"] + ONE_DAY, values["words"],
        )  # fmt: skip
