"""Shape of what staff say about mails that arrived."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.messages.models import ReceivedMail
from kayoi.engines.messages.states.incoming import Became
from kayoi.foundation.files.forms import FilesField, FilesInput
from kayoi.kit.mail import MAX_BYTES, Trouble

MOST_FILES = 50
REFUSALS: dict[str, Any] = {
    "mails.answered": _("このメールの相談には、もう回答しています。取り消せません。"),
    "mails.not_a_contact": _("このメールは、やりとりの続きとして入っていません。画面を開き直してください。"),
}


class DropForm(forms.Form):
    """Mail files from a mail program (.eml) or Outlook (.msg)."""

    letters = FilesField(
        label="メールのファイル(.eml・.msg)",
        help_text="いくつでもまとめて選べます。ここへドラッグしても入ります。一つ20MBまで。",
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ".eml,.msg,message/rfc822,application/vnd.ms-outlook"}),
        error_messages={"required": "メールのファイルを選んでください。"},
    )

    def clean_letters(self) -> list[Any]:
        """Refuse more files than one reads through."""
        files: list[Any] = self.cleaned_data["letters"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"一度に入れられるのは{MOST_FILES}通までです。分けて入れてください。")
        return files

    @staticmethod
    def too_large(file: Any) -> str:
        """Return why a file is not read, or nothing. An upload that was cut has no bytes, but its true size."""
        return Trouble.TOO_LARGE.label if (file.size or 0) > MAX_BYTES else ""


class FileMailForm(forms.Form):
    """To which file a mail belongs, and what it is."""

    file = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    became = forms.ChoiceField(choices=Became.choices())


class SetAsideForm(forms.Form):
    """Why a mail is nothing for the desk."""

    why = forms.CharField(
        label="対象外にする理由",
        max_length=200,
        help_text="宣伝、職員あての連絡、二重に届いたもの、など。",
        error_messages={"required": "理由を書いてください。"},
    )


class OpenFileForm(forms.Form):
    """Who wrote, for a new file."""

    about_self = False

    name = forms.CharField(label="お名前", max_length=100, required=False)
    kana = forms.CharField(label="ふりがな", max_length=100, required=False)
    email = forms.EmailField(label="メールアドレス", required=False)
    phone = PhoneField(label="電話番号", required=False)

    @classmethod
    def initial_of(cls, mail: ReceivedMail) -> dict[str, Any]:
        """Return what the mail says about its writer."""
        return {"name": mail.from_name, "email": mail.from_address}

    def clean(self) -> dict[str, Any]:
        """Ask for something by which the person is found again."""
        values = super().clean() or {}
        if not any(values.get(name) for name in ("name", "email", "phone")) and not self.errors:
            self.add_error("name", "お名前・メールアドレス・電話番号のどれか一つは書いてください。")
        return values

    def file_fields(self) -> FileFields:
        """Return what to write on the file."""
        values = self.cleaned_data
        return {
            "name": values["name"],
            "kana": values["kana"],
            "email": values["email"],
            "phone": values["phone"],
        }
