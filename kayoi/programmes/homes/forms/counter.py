"""Shape of what a broker writes at the counter."""

from typing import Any

from django import forms

from kayoi.programmes.homes.forms.survey import SurveyForm
from kayoi.programmes.homes.forms.talks import DAY, ContractForm
from kayoi.programmes.homes.forms.words import StaffWords
from kayoi.programmes.homes.states import SurveyedBy


class DeclineForm(forms.Form):
    """Why a broker does not take a house."""

    why = forms.CharField(label="辞退の理由", max_length=200, required=False)


class BrokersSurveyForm(SurveyForm):
    """A survey by a broker; what of it goes into the house file is for the office to say."""

    by_whom = None  # type: ignore[assignment]  # Django leaves the field of the form above out
    into_file = None  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        """Say who has surveyed, and that the file stays as it is."""
        return (super().clean() or {}) | {"by_whom": SurveyedBy.BROKER, "into_file": False}


class TakeKeyForm(forms.Form):
    """Until when a broker has the key."""

    due_on = forms.DateField(label="返す予定の日", widget=DAY)


class CallOffForm(forms.Form):
    """Why a viewing is called off."""

    why = StaffWords(label="理由", max_length=200, error_messages={"required": "理由を書いてください。"})


class BrokersContractForm(ContractForm):
    """The report of a contract; who reports is who has come in."""

    reported_by = None  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        """Leave room for the name that the view fills in."""
        return super().clean() | {"reported_by": ""}
