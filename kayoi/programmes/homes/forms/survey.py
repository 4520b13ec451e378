"""Shape of a survey at the house."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.foundation.files.forms import FilesField, FilesInput
from kayoi.programmes.homes.forms.file import UNITS
from kayoi.programmes.homes.forms.items import ItemsForm
from kayoi.programmes.homes.forms.words import StaffWords
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.services import Found
from kayoi.programmes.homes.states import SurveyedBy
from kayoi.programmes.homes.states.items import SURVEYED, ItemGroup

MOST_PHOTOS = 20


class SurveyForm(ItemsForm):
    """What is found at the house; it begins with what the file says, so that only differences are typed."""

    surveyed_on = forms.DateField(label="調査日")
    by_whom = forms.ChoiceField(label="調査した人", choices=SurveyedBy.choices(), initial=SurveyedBy.STAFF)
    surveyor = forms.CharField(label="調査者の氏名", max_length=60)
    photos = FilesField(
        label="写真", required=False,
        help_text="撮影場所は、送る前に取り除きます。公開するかどうかは、あとで決めます。",
        widget=FilesInput(attrs={"accept": "image/*"}),
    )  # fmt: skip
    remark = StaffWords(
        label="気付いたこと(職員・取扱業者だけ)", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    into_file = forms.BooleanField(label="この結果で、物件の記録を書き換える", required=False, initial=True)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, home: Home, **kwargs: Any) -> None:
        super().__init__(*args, items=SURVEYED, details=home.details, at_house=True, **kwargs)
        self.initial.setdefault("client_key", uuid4())

    def groups(self) -> list[tuple[str, list[tuple[Any, str]]]]:
        """Return the questions by group, each with its unit."""
        groups = [(group.label, [item for item in SURVEYED if item.group is group]) for group in ItemGroup]
        return [(label, [(self[item.code], UNITS[item.code]) for item in items]) for label, items in groups if items]

    def clean_photos(self) -> list[Any]:
        """Refuse more photos than one sending carries."""
        photos: list[Any] = self.cleaned_data["photos"]
        if len(photos) > MOST_PHOTOS:
            raise forms.ValidationError(f"写真は、一度に{MOST_PHOTOS}枚までです。残りは、写真の画面で加えてください。")
        return photos

    def found(self, *, today: date) -> Found:
        """Return the survey as the service takes it; a phone whose clock is ahead counts as today."""
        values = self.cleaned_data
        return Found(
            surveyed_on=min(values["surveyed_on"], today),
            surveyor=values["surveyor"],
            by_whom=SurveyedBy.of(values["by_whom"]),
            findings=self.details(),
            remark=values["remark"],
            photos=values["photos"],
            into_file=values["into_file"],
            client_key=values["client_key"],
        )
