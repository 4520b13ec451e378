"""Shape of what staff write about a broker's log-in."""

from django import forms


class InviteBrokerForm(forms.Form):
    """Who of a broker is invited."""

    about_self = False

    name = forms.CharField(
        label="担当者のお名前", max_length=60, error_messages={"required": "担当者のお名前を書いてください。"}
    )
    email = forms.EmailField(
        label="担当者のメールアドレス", help_text="この人だけが使うアドレスにしてください。",
        error_messages={"required": "担当者のメールアドレスを書いてください。"},
    )  # fmt: skip


# Why something is refused, as staff and brokers read it.
REFUSALS = {
    "homes.broker_not_active": "登録中の業者だけを招けます。先に、業者の登録を決定してください。",
}
