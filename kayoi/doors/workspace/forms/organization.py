"""Organizations, members, settings, texts, sharings."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import DESK_KINDS, RESERVED_SLUGS, OrganizationKind, Shared
from kayoi.kit.html import fits_as_accent
from kayoi.kit.states import TownSetting

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OrganizationForm(forms.Form):
    """What an organization says about itself."""

    introduction = forms.CharField(
        label="町の紹介(町のことばで)", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    introduction_en = forms.CharField(
        label="町の紹介(英語)", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    name_en = forms.CharField(label="英語の名称", max_length=100, required=False)
    office_name = forms.CharField(label="担当課", max_length=100, required=False)
    phone = forms.CharField(
        label="電話番号", max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label="代表メール(返信の宛先)", required=False)
    site_url = forms.URLField(label="公式サイト", required=False, assume_scheme="https")
    accent = forms.CharField(label="アクセント色", max_length=7, widget=forms.TextInput(attrs={"type": "color"}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_accent(self) -> str:
        """Return the colour, when white letters on it can be read."""
        colour: str = self.cleaned_data["accent"].lower()
        try:
            readable = fits_as_accent(colour)
        except ValueError as error:
            raise forms.ValidationError("色は #0017c1 のように書いてください。") from error
        if not readable:
            raise forms.ValidationError(
                "この色では文字が読みにくくなります(コントラスト 4.5:1 以上)。濃い色を選んでください。"
            )
        return colour


class SettingForm(forms.Form):
    """One figure that the town chooses, from a day on."""

    value = forms.IntegerField(label="値")
    starts_on = forms.DateField(label="いつから", widget=DAY)

    def __init__(self, *args: Any, which: TownSetting, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.which, self.today = which, today
        value = self.fields["value"]
        assert isinstance(value, forms.IntegerField)
        value.label, value.help_text = f"{which.label}({which.unit})", which.help
        value.min_value, value.max_value = which.least, which.most

    def clean_value(self) -> int:
        """Return the value inside its limits."""
        value: int = self.cleaned_data["value"]
        if not self.which.least <= value <= self.which.most:
            raise forms.ValidationError(f"{self.which.least}から{self.which.most}までの数を書いてください。")
        return value

    def clean_starts_on(self) -> date:
        """Refuse a day in the past: what was counted stays as it was."""
        starts_on: date = self.cleaned_data["starts_on"]
        if starts_on < self.today:
            raise forms.ValidationError("過去の日からは変えられません。今日か、これからの日を選んでください。")
        return starts_on


def role_choices(organization: Organization) -> list[tuple[str, str]]:
    """Return the roles that this kind of organization may give."""
    roles = settings.KAYOI_STAFF_ROLES.values()
    if organization.kind == OrganizationKind.OPERATOR:
        return [(role.key, role.label) for role in roles if role.key == "operator"]
    prefecture = organization.kind == OrganizationKind.PREFECTURE
    hidden = {"operator"} | (set() if prefecture else {"prefecture_officer"})
    return [(role.key, role.label) for role in roles if role.key not in hidden]


class InviteForm(forms.Form):
    """An invitation to become a member."""

    about_self = False

    email = forms.EmailField(label="仕事のメールアドレス")
    name = forms.CharField(label="お名前", max_length=60)
    title = forms.CharField(label="職名", max_length=60, required=False)
    role = forms.ChoiceField(label="役割", widget=forms.RadioSelect)
    employer: "forms.ModelChoiceField[Organization]" = forms.ModelChoiceField(
        label="委託先(委託のときだけ)", queryset=None, required=False, empty_label="なし"
    )
    access_ends_before = forms.DateField(label="契約が終わる日の翌日(委託のときだけ)", required=False, widget=DAY)

    def __init__(
        self, *args: Any, organization: Organization, contractors: QuerySet[Organization], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        role, employer = self.fields["role"], self.fields["employer"]
        assert isinstance(role, forms.ChoiceField)
        assert isinstance(employer, forms.ModelChoiceField)
        role.choices = role_choices(organization)
        employer.queryset = contractors

    def clean(self) -> dict[str, Any]:
        """A contractor has an employer and an end; a member of the town has neither."""
        values = super().clean() or {}
        contractor = values.get("role") == "contractor"
        if contractor and not values.get("access_ends_before"):
            self.add_error("access_ends_before", "委託先の人には、契約の終わりの日を書いてください。")
        if contractor and not values.get("employer"):
            self.add_error("employer", "どの委託先の人かを選んでください。")
        if not contractor and values.get("employer"):
            self.add_error("employer", "委託先は、役割が「委託先の相談員」のときだけ選べます。")
        return values


class MemberForm(forms.Form):
    """A member's name, title and role."""

    about_self = False

    name = forms.CharField(label="お名前", max_length=60)
    title = forms.CharField(label="職名", max_length=60, required=False)
    role = forms.ChoiceField(label="役割", widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = role_choices(organization)


class TextForm(forms.Form):
    """A town's own words for a mail."""

    subject = forms.CharField(label="件名", max_length=200)
    body = forms.CharField(label="本文", max_length=8000, widget=forms.Textarea(attrs={"rows": 16}))


class SharingForm(forms.Form):
    """With whom what is shared, from when. Figures are for prefectures and offices that several towns share."""

    what = forms.ChoiceField(label="共有するもの", choices=Shared.choices(), widget=forms.RadioSelect)

    reader: "forms.ModelChoiceField[Organization]" = forms.ModelChoiceField(
        label="共有する相手", queryset=None, empty_label="選んでください"
    )
    starts_on = forms.DateField(label="いつから", widget=DAY)

    def __init__(self, *args: Any, readers: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = self.fields["reader"]
        assert isinstance(reader, forms.ModelChoiceField)
        reader.queryset = readers

    def clean(self) -> dict[str, Any]:
        """Refuse figures to a town of the same rank."""
        values = super().clean() or {}
        reader = values.get("reader")
        if reader and values.get("what") == Shared.FIGURES and reader.kind == OrganizationKind.MUNICIPALITY:
            self.add_error("reader", "集計値は、県か協議会にだけ共有できます。")
        return values


class NewOrganizationForm(forms.Form):
    """An organization that the operator registers, with its first member."""

    about_self = False

    kind = forms.ChoiceField(
        label="種別",
        choices=[(kind.value, kind.label) for kind in OrganizationKind if kind is not OrganizationKind.OPERATOR],
    )
    name = forms.CharField(label="名称", max_length=100)
    name_en = forms.CharField(label="英語の名称", max_length=100, required=False)
    slug = forms.SlugField(label="URL名(半角の小文字とハイフン)", max_length=40)
    place_code = forms.RegexField(
        label="全国地方公共団体コード(6桁)",
        regex=r"^\d{6}$",
        required=False,
        error_messages={"invalid": "6桁の数字で書いてください(検査数字を含みます)。"},
    )
    email = forms.EmailField(label="最初の職員のメールアドレス")
    member_name = forms.CharField(label="最初の職員のお名前", max_length=60)

    def clean_slug(self) -> str:
        """Refuse what is taken, or means something else."""
        slug: str = self.cleaned_data["slug"].lower()
        if slug in RESERVED_SLUGS or Organization.objects.filter(slug=slug).exists():
            raise forms.ValidationError("このURL名は使えません。別の名前にしてください。")
        return slug

    def clean(self) -> dict[str, Any]:
        """Municipalities and prefectures have a code."""
        values = super().clean() or {}
        needs_code = values.get("kind") in DESK_KINDS - {OrganizationKind.CONSORTIUM}
        if needs_code and not values.get("place_code") and "place_code" not in self.errors:
            self.add_error("place_code", "市区町村・都道府県には、コードを書いてください。")
        return values

    def opening(self) -> dict[str, Any]:
        """Return what the service takes: the organization, its first member and that member's role."""
        values = self.cleaned_data
        kind = OrganizationKind.of(values["kind"])
        desk = kind in DESK_KINDS
        organization = {name: values[name] for name in ("kind", "name", "name_en", "slug", "place_code")}
        return {
            "organization": organization | {"programmes": ["consultations"] if desk else []},
            "email": values["email"],
            "member_name": values["member_name"],
            "role": "section_head",
        }
