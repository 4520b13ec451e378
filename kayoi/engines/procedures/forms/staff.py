"""Staff: how an application came; give back, propose, judge, decide; papers."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.foundation.files.forms import FilesField, FilesInput
from kayoi.foundation.files.states import ACCEPT
from kayoi.kit.verdict import Outcome

CHANNELS = (Channel.TELEPHONE, Channel.COUNTER, Channel.LETTER, Channel.EMAIL)
OUTCOMES = ((ApplicationStatus.APPROVED.value, "承認する"), (ApplicationStatus.REFUSED.value, "承認しない"))


def lines_of(text: str) -> list[str]:
    """Return the lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class FilterForm(forms.Form):
    """What the list shows."""

    procedure = forms.ChoiceField(label="手続き", required=False)
    status = forms.ChoiceField(
        label="状態", required=False,
        choices=[("", "すべて"), *(one for one in ApplicationStatus.choices() if one[0] != ApplicationStatus.DRAFT)],
    )  # fmt: skip
    answer = forms.ChoiceField(label="要件", required=False, choices=[("", "すべて"), *Outcome.choices()])
    mine = forms.ChoiceField(label="承認・決裁", required=False, choices=[("", "すべて"), ("on", "わたしを待つもの")])
    words = forms.CharField(label="受付番号・お名前・団体名", required=False, max_length=60)

    def __init__(self, *args: Any, procedures: list[Procedure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["procedure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "すべて"), *((one.key, one.title) for one in procedures)]


class HowForm(forms.Form):
    """By which way an application came."""

    channel = forms.ChoiceField(
        label="申請の方法", choices=[(one.value, one.label) for one in CHANNELS], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="個人情報の取り扱いを伝え(紙では示し)、同意をもらいました")
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    @staticmethod
    def begun() -> dict[str, Any]:
        """Return what the form begins with, so that sending it twice is one application."""
        return {"client_key": uuid4(), "channel": Channel.TELEPHONE}


class ReturnForm(forms.Form):
    """What is to be put right, by when."""

    reasons = forms.CharField(
        label="直していただきたいこと", max_length=350, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一つずつ改行して書きます。申請した人に、このまま伝わります。",
    )  # fmt: skip
    due_on = forms.DateField(label="お願いする期限")
    by_letter = forms.BooleanField(label="手紙(補正のお願い)を出す", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_reasons(self) -> list[str]:
        """Return the lines that say something."""
        return lines_of(self.cleaned_data["reasons"])

    def clean_due_on(self) -> date:
        """Ask for a day to come."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on <= self.today:
            raise forms.ValidationError("明日より後の日にしてください。")
        return due_on


class WhyForm(forms.Form):
    """A reason, as it is kept with what was done."""

    why = forms.CharField(label="理由", max_length=300)


class DeputyForm(forms.Form):
    """Why somebody acts for a role that is absent (代決)."""

    why = forms.CharField(label="代決の理由", max_length=300, required=False, help_text="例: 課長が出張のため。")


class JudgeForm(forms.Form):
    """Whether a condition holds where the rule does not know, and why."""

    holds = forms.ChoiceField(
        label="この要件を", choices=[("yes", "満たす"), ("no", "満たさない")], widget=forms.RadioSelect
    )
    ground = forms.CharField(
        label="認定の根拠", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="何を見て、どう判断したかを書きます。決定の記録に残り、開示請求の対象になります。",
    )  # fmt: skip


class ProposeForm(forms.Form):
    """What is put before whoever decides."""

    outcome = forms.ChoiceField(label="審査の結果", choices=OUTCOMES, widget=forms.RadioSelect)
    amount_yen = forms.IntegerField(label="金額(円)", required=False, min_value=0, max_value=10**11)
    reasons = forms.CharField(
        label="承認しない理由", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一つずつ改行して書きます。通知書に、このまま載ります。",
    )  # fmt: skip
    remark = forms.CharField(
        label="決裁する人への申し送り", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_reasons(self) -> list[str]:
        """Return the lines that say something."""
        return lines_of(self.cleaned_data["reasons"])


class ReceiveForm(forms.Form):
    """A paper that came by post or over the counter, perhaps scanned."""

    received_on = forms.DateField(label="受け取った日")
    issued_on = forms.DateField(label="発行の日", required=False)
    uploads = FilesField(
        label="スキャンした写真・PDF(ページの順に)", required=False, allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ACCEPT}),
    )  # fmt: skip


class AcceptForm(forms.Form):
    """Until when a paper holds."""

    valid_until = forms.DateField(
        label="有効期限", required=False, help_text="委任状では、委任の終わりの日です。期限がなければ空けておきます。"
    )


class ReturnPaperForm(forms.Form):
    """What is wrong with a paper."""

    why = forms.CharField(label="直していただきたいこと", max_length=200)
