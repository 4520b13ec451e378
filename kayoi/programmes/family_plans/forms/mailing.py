"""Whether the person has agreed to be mailed; why a plan cannot be."""

from typing import Any

from django import forms

REFUSALS = {
    "family_plans.no_address": "個票にメールアドレスがありません。リンクを作って渡すか、PDFを渡してください。",
    "family_plans.protected": (
        "支援措置の対象の人には、ここからメールを送れません。渡し方を本人と確かめ、リンクかPDFを渡してください。"
    ),
    "family_plans.not_agreed": "ご本人に、メールで送ってよいかを聞いてから送ってください。",
}


class MailForm(forms.Form):
    """That the person has agreed, where their address was not given by themselves or they wanted no mails."""

    agreed = forms.BooleanField(
        label="ご本人に、メールで送ってよいと聞きました",
        error_messages={"required": REFUSALS["family_plans.not_agreed"]},
    )

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["agreed"]
