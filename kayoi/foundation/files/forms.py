"""What people are told when an upload is refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "files.too_large": _("ファイルが大きすぎます(%(size_mb)sMB)。%(most_mb)sMBまでの写真かPDFを選んでください。"),
    "files.empty": _("ファイルの中身がありません。選び直してください。"),
    "files.wrong_type": _("この種類のファイルは受け取れません。写真(JPEG・PNG・HEICなど)かPDFを選んでください。"),
    "files.mixed": _("安全に開けないファイルです。写真をとり直すか、PDFに書き出してから選んでください。"),
    "files.broken": _("ファイルが壊れていて開けません。別のファイルを選んでください。"),
    "files.locked": _("パスワードのかかったPDFは受け取れません。パスワードを外してから選んでください。"),
    "files.too_many_pixels": _("写真の画素数が多すぎます。小さくしてから選んでください。"),
    "files.too_many_pages": _("ページが多すぎます。%(most)sページまでのPDFを選んでください。"),
}


class FilesInput(forms.ClearableFileInput):
    """Several files at once: chosen, or dropped onto the box."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; without any an empty list, where it is not required."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were sent."""
        if not data and not self.required:
            return []
        return [super(FilesField, self).clean(one, initial) for one in data or [None]]  # nothing chosen: an empty list
