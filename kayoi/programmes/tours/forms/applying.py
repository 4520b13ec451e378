"""The application of a party on one page: who comes, when they would like to, what the report counts, consents."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.procedures.forms.facts import Question, form_for
from kayoi.engines.questionnaires.states import Way
from kayoi.engines.rulesets.states import Fact
from kayoi.kit.html import DateParts
from kayoi.kit.states import Labelled
from kayoi.programmes.tours.rules.asking import Asking, With
from kayoi.programmes.tours.states import AgeBand, Awareness, Occupation, PastVisits, Sex, TourLifestyle

MOST_WISHES = 5
UNSAID = ("", _("答えない"))


def _choices(kind: type[Labelled]) -> list[tuple[str, Any]]:
    return [(one.value, _(one.label)) for one in kind]


def _counted(label: Any, kind: type[Labelled]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[UNSAID, *_choices(kind)], required=False)


class PersonsForm(forms.Form):
    """How many people come: it decides how many names the next page asks for."""

    persons = forms.IntegerField(label=_("何人で参加しますか(ご本人を含む)"), min_value=1, initial=1)

    def __init__(self, *, most: int) -> None:
        super().__init__()
        self.fields["persons"].widget.attrs["max"] = most


class WhoForm(forms.Form):
    """Who applies, for the office."""

    name = forms.CharField(
        label=_("お名前"), max_length=100, error_messages={"required": _("お名前を書いてください。")}
    )
    kana = forms.CharField(label=_("ふりがな"), max_length=100, required=False)
    birth_on = forms.DateField(label=_("生年月日(保険に使います)"), widget=DateParts, required=False)
    guardian = forms.CharField(label=_("保護者のお名前(18歳未満の方)"), max_length=100, required=False)
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    phone = PhoneField(label=_("電話番号"), required=False, max_length=30)

    def file_fields(self, language: str) -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return {
            "name": values["name"], "kana": values["kana"], "birth_on": values["birth_on"], "email": values["email"],
            "phone": values["phone"], "language": language,
        }  # fmt: skip


class CountedForm(forms.Form):
    """What the ministry's report counts, of the representative; nobody has to say it."""

    age_band = _counted(_("年代"), AgeBand)
    sex = _counted(_("性別"), Sex)
    prefecture = forms.ChoiceField(label=_("お住まいの都道府県"), required=False)
    occupation = _counted(_("職業"), Occupation)
    awareness = _counted(_("この地域を知っていましたか"), Awareness)
    past_visits = _counted(_("この地域に来たことがありますか"), PastVisits)
    lifestyle = _counted(_("関心に近い暮らし方"), TourLifestyle)

    def __init__(self, *args: Any, prefectures: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = self.fields["prefecture"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = [UNSAID, *prefectures.items()]


class CompanionForm(forms.Form):
    """Somebody who comes along."""

    name = forms.CharField(
        label=_("この方のお名前"), max_length=100,
        error_messages={"required": _("いっしょに参加する方のお名前を書いてください。")},
    )  # fmt: skip
    age = forms.IntegerField(
        label=_("年齢"), min_value=0, max_value=120,
        error_messages={
            "required": _("いっしょに参加する方の年齢を書いてください。"), "invalid": _("年齢は数字で書いてください。"),
        },
    )  # fmt: skip
    relation = forms.CharField(label=_("続柄(配偶者・子など)"), max_length=20, required=False)

    def companion(self) -> With:
        """Return who it is."""
        return With(
            name=self.cleaned_data["name"], age=self.cleaned_data["age"], relation=self.cleaned_data["relation"]
        )


class WishForm(forms.Form):
    """Which dates the party would like, best first."""

    remark = forms.CharField(
        label=_("伝えたいこと(食べられないもの、体調など)"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, dates: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wishes: dict[str, forms.Field] = {}
        for number in range(1, min(len(dates), MOST_WISHES) + 1):
            nothing = (
                [] if number == 1 and len(dates) == 1 else [("", _("選んでください") if number == 1 else _("なし"))]
            )
            wishes[f"wish{number}"] = forms.ChoiceField(
                label=_("第%(number)s希望の日程") % {"number": number}, choices=[*nothing, *dates],
                required=number == 1, error_messages={"required": _("希望する日程を選んでください。")},
            )  # fmt: skip
        self.fields = {**wishes, **self.fields}

    def wishes(self) -> list[str]:
        """Return the keys of the dates, best first."""
        return [value for name, value in self.cleaned_data.items() if name.startswith("wish") and value]


class ConsentForm(forms.Form):
    """What whoever applies agrees to; towns of a joint tour one by one."""

    agrees_agency = forms.BooleanField(
        label=_("旅行業者に、名前・連絡先・人数を渡すことに同意します"),
        error_messages={"required": _("旅行業者が実施するツアーです。お名前などを渡すことに同意が要ります。")},
    )
    agree = forms.BooleanField(
        label=_("上の取り扱いに同意します"),
        error_messages={"required": _("取り扱いに同意いただけない場合は、お電話でお申し込みください。")},
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    campaign = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, agency: str, towns: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not agency:
            del self.fields["agrees_agency"]
        if towns:
            self.fields["agrees_towns"] = forms.MultipleChoiceField(
                label=_("参加が決まったとき、名前・連絡先・人数を渡してよい町"), choices=list(towns), required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("渡さなくても申し込めます。渡した町には、その町の記録ができます。"),
            )  # fmt: skip

    def once(self) -> UUID:
        """Return the key of this press of the button; a new one where there is none that can be read."""
        found: UUID | None = self.cleaned_data.get("client_key")
        return found or uuid4()


class WayForm(forms.Form):
    """Staff: how an application came, and that whoever called or wrote has agreed."""

    way = forms.ChoiceField(
        label="受け付けた方法", choices=[(one.value, one.label) for one in (Way.TELEPHONE, Way.PAPER)],
        initial=Way.TELEPHONE.value, widget=forms.RadioSelect,
    )  # fmt: skip


class TourForms:
    """All forms of the page of an application, for a party of so many."""

    def __init__(
        self, data: Any, *, persons: int, dates: Sequence[tuple[str, Any]], prefectures: Mapping[str, str],
        questions: Mapping[str, Fact], agency: str, towns: Sequence[tuple[str, str]], initial: Mapping[str, Any],
        staff: bool = False,
    ) -> None:  # fmt: skip
        self.persons = persons
        self.wish = WishForm(data, dates=dates)
        self.who = WhoForm(data, initial=dict(initial))
        self.companions = [CompanionForm(data, prefix=f"with{number}") for number in range(persons - 1)]
        self.counted = CountedForm(data, prefectures=prefectures)
        self.questions: list[Question] = [form_for(fact, data, {}) for fact in questions.values()]
        self.consent = ConsentForm(data, agency=agency, towns=towns, initial={"campaign": initial.get("campaign", "")})
        self.way = WayForm(data) if staff else None
        for form in self.all if staff else ():
            form.about_self = False  # type: ignore[attr-defined]  # read by the kit: others' names are not filled in

    @property
    def all(self) -> list[forms.Form]:
        """Every form of the page, in its order."""
        way = [self.way] if self.way else []
        return [*way, self.wish, self.who, *self.companions, self.counted, *self.questions, self.consent]

    @property
    def is_bound(self) -> bool:
        return self.wish.is_bound

    def is_valid(self) -> bool:
        """Check every form, so that all that is wrong is said at once."""
        return all([form.is_valid() for form in self.all])

    def asking(self) -> Asking:
        """Return the application as the service takes it."""
        consent = self.consent.cleaned_data
        facts = {one.fact.key: one.answer() for one in self.questions}
        return Asking(
            persons=self.persons, wishes=self.wish.wishes(), once=self.consent.once(),
            way=Way.of(self.way.cleaned_data["way"]) if self.way else Way.WEB,
            companions=[form.companion() for form in self.companions], counted=self.counted.cleaned_data,
            facts={key: value for key, value in facts.items() if value is not None},
            guardian=self.who.cleaned_data["guardian"], remark=self.wish.cleaned_data["remark"],
            campaign=consent["campaign"], agrees_agency=consent.get("agrees_agency", False),
            agrees_towns=consent.get("agrees_towns", []),
        )  # fmt: skip
