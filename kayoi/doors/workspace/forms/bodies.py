"""What stands on a body that applies."""

from typing import Any

from django import forms

from kayoi.engines.casefiles.forms import CorporateNumberField
from kayoi.engines.casefiles.models import Body
from kayoi.engines.casefiles.services import BodyFields
from kayoi.kit.text import postal_code

OF_FILE = ("name", "kana", "postal_code", "address")
OF_BODY = ("corporate_number", "representative_title", "representative_name", "version")


class BodyForm(forms.Form):
    """A body with the version that the editor saw."""

    about_self = False

    name = forms.CharField(label="団体名", max_length=100)
    kana = forms.CharField(label="団体名のふりがな", max_length=100, required=False)
    corporate_number = CorporateNumberField(label="法人番号", max_length=20, required=False)
    representative_title = forms.CharField(label="代表者の役職", max_length=40)
    representative_name = forms.CharField(label="代表者の氏名", max_length=100)
    postal_code = forms.CharField(label="郵便番号", max_length=10, required=False)
    address = forms.CharField(label="所在地(都道府県から)", max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def known(body: Body) -> dict[str, Any]:
        """Return what stands on a body."""
        file = body.case_file
        return {name: getattr(file, name) for name in OF_FILE} | {name: getattr(body, name) for name in OF_BODY}

    def clean_postal_code(self) -> str:
        """Return the code as 396-8617."""
        text: str = self.cleaned_data["postal_code"]
        try:
            return postal_code(text) if text else ""
        except ValueError as error:
            raise forms.ValidationError("郵便番号は、7けたの数字で書いてください。") from error

    def fields_of_body(self) -> BodyFields:
        """Return what was written."""
        return BodyFields(**{name: value for name, value in self.cleaned_data.items() if name != "version"})
