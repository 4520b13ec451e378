"""Staff: homes for a longer time, one step a form; why something is refused, in words that say what to do."""

from datetime import date, timedelta
from typing import Any, cast
from uuid import uuid4

from django import forms

from kayoi.engines.casefiles.models import CaseFile
from kayoi.programmes.stays.forms.houses import WhyForm as WhyForm
from kayoi.programmes.stays.forms.sublets import REFUSALS as SUBLETS
from kayoi.programmes.stays.models import House, Room, SubLessor
from kayoi.programmes.stays.services.monthly import Paid
from kayoi.programmes.stays.services.tenancies import Wanted
from kayoi.programmes.stays.services.tenancies_head import HeadLeaseFields
from kayoi.programmes.stays.states import LIVED_IN, PAYABLE, HouseStatus, PaidBy
from kayoi.programmes.stays.states.tenancies import Afterwards, Contract, ManagerWork

EXPLAINED = "更新がなく期間の満了で終わることを、契約の前に書面で説明した日です(38条3項)。使用許可では空けておきます。"
REFUSALS: dict[str, Any] = SUBLETS | {
    "tenancies.not_forward": "最終日は、初日より後にしてください。",
    "tenancies.beyond_limit": "この種類の住まいは、最初の入居から%(years)s年(%(until)s)までです。",
    "tenancies.no_head_lease": "この期間の初日に、所有者からの借上げがありません。先に借上げを登録してください。",
    "tenancies.before_head_lease": "借上げは%(from)sからです。それより前には貸せません。",
    "tenancies.beyond_head_lease": "借上げは%(until)sまでです。それより長くは貸せません。",
    "tenancies.rent_open": "家賃が決まっていません。「家賃・減額を決める」で書いてください。",
    "tenancies.same_person": "申込みを受けた人は、決定できません。ほかの職員が決定してください。",
    "tenancies.not_explained": "事前説明書を渡した日がないか、契約の日より後です。契約の前に説明してください。",
    "tenancies.not_signed": "契約・許可の日がありません。",
    "tenancies.not_living": "入居中の住まいだけが、更新・再契約できます。",
    "tenancies.not_lived": "まだ入居していない世帯、入居しなかった世帯のことは、記録できません。",
    "tenancies.other_lessor": "貸主が違う部屋には、移せません。",
    "tenancies.outside_term": "最終日は、入居の初日から契約の最終日(%(until)s)までの間にしてください。",
    "tenancies.taken_back_before": "この入金の記録は、すでに取り消されています。",
    "tenancies.from_deposit": "敷金から充てた分は、ここでは取り消せません。",
    "tenancies.other_paper": "この契約(%(contract)s)では使わない書面です。",
    "tenancies.paper_not_now": "入居の決定の前と、退去などで終わったあとは、できません。終了の通知は入居中に作ります。",
    "tenancies.explain_first": "先に事前説明書を作り、渡して説明してください。契約書はそのあとです。",
    "tenancies.deposit_over": "敷金の残りは%(left)s円です。それより多くは記録できません。",
    "tenancies.too_many": "この部屋の定員は%(most)s人です。",
    "tenancies.others_first": "この部屋に入れる人が、先に%(count)s組待っています。先の人に案内してください。",
    "tenancies.answer_past": "返事の期日が過ぎています。きょう以後の日にしてください。",
    "tenancies.waits_already": "この人は、すでにこの住まいの空き待ちに入っています。",
}
ONE_DAY = timedelta(days=1)


def after(last: date) -> date:
    """Return the day after a last day, as periods are kept."""
    return last + ONE_DAY


def homes() -> Any:
    """Return the houses that are let for a longer time."""
    return House.objects.filter(kind__in=LIVED_IN).exclude(status=HouseStatus.ENDED).order_by("kind", "name")


class OfFileForm(forms.Form):
    """Whatever is about a household: the number of its case file."""

    number = forms.CharField(
        label="個票の番号", max_length=20, help_text="まだ個票がないときは、先に相談を記録してください。"
    )

    def clean_number(self) -> str:
        """Find the case file."""
        number: str = self.cleaned_data["number"].strip()
        self.file: CaseFile | None = CaseFile.objects.without_search().roots().filter(number=number).first()
        if self.file is None:
            raise forms.ValidationError("この番号の個票はありません。")
        return number


class DaysForm(forms.Form):
    """The first and the last day of a term."""

    starts_on = forms.DateField(label="初日")
    ends_on = forms.DateField(label="最終日", help_text="この日の終わりまで住みます。")

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backwards."""
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "最終日は、初日より後にしてください。")
        return values


class ApplyForm(OfFileForm, DaysForm):
    """An application for a home, taken at the counter, on the telephone or from paper."""

    room: Any = forms.ModelChoiceField(label="住まい", queryset=None, empty_label=None)
    contract = forms.ChoiceField(label="契約の種類", choices=Contract.choices())
    persons = forms.IntegerField(label="住む人数", min_value=1, max_value=20)
    household = forms.CharField(
        label="一緒に住む人", max_length=600, required=False, widget=forms.Textarea({"rows": 3}),
        help_text="1行に1人、氏名・続柄・生年月日を書きます。",
    )  # fmt: skip
    field_order = ("number", "room", "contract", "starts_on", "ends_on", "persons", "household")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        room: Any = self.fields["room"]
        room.queryset = Room.objects.filter(house__in=homes()).select_related("unit", "house").order_by("house", "pk")
        room.label_from_instance = lambda one: f"{one.house.name} {one.unit.name}"

    def wanted(self) -> Wanted:
        """Return what is asked for."""
        values = self.cleaned_data
        return Wanted(
            values["room"], Contract.of(values["contract"]), values["starts_on"], after(values["ends_on"]),
            values["persons"], values["household"],
        )  # fmt: skip


class HeadLeaseForm(DaysForm):
    """What is agreed on with an owner."""

    owner = forms.CharField(label="貸主(所有者)", max_length=100)
    sub_lessor: Any = forms.ModelChoiceField(
        label="借りて貸す人", queryset=None, required=False, empty_label="町",
        help_text="団体を選ぶと、その団体が貸主として転貸し、家賃を受け取ります。",
    )  # fmt: skip
    rent_yen = forms.IntegerField(label="所有者に払う賃料(月額・円)", min_value=0, initial=0)
    works = forms.CharField(label="町の負担で行う工事", max_length=200, required=False)
    works_yen = forms.IntegerField(label="工事の費用(円)", min_value=0, initial=0)
    recovered_yen = forms.IntegerField(
        label="工事の費用に充てる額(月額・円)", min_value=0, initial=0,
        help_text="家賃から毎月どれだけ工事の費用に充てるか。借上げの終わりまでに足りるかを確かめます。",
    )  # fmt: skip
    field_order = ("owner", "sub_lessor", "starts_on", "ends_on")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        lessor: Any = self.fields["sub_lessor"]
        lessor.queryset = SubLessor.objects.order_by("name")

    def lease(self) -> HeadLeaseFields:
        """Return what is to be written."""
        values = self.cleaned_data
        names = ("owner", "sub_lessor", "starts_on", "rent_yen", "works", "works_yen", "recovered_yen")
        return cast(HeadLeaseFields, {name: values[name] for name in names} | {"ends_before": after(values["ends_on"])})


class PaperForm(forms.Form):
    """Of which contract a paper is: the one that runs, or the one that comes next."""

    next_ends_on = forms.DateField(
        label="次の契約の最終日", required=False,
        help_text="再契約の書面を作るときだけ書きます。空けておくと、いまの契約の書面になります。",
    )  # fmt: skip


class RentForm(forms.Form):
    """What is paid a month, what is reduced by which article, and by when it is paid."""

    rent_yen = forms.IntegerField(label="家賃(月額・円)", min_value=0)
    reduced_yen = forms.IntegerField(label="減額(月額・円)", min_value=0, initial=0)
    reduced_article = forms.CharField(
        label="減額の根拠(条)", max_length=100, required=False, help_text="例: 市営住宅条例第16条(移住者)"
    )
    reduced_until = forms.DateField(label="減額の最終日", required=False)
    due_day = forms.IntegerField(
        label="家賃の納期限の日", min_value=1, max_value=31,
        help_text="毎月この日まで。ない月は末日、閉庁日なら次の開庁日です。",
    )  # fmt: skip

    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for a ground, and no more than the rent."""
        values = super().clean() or {}
        if (values.get("reduced_yen") or 0) > (values.get("rent_yen") or 0):
            self.add_error("reduced_yen", "減額は、家賃より多くできません。")
        if values.get("reduced_yen") and not values.get("reduced_article"):
            self.add_error("reduced_article", "減額の根拠(条)を書いてください。")
        return values


class NothingForm(forms.Form):
    """A step that asks nothing."""


class RemarkForm(forms.Form):
    """What is kept with a decision."""

    why = forms.CharField(label="所見", max_length=300, required=False)


class ShortWhyForm(forms.Form):
    """A reason in a line."""

    why = forms.CharField(label="理由", max_length=200)


class SignForm(forms.Form):
    """When a contract was explained and signed."""

    explained_on = forms.DateField(label="事前説明書を渡した日", required=False, help_text=EXPLAINED)
    signed_on = forms.DateField(label="契約・許可の日")


class RenewForm(SignForm):
    """A new contract that begins when the one that runs ends."""

    ends_on = forms.DateField(label="新しい契約の最終日")
    field_order = ("ends_on", "explained_on", "signed_on")


class NoticeForm(forms.Form):
    """The end that was announced."""

    notice_on = forms.DateField(label="申出・通知の日")
    ends_on = forms.DateField(label="住む最終日")
    inspection_on = forms.DateField(label="点検の日")
    why = forms.CharField(label="理由", max_length=300, required=False)


class LeaveForm(forms.Form):
    """That a household has left."""

    left_on = forms.DateField(label="住んだ最終日", help_text="家賃は、この日までの日割りになります。")
    damage_yen = forms.IntegerField(
        label="原状回復の費用(円)",
        min_value=0,
        initial=0,
        help_text="敷金から差し引きます。未納の家賃も差し引き、残りを返します。",
    )
    damage = forms.CharField(
        label="何の費用か", max_length=200, required=False,
        help_text="敷金で足りない額は請求になり、納期限はひと月後です。請求書に書くので、直すところを書きます。",
    )  # fmt: skip
    afterwards = forms.ChoiceField(label="退去のあと", choices=Afterwards.choices())


class PaidForm(forms.Form):
    """That rent was paid."""

    amount_yen = forms.IntegerField(label="金額(円)", min_value=1, max_value=10_000_000)
    paid_on = forms.DateField(label="支払いの日")
    paid_by = forms.ChoiceField(label="支払いの方法", choices=PAYABLE)
    payer = forms.CharField(label="支払った人(本人でないとき)", max_length=100, required=False)
    note = forms.CharField(label="メモ(領収の番号など)", max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def paid(self) -> Paid:
        """Return what was paid."""
        values = self.cleaned_data
        return Paid(
            values["amount_yen"], values["paid_on"], PaidBy.of(values["paid_by"]), values["payer"], values["note"]
        )


class DepositForm(forms.Form):
    """That a deposit was paid."""

    amount_yen = forms.IntegerField(label="金額(円)", min_value=1, max_value=10_000_000)
    paid_on = forms.DateField(label="支払いの日")
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class WaitForm(OfFileForm):
    """Somebody who wants to wait for a home."""

    is_mover = forms.BooleanField(label="移住者(これから移る人を含む)", required=False)
    persons = forms.IntegerField(label="住む人数", min_value=1, max_value=20, initial=1)
    children = forms.IntegerField(label="18歳までの子どもの数", min_value=0, max_value=20, initial=0)
    wish = forms.CharField(label="希望(時期など)", max_length=200, required=False)


class OfferForm(DaysForm):
    """A room that is offered, and by when the answer is asked for."""

    room: Any = forms.ModelChoiceField(label="部屋", queryset=None, empty_label=None)
    answer_by = forms.DateField(label="返事の期日", help_text="この日の終わりまで、部屋を押さえます。")
    field_order = ("room", "starts_on", "ends_on", "answer_by")

    def __init__(self, data: Any, *, house: House) -> None:
        super().__init__(data)
        room: Any = self.fields["room"]
        room.queryset = house.rooms.select_related("unit").order_by("position", "pk")
        room.label_from_instance = lambda one: one.unit.name


class AcceptForm(forms.Form):
    """On what the home will be let."""

    contract = forms.ChoiceField(label="契約の種類", choices=Contract.choices())


class WorkForm(forms.Form):
    """What the community manager did."""

    on = forms.DateField(label="日付")
    work = forms.ChoiceField(label="仕事", choices=ManagerWork.choices())
    words = forms.CharField(label="内容", max_length=600, widget=forms.Textarea({"rows": 3}))
