"""What is written down about a refund: what happened, the proposal, what came in, parts; terms of the town."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.kit.dates import months_later
from kayoi.programmes.schemes.models import RecoveryTerms
from kayoi.programmes.schemes.rules.recovery.deciding import Proposal
from kayoi.programmes.schemes.rules.recovery.instalments import month_end
from kayoi.programmes.schemes.states.recovery import LEAST_PARTS, Arrears, Ground, Hardship, Limitation, Loss, Stands

MOST_YEN = 10**11
FIRST_MONTHS = 6
TERMS = (
    "ordinance", "unheard_ground", "due_days", "reminder_days", "most_parts", "arrears", "percent",
    "least_yen", "unit_yen", "source", "limitation",
)  # fmt: skip


class OpenForm(forms.Form):
    """What happened, when, and how it is known."""

    ground = forms.ChoiceField(label="事由", choices=Ground.choices(), widget=forms.RadioSelect)
    happened_on = forms.DateField(
        label="起きた日", required=False, help_text="転出日・離職日など。分からないときは、空けておきます。"
    )
    why = forms.CharField(
        label="分かったこと", max_length=400, widget=forms.Textarea({"rows": 3}),
        help_text="何で、いつ分かったかを書きます。例: 住民記録との照合で、転出が分かった。",
    )  # fmt: skip


class CorrectForm(OpenForm):
    """The same, with the day that the grantee names."""

    said_on = forms.DateField(
        label="本人が言う日", required=False, help_text="起きた日と違うときに書くと、両方の日で計算して並べます。"
    )
    field_order = ("ground", "happened_on", "said_on", "why")


class ProposeForm(forms.Form):
    """How much is to come back, how much of it is exempted, and why."""

    base_yen = forms.IntegerField(label="返還の対象の額(円)", min_value=0, max_value=MOST_YEN)
    exempted_yen = forms.IntegerField(
        label="そのうち免除する額(円)", min_value=0, max_value=MOST_YEN, initial=0,
        help_text="一部だけの免除もできます。免除しないときは0です。",
    )  # fmt: skip
    hardship = forms.ChoiceField(
        label="免除の事由", choices=[("", "免除しない"), *Hardship.choices()], required=False, widget=forms.RadioSelect
    )
    no_surcharge = forms.BooleanField(
        label="加算金を求めない", required=False,
        help_text="やむを得ない事情があるときに選び、判断の理由を書きます。",
    )  # fmt: skip
    reason = forms.CharField(
        label="判断の理由", max_length=400, required=False, widget=forms.Textarea({"rows": 4}),
        help_text="要件だけで決まるときは、空けておけます。通知書と記録に残ります。",
    )  # fmt: skip
    evidence = forms.CharField(
        label="確かめた書類", max_length=200, required=False, help_text="例: 離職票、り災証明書、診断書"
    )

    def proposal(self) -> Proposal:
        """Return what is proposed."""
        return Proposal(**self.cleaned_data)


class HearForm(forms.Form):
    """Why the decision is to be cancelled, and by when the grantee can speak."""

    matter = forms.CharField(
        label="取消しの原因となる事実",
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text="通知書に載ります。",
    )
    due_on = forms.DateField(label="弁明の期限", help_text="通知が届いてから書面を用意できるだけの日数をとります。")


class StatementForm(forms.Form):
    """What a grantee has said."""

    said = forms.CharField(label="述べたこと", max_length=2000, widget=forms.Textarea({"rows": 5}))
    said_on = forms.DateField(label="弁明のあった日")


class CancelForm(WhyForm):
    """Why a decision is cancelled, and by which article the grantee need not be heard."""

    unheard_ground = forms.CharField(
        label="弁明の機会を与えない根拠", max_length=120, required=False,
        help_text="弁明の機会を与えたときは、空けておきます。例: 行政手続条例第13条第2項第4号、本人の申出による取消し",
    )  # fmt: skip


class ReceiveForm(forms.Form):
    """What has come in."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    amount_yen = forms.IntegerField(label="納付された額(円)", min_value=1, max_value=MOST_YEN)
    on = forms.DateField(label="納付日")
    note = forms.CharField(label="摘要", max_length=100, required=False, help_text="例: 納付書 第12号")

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial={"key": uuid4()} | initial)


class InstalmentsForm(forms.Form):
    """In how many monthly parts, from which month on, and why."""

    count = forms.IntegerField(label="回数(月ごと)", min_value=LEAST_PARTS)
    first_month = forms.TypedChoiceField(label="第1回の期限", coerce=date.fromisoformat)
    why = forms.CharField(label="承認の理由", max_length=400, widget=forms.Textarea({"rows": 3}))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        months = [months_later(today.replace(day=1), number) for number in range(FIRST_MONTHS)]
        choices = [(month.isoformat(), f"{month_end(month):%Y-%m-%d}") for month in months]
        self.fields["first_month"].choices = choices  # type: ignore[attr-defined]


class AcknowledgeForm(forms.Form):
    """When and by what the debt was acknowledged."""

    on = forms.DateField(label="承認のあった日")
    note = forms.CharField(label="何によるか", max_length=100, help_text="例: 債務承認書、納付誓約書")


class UpholdForm(forms.Form):
    """What came of an objection, and why."""

    result = forms.ChoiceField(label="結果", choices=Stands.choices(), widget=forms.RadioSelect)
    why = forms.CharField(label="理由", max_length=400, widget=forms.Textarea({"rows": 3}))


class WriteOffForm(forms.Form):
    """On which ground nothing more will come, since when, and why."""

    loss = forms.ChoiceField(label="不納欠損の事由", choices=Loss.choices(), widget=forms.RadioSelect)
    lost_on = forms.DateField(
        label="その日", help_text="時効が完成した日、議決の日、免責許可の決定が確定した日などです。"
    )
    why = forms.CharField(label="理由", max_length=400, widget=forms.Textarea({"rows": 3}))


class RecoveryTermsForm(forms.Form):
    """On which terms the town demands refunds."""

    ordinance = forms.CharField(
        label="返還を命じる根拠の条文", max_length=120, required=False, help_text="例: ○○市補助金等交付規則第18条第1項"
    )
    unheard_ground = forms.CharField(
        label="弁明の機会を与えない根拠の条文", max_length=120, required=False,
        help_text="金銭の給付の決定の取消しは、行政手続法第13条第2項第4号や同じ内容の行政手続条例の条文により、弁明の機会を"
        "与えずにできます。町の条文を書くと、取消しのたびに記録します。空けておくと、弁明の機会を与えるまで取り消せません。",
    )  # fmt: skip
    due_days = forms.IntegerField(
        label="返還の期限(返還を命じた日からの日数)", min_value=1, max_value=365,
        help_text="休日に当たるときは、その翌日になります。",
    )  # fmt: skip
    reminder_days = forms.IntegerField(label="督促状の指定期限(日数)", min_value=1, max_value=60)
    most_parts = forms.IntegerField(label="分割納付の回数(最大)", min_value=LEAST_PARTS, max_value=240)
    arrears = forms.ChoiceField(label="期限に遅れたとき", choices=Arrears.choices(), widget=forms.RadioSelect)
    percent = forms.DecimalField(
        label="年の割合(%)", min_value=0, max_value=20, decimal_places=2,
        help_text="国の補助金では10.95%です(補助金等に係る予算の執行の適正化に関する法律第19条第2項)。",
    )  # fmt: skip
    least_yen = forms.IntegerField(label="これより少ないときは求めない(円)", min_value=0, max_value=10_000)
    unit_yen = forms.IntegerField(label="延滞分・加算金の端数を切り捨てる単位(円)", min_value=1, max_value=1_000)
    source = forms.CharField(label="延滞の根拠の条文", max_length=120, required=False)
    limitation = forms.ChoiceField(
        label="消滅時効の根拠", choices=Limitation.choices(), widget=forms.RadioSelect,
        help_text="交付の決定を取り消した返還金は、公法上の債権として扱うのが通例です。どちらでも期間は5年です。",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, terms: RecoveryTerms) -> None:
        super().__init__(data, initial={name: getattr(terms, name) for name in TERMS})

    def clean(self) -> dict[str, Any]:
        """Ask for the article that allows to take more for being late."""
        values = super().clean() or {}
        if values.get("arrears") != Arrears.NONE and not values.get("source"):
            self.add_error("source", "延滞分を求めるには、根拠の条文が要ります。")
        return values
