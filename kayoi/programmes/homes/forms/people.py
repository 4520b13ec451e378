"""Shape of what is written about owners, heirs and kin, and what is told where something cannot be."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.forms import MemberField
from kayoi.kit.dates import business_days_later
from kayoi.programmes.homes.forms.words import StaffWords
from kayoi.programmes.homes.models import Party
from kayoi.programmes.homes.rules.shares import share_of
from kayoi.programmes.homes.selectors.parties import People, Shown
from kayoi.programmes.homes.services import PartyFields
from kayoi.programmes.homes.states import Agreement, Kinship, PartyRole, Reached
from kayoi.programmes.homes.states.parties import HOLDERS

REFUSALS: dict[str, Any] = {
    "homes.heir_of_nobody": "相続人は、だれの相続人かを選んでください。亡くなった名義人を先に加えます。",
    "homes.not_an_heir": "「だれの相続人か」は、相続人か、先に亡くなった人にだけ書きます。",
    "homes.heir_of_the_living": "亡くなったと記録した人の下にだけ、相続人を置けます。",
    "homes.heir_in_a_circle": "相続のつながりが輪になります。「だれの相続人か」を選び直してください。",
    "homes.party_in_use": "この人には、相続人・代理・同意・連絡の記録がつながっているので、外せません。",
    "homes.not_an_agent": "代理人を立てられるのは権利者だけで、代理人は存命の関係者に限ります。",
    "homes.shares_not_one": "権利者の持分の合計が %(total)s です。1になるように、登記事項証明書で確かめてください。",
    "homes.shares_unknown": "持分の分からない権利者が%(missing)s人います。登記事項証明書で確かめてください。",
}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WHO = ("name", "kana", "phone", "email", "postal_code", "address")
# In which channels somebody can answer the office.
CHANNELS = (Channel.TELEPHONE, Channel.COUNTER, Channel.LETTER, Channel.EMAIL, Channel.ONLINE, Channel.LINE)
REPLY_WORKING_DAYS = 15


class ChannelField(forms.ChoiceField):
    """How the office heard it."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [(item.value, item.label) for item in CHANNELS]
        super().__init__(
            label="方法", choices=choices, initial=Channel.TELEPHONE.value, widget=forms.RadioSelect, **kwargs
        )


class PastDayField(forms.DateField):
    """A day that has come; the form sets `today`."""

    widget = DAY
    today: date

    def clean(self, value: Any) -> date | None:
        """Return the day. Raises ValidationError for one that is still ahead."""
        day: date | None = super().clean(value)
        if day is not None and day > self.today:
            raise forms.ValidationError("まだ来ていない日です。")
        return day


def set_today(form: forms.Form, today: date, *, starts: tuple[str, ...] = ()) -> None:
    """Tell the days of a form which day it is; those in `starts` begin with it."""
    for name, field in form.fields.items():
        if isinstance(field, PastDayField):
            field.today = today
            if name in starts:
                form.initial.setdefault(name, today)


class PartyForm(forms.Form):
    """Somebody's place among the people of a house; of a new person also who it is."""

    about_self = False

    file = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    role = forms.ChoiceField(label="立場", choices=PartyRole.choices())
    heir_of = forms.ChoiceField(label="だれの相続人か", required=False)
    kinship = forms.ChoiceField(label="亡くなった人との続柄", required=False, choices=[("", "―"), *Kinship.choices()])
    died_on = PastDayField(label="亡くなった日(亡くなった人だけ)", required=False)
    share = forms.CharField(
        label="持分", required=False, max_length=20, help_text="「1/2」「2分の1」のように。家全体に対する割合です。"
    )
    relation = forms.CharField(
        label="続柄・立場の説明", required=False, max_length=20, help_text="「長男」「隣家」など。"
    )
    is_contact = forms.BooleanField(label="連絡の窓口にする", required=False)
    name = forms.CharField(label="氏名", max_length=100, error_messages={"required": "氏名を書いてください。"})
    kana = forms.CharField(label="ふりがな", max_length=100, required=False)
    phone = PhoneField(label="電話番号", required=False, max_length=60)
    email = forms.EmailField(label="メールアドレス", required=False)
    postal_code = forms.CharField(label="郵便番号", max_length=8, required=False)
    address = forms.CharField(label="住所", max_length=200, required=False)

    def __init__(
        self, *args: Any, people: People, today: date, file: CaseFile | None, party: Party | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today)
        dead = [one for one in people.all if one.is_dead and one.party != party]
        self.parties = {str(one.party.pk): one.party for one in dead}
        above = self.fields["heir_of"]
        assert isinstance(above, forms.ChoiceField)
        above.choices = [("", "―"), *((str(one.party.pk), one.name) for one in dead)]
        if file is not None or party is not None:
            for name in WHO:
                del self.fields[name]

    def clean_share(self) -> str:
        """Return the share as a fraction."""
        text = str(self.cleaned_data["share"])
        share = share_of(text)
        if text and share is None:
            raise forms.ValidationError("持分として読めません。「1/2」のように、1までの分数で書いてください。")
        return str(share) if share else ""

    def clean(self) -> dict[str, Any]:
        """Ask for the relation of an heir; the day of death and being the contact exclude each other."""
        values = super().clean() or {}
        if values.get("role") == PartyRole.HEIR and not values.get("kinship"):
            self.add_error("kinship", "亡くなった人との続柄を選んでください。")
        if values.get("died_on") and values.get("role") != PartyRole.DECEASED:
            self.add_error("died_on", "亡くなった日は、立場が「亡くなった名義人」のときだけ書きます。")
        if values.get("is_contact") and values.get("role") == PartyRole.DECEASED:
            self.add_error("is_contact", "亡くなった人は、連絡の窓口になれません。")
        return values

    def party_fields(self) -> PartyFields:
        """Return the place as the services take it."""
        values = self.cleaned_data
        return {
            "role": values["role"],
            "heir_of": self.parties.get(values["heir_of"]),
            "kinship": values["kinship"],
            "died_on": values["died_on"],
            "share": values["share"],
            "relation": values["relation"],
            "is_contact": values["is_contact"],
        }

    def file_fields(self) -> FileFields:
        """Return who it is."""
        fields: FileFields = {name: self.cleaned_data[name] for name in WHO}  # type: ignore[assignment]
        return fields


class WordForm(forms.Form):
    """What came of a call, a visit or a letter."""

    about_self = False

    channel = ChannelField()
    said_on = PastDayField(label="いつ")
    reached = forms.ChoiceField(label="連絡の状態", choices=Reached.choices(), widget=forms.RadioSelect)
    agreement = forms.ChoiceField(label="登録への同意", choices=Agreement.choices(), widget=forms.RadioSelect)
    note = forms.CharField(
        label="話したこと", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="個票のメモになります。開示請求の対象です。",
    )  # fmt: skip
    next_title = forms.CharField(label="次にすること", max_length=200, required=False)
    next_due_on = forms.DateField(label="いつまでに", required=False, widget=DAY)
    owner = MemberField(label="担当", empty_label="決めない")

    def __init__(self, *args: Any, members: Any, today: date, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today, starts=("said_on",))
        self.fields["owner"].queryset = members  # type: ignore[attr-defined]  # a MemberField
        if party.role not in HOLDERS:
            del self.fields["agreement"]
        self.kept = Agreement.of(party.agreement)

    def clean(self) -> dict[str, Any]:
        """Ask for both parts of the next step, or none."""
        values = super().clean() or {}
        if bool(values.get("next_title")) != bool(values.get("next_due_on")) and "next_due_on" not in self.errors:
            self.add_error("next_title", "次にすることと期限は、両方書くか、両方空けてください。")
        return values

    def word(self) -> dict[str, Any]:
        """Return what was said as the service takes it."""
        values = self.cleaned_data
        return values | {
            "channel": Channel.of(values["channel"]),
            "reached": Reached.of(values["reached"]),
            "agreement": Agreement.of(values["agreement"]) if "agreement" in values else self.kept,
        }


class LetterForm(forms.Form):
    """That a letter went out, and by when an answer is asked for."""

    about_self = False

    sent_on = PastDayField(label="出した日")
    reply_by = forms.DateField(label="返事の期限", widget=DAY)
    owner = MemberField(label="担当", empty_label="決めない")

    def __init__(self, *args: Any, members: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today, starts=("sent_on",))
        self.fields["owner"].queryset = members  # type: ignore[attr-defined]  # a MemberField
        self.initial.setdefault("reply_by", business_days_later(today, REPLY_WORKING_DAYS))


class AgentForm(forms.Form):
    """Who speaks for a holder, by which paper, until when."""

    about_self = False

    agent = forms.ChoiceField(label="代理人", error_messages={"required": "代理人を選んでください。"})
    ends_on = forms.DateField(
        label="委任の最後の日", required=False, widget=DAY, help_text="委任状に期限がないときは、空けておきます。"
    )
    paper = forms.FileField(label="委任状(写真・PDF)", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, agents: Sequence[Shown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agents = {str(one.party.pk): one.party for one in agents}
        agent = self.fields["agent"]
        assert isinstance(agent, forms.ChoiceField)
        agent.choices = [("", "―"), *((str(one.party.pk), one.name) for one in agents)]


class DeceasedForm(forms.Form):
    """On which day somebody died, where it is known."""

    about_self = False

    died_on = PastDayField(label="亡くなった日", required=False, help_text="分からないときは、空けておきます。")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today)


class WhyForm(forms.Form):
    """Why something is done (理由)."""

    about_self = False

    why = StaffWords(label="理由", max_length=200, error_messages={"required": "理由を書いてください。"})
