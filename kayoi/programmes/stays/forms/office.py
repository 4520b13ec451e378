"""Staff: what the list of stays shows; money, companions, giving up; what the ground of a house asks for."""

from datetime import date
from typing import Any

from django import forms

from kayoi.engines.procedures.forms.staff import OUTCOMES, lines_of
from kayoi.programmes.stays.models import House
from kayoi.programmes.stays.services.duties import Written
from kayoi.programmes.stays.states import PAYABLE, CancelReason, Intent, Relief, StayStatus


class StaysForm(forms.Form):
    """What the list shows."""

    status = forms.ChoiceField(label="状態", required=False, choices=[("", "すべて"), *StayStatus.choices()])
    house: Any = forms.ModelChoiceField(label="施設", queryset=None, required=False, empty_label="すべて")
    mine = forms.ChoiceField(label="承認・決裁", required=False, choices=[("", "すべて"), ("on", "わたしを待つもの")])
    words = forms.CharField(label="受付番号・お名前", required=False, max_length=60)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["house"].queryset = House.objects.order_by("name")  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    """What is put before whoever decides; the price is that of the stay."""

    outcome = forms.ChoiceField(label="審査の結果", choices=OUTCOMES, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label="許可しない理由", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一つずつ改行して書きます。通知書に、このまま載ります。",
    )  # fmt: skip
    remark = forms.CharField(
        label="決裁する人への申し送り", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_reasons(self) -> list[str]:
        """Return the lines that say something."""
        return lines_of(self.cleaned_data["reasons"])


class PaymentForm(forms.Form):
    """When and how something was paid."""

    paid_on = forms.DateField(label="支払いの日")
    paid_by = forms.ChoiceField(label="支払いの方法", choices=PAYABLE, widget=forms.RadioSelect)
    note = forms.CharField(label="メモ(領収の番号など)", max_length=200, required=False)


class ReliefForm(forms.Form):
    """Why less is asked, by which article."""

    relief = forms.ChoiceField(label="減免の理由", choices=Relief.choices())
    article = forms.CharField(label="根拠の条", max_length=100, help_text="例: 条例第8条第1項第2号。")
    why = forms.CharField(label="事情", max_length=300)
    amount_yen = forms.IntegerField(
        label="減免の後の額(円)", required=False, min_value=0, max_value=10**8,
        help_text="料金の決まりに、この理由の減免があるときは空けておきます。決まりのとおりに計算します。",
    )  # fmt: skip


class CompanionForm(forms.Form):
    """Somebody who comes along."""

    name = forms.CharField(label="氏名", max_length=100)
    birth_on = forms.DateField(label="生年月日", required=False, help_text="書かないと、大人として数えます。")
    relation = forms.CharField(label="続柄", max_length=20, required=False)


class StaffCancelForm(forms.Form):
    """Why a stay is given up."""

    reason = forms.ChoiceField(label="取消しの理由", choices=CancelReason.choices(), widget=forms.RadioSelect)
    why = forms.CharField(label="事情", max_length=300)


class LongerForm(forms.Form):
    """Until when a stay goes on."""

    until = forms.DateField(label="新しい最終日")
    why = forms.CharField(
        label="理由", max_length=300, required=False, help_text="利用の決まりを超えて認めるときは、必ず書きます。"
    )


class GuestForm(forms.Form):
    """A row of the guest register."""

    name = forms.CharField(label="氏名", max_length=100)
    address = forms.CharField(label="住所", max_length=200)
    contact = forms.CharField(label="連絡先(または職業)", max_length=100)
    from_abroad = forms.BooleanField(label="日本国内に住所のない外国人です", required=False)
    nationality = forms.CharField(label="国籍", max_length=60, required=False)
    passport_number = forms.CharField(
        label="旅券番号", max_length=20, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    passport_copied = forms.BooleanField(label="旅券の写しをとりました", required=False)

    def written(self) -> Written:
        """Return the row as it is to be written."""
        return Written(**self.cleaned_data)


class IntentForm(forms.Form):
    """What somebody has said of the time after the stay."""

    intent = forms.ChoiceField(label="意思", choices=Intent.choices(), widget=forms.RadioSelect)
    said = forms.CharField(
        label="聞き取った内容", max_length=600, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="だれが、何を話したかを書きます。立入検査などで示す記録になります。",
    )  # fmt: skip
    asked_on = forms.DateField(label="確かめた日")


class DayForm(forms.Form):
    """The day on which something was done."""

    on = forms.DateField(label="日")

    def __init__(self, data: Any, *, label: str, today: date) -> None:
        super().__init__(data, initial={"on": today})
        self.fields["on"].label = label
