"""Shape of photos, plans and papers."""

from typing import Any

from django import forms

from kayoi.foundation.files.forms import FilesField, FilesInput
from kayoi.foundation.files.states import ACCEPT
from kayoi.programmes.homes.models import Picture
from kayoi.programmes.homes.services import PictureFields
from kayoi.programmes.homes.states import PictureKind

MOST_FILES = 30


class AddPicturesForm(forms.Form):
    """Several files of one kind."""

    about_self = False

    kind = forms.ChoiceField(label="種類", choices=PictureKind.choices(), initial=PictureKind.PHOTO)
    uploads = FilesField(
        label="写真・PDF",
        help_text="まとめて選べます。ここへドラッグしても入ります。一つ20MBまで。写真に入っている撮影場所は取り除きます。",
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "ファイルを選んでください。"},
    )

    def clean_uploads(self) -> list[Any]:
        """Refuse more files than one looks through."""
        uploads: list[Any] = self.cleaned_data["uploads"]
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(f"一度に入れられるのは{MOST_FILES}枚までです。分けて入れてください。")
        return uploads


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]  # no brackets at run time
    """What is said of one picture, and whether it may be shown."""

    about_self = False

    class Meta:
        model = Picture
        fields = ("kind", "position", "caption", "caption_en", "is_public")

    def clean(self) -> dict[str, Any]:
        """Refuse to show a paper."""
        values = super().clean() or {}
        if values.get("is_public") and values.get("kind") == PictureKind.PAPER:
            self.add_error("is_public", "書類は公開できません。間取図なら、種類を「間取図」にしてください。")
        return values

    def changes(self) -> PictureFields:
        """Return what is to be written."""
        values: PictureFields = {name: self.cleaned_data[name] for name in self.Meta.fields}  # type: ignore[assignment]
        return values
