"""Keep a search: where to write, about what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SaveSearchForm(forms.Form):
    """An address to which news is mailed."""

    email = forms.EmailField(label=_("メールアドレス"), help_text=_("新しい家が出たら、次の朝に一度だけお送りします。"))
    agree = forms.BooleanField(
        label=_("このアドレスを、新しい家のお知らせのために使うことに同意します"),
        error_messages={"required": _("同意いただけないときは、お知らせを送れません。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
