"""Forms: every widget with label, hint and errors tied together; the summary leads to each field."""

from datetime import date, datetime, time
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from django import forms

from kayoi.kit.html import DateParts
from kayoi.kit.html.fields import problems_of
from kayoi.kit.html.style_page import SampleForm
from kayoi.kit.tests.case_tables import cases
from kayoi.kit.tests.markup import elements, ids, parsed, rendered, text_of

CHOICES = [("a", "山"), ("b", "海")]


class EveryWidget(forms.Form):
    """One field for each widget of Django that people see."""

    text = forms.CharField(help_text="ヒント", required=False)
    email = forms.EmailField()
    url = forms.URLField(required=False, assume_scheme="https")
    password = forms.CharField(widget=forms.PasswordInput)
    area = forms.CharField(widget=forms.Textarea, max_length=10)
    phone = forms.CharField()
    whole = forms.IntegerField(min_value=1, max_value=9)
    broken = forms.DecimalField()
    day = forms.DateField()
    moment = forms.DateTimeField()
    hour = forms.TimeField()
    parts = forms.DateField(widget=DateParts)
    picked = forms.ChoiceField(choices=CHOICES)
    several = forms.MultipleChoiceField(choices=CHOICES)
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    checks = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    tick = forms.BooleanField()
    nothing = forms.NullBooleanField()
    file = forms.FileField()
    upload = forms.FileField(widget=forms.FileInput)
    selects = forms.DateField(widget=forms.SelectDateWidget(years=[2026]))
    secret = forms.CharField(widget=forms.HiddenInput)


class ManyForm(forms.Form):
    name = forms.CharField(label="お名前")
    key = forms.CharField(widget=forms.HiddenInput, required=False)


VISIBLE = [name for name in EveryWidget.base_fields if name != "secret"]


def find(tree: Element, key: str) -> Element:
    """Return the element of this id."""
    return next(element for element in elements(tree) if element.attrib.get("id") == key)


def inputs(tree: Element) -> list[Element]:
    """Return everything that takes input."""
    return [element for element in elements(tree) if element.tag in {"input", "select", "textarea"}]


@pytest.mark.parametrize("name", VISIBLE)
@pytest.mark.parametrize("bound", [False, True])
def test_every_input_has_a_name_for_screen_readers(name: str, bound: bool) -> None:
    form = EveryWidget({}) if bound else EveryWidget()
    tree = parsed(rendered("{% field bound %}", bound=form[name]))
    labels = {element.attrib["for"]: text_of(element) for element in elements(tree) if element.tag == "label"}
    if name != "selects":  # Django's three selects carry no labels: DateParts is ours
        assert inputs(tree)
        assert all(labels[element.attrib["id"]] for element in inputs(tree))


@pytest.mark.parametrize("name", VISIBLE)
def test_errors_are_tied_to_their_field(name: str) -> None:
    form = EveryWidget({})
    tree = parsed(rendered("{% field bound %}", bound=form[name]))
    key = f"id_{name}_error"
    if not form[name].errors:
        assert key not in ids(tree)
        return
    assert str(form[name].errors[0]) in text_of(find(tree, key))
    described = [element for element in elements(tree) if key in element.attrib.get("aria-describedby", "").split()]
    assert [element.tag for element in described] in (["input"], ["select"], ["textarea"], ["fieldset"])
    assert any(element.attrib.get("aria-invalid") == "true" for element in inputs(tree))


def test_hint_unit_and_counter_describe_the_input() -> None:
    tree = parsed(rendered("{% field f.text %}{% field f.area %}{% field f.whole unit='人' %}", f=EveryWidget()))
    assert find(tree, "id_text").attrib["aria-describedby"] == "id_text_helptext"
    assert find(tree, "id_area").attrib["aria-describedby"] == "id_area_count"
    assert find(tree, "id_whole").attrib["aria-describedby"] == "id_whole_unit"
    assert {"id_text_helptext", "id_area_count", "id_whole_unit"} <= set(ids(tree))


def test_marks_say_in_words_what_is_needed() -> None:
    form = EveryWidget()
    assert text_of(find_label(rendered("{% field f.email %}", f=form))).endswith("必須")
    assert text_of(find_label(rendered("{% field f.text %}", f=form))).endswith("任意")
    assert text_of(find_label(rendered("{% field f.text mark=False %}", f=form))) == "Text"


def find_label(html: str) -> Element:
    return next(element for element in elements(parsed(html)) if element.tag == "label")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("email", {"type": "email", "autocomplete": "email"}),
        ("phone", {"type": "tel", "autocomplete": "tel"}),
        ("whole", {"type": "text", "inputmode": "numeric"}),
        ("broken", {"type": "text", "inputmode": "decimal"}),
        ("day", {"type": "date"}),
        ("moment", {"type": "datetime-local"}),
        ("hour", {"type": "time"}),
        ("password", {"type": "password"}),
    ],
)
def test_the_right_keyboard_opens(name: str, expected: dict[str, str]) -> None:
    given = inputs(parsed(rendered("{% field bound %}", bound=EveryWidget()[name])))[0].attrib
    assert {key: given.get(key) for key in expected} == expected
    assert not {"min", "max", "step"} & set(given)


def test_staff_who_write_about_others_are_not_offered_their_own_name() -> None:
    class AboutOthers(EveryWidget):
        about_self = False

    own, other = (rendered("{% field f.email %}", f=form) for form in (EveryWidget(), AboutOthers()))
    assert 'autocomplete="email"' in own
    assert 'autocomplete="off"' in other
    assert 'autocomplete="one-time-code"' in rendered(
        "{% field f.text autocomplete='one-time-code' %}", f=EveryWidget()
    )


@pytest.mark.parametrize(
    ("name", "initial", "shown"),
    [
        ("day", date(2026, 11, 21), "2026-11-21"),
        ("moment", datetime(2026, 11, 21, 9, 5), "2026-11-21T09:05"),
        ("hour", time(9, 5), "09:05"),
    ],
)
def test_dates_reach_the_browser_in_its_own_notation(name: str, initial: Any, shown: str) -> None:
    form = EveryWidget(initial={name: initial})
    assert inputs(parsed(rendered("{% field bound %}", bound=form[name])))[0].attrib["value"] == shown


def test_pasted_text_is_not_cut_by_the_browser() -> None:
    area = inputs(parsed(rendered("{% field f.area %}", f=EveryWidget())))[0].attrib
    assert "maxlength" not in area
    assert area["data-counter"] == "10"


def test_the_widget_of_the_form_is_left_as_it_was() -> None:
    form = EveryWidget()
    rendered("{% fields f %}", f=form)
    assert {"min", "max"} <= set(form.fields["whole"].widget.attrs)
    assert isinstance(form.fields["file"].widget, forms.ClearableFileInput)


def test_a_kept_file_can_be_seen_and_removed() -> None:
    class Optional(forms.Form):
        paper = forms.FileField(label="書類", required=False)

    kept = SimpleNamespace(url="/files/7/", name="免許証.pdf")
    tree = parsed(rendered("{% field f.paper %}", f=Optional(initial={"paper": kept})))
    assert any(element.attrib.get("href") == "/files/7/" for element in elements(tree))
    assert find(tree, "id_paper_clear").attrib["name"] == "paper-clear"


def test_the_summary_leads_to_every_field() -> None:
    form = EveryWidget({})
    tree = parsed(rendered("{% errors f %}{% fields f %}", f=form))
    targets = [element.attrib["href"][1:] for element in elements(tree) if element.tag == "a"]
    assert set(targets) <= set(ids(tree))
    focusable = {"input", "select", "textarea"}
    assert {find(tree, target).tag for target in targets} <= focusable
    assert len(targets) == sum(len(form[name].errors) for name in VISIBLE)


def test_the_summary_is_focused_announced_and_names_the_fields() -> None:
    summary = find(parsed(rendered("{% errors f %}", f=ManyForm({}))), "error-summary").attrib
    assert (summary["role"], summary["tabindex"]) == ("alert", "-1")
    assert "autofocus" in summary
    assert "お名前: 入力してください。" in text_of(parsed(rendered("{% errors f %}", f=ManyForm({}))))


def test_several_forms_have_one_summary() -> None:
    tree = parsed(rendered("{% errors f more %}", f=ManyForm({}), more=[ManyForm({}, prefix="a"), ManyForm({})]))
    each = len(ManyForm({}).errors)
    assert [e.attrib["id"] for e in elements(tree) if e.tag == "div"] == ["error-summary"]
    assert len([e for e in elements(tree) if e.tag == "li"]) == 3 * each


def test_hidden_and_general_errors_are_told_without_a_link() -> None:
    form = EveryWidget({})
    form.full_clean()
    form.add_error(None, "受付期間は終わりました。")
    problems = problems_of([form])
    assert problems[0].message == "受付期間は終わりました。"
    assert [problem.target for problem in problems if problem.label == "Secret"] == [""]


def test_no_errors_make_no_summary() -> None:
    assert rendered("{% errors a b c %}", a=ManyForm(), b=None, c=ManyForm({"name": "山野"})) == ""


def test_the_summary_covers_form_sets() -> None:
    many = forms.formset_factory(ManyForm, extra=0, min_num=1, validate_min=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "", "form-1-name": ""}
    tree = parsed(
        rendered("{% errors s %}{% form s %}{% for f in s %}{% fields f %}{% endfor %}{% endform %}", s=many(data))
    )
    targets = [element.attrib["href"][1:] for element in elements(tree) if element.tag == "a"]
    assert targets == ["id_form-0-name", "id_form-1-name"]
    names = [element.attrib.get("name") for element in inputs(tree)]
    assert {"form-TOTAL_FORMS", "form-0-key", "form-1-key"} <= set(names)
    assert len(names) == len(set(names))


def test_a_form_carries_what_it_needs() -> None:
    html = rendered(
        "{% form f action='/x/' autosave_url='/draft/' %}{% fields f %}{% endform %}", f=SampleForm(), csrf_token="tok"
    )
    form = next(element for element in elements(parsed(html)) if element.tag == "form")
    assert {key: form.attrib[key] for key in ("method", "action", "enctype", "data-guard", "data-autosave-url")} == {
        "method": "post",
        "action": "/x/",
        "enctype": "multipart/form-data",
        "data-guard": "yes",
        "data-autosave-url": "/draft/",
    }
    assert "novalidate" in form.attrib
    names = [element.attrib["name"] for element in inputs(form)]
    assert names.count("secret") == 1
    assert "csrfmiddlewaretoken" in names
    assert "data-autosave-status" in html


def test_a_search_carries_no_token_and_no_guard() -> None:
    html = rendered("{% form None method='get' %}{% endform %}", csrf_token="tok")
    assert "csrfmiddlewaretoken" not in html
    assert "data-guard" not in html


def test_a_form_with_errors_warns_before_it_is_left() -> None:
    assert 'data-guard="changed"' in rendered("{% form f %}{% endform %}", f=ManyForm({}))


@cases("date_parts")
def test_a_date_in_three_boxes_is_read(case: dict[str, str]) -> None:
    data = {"d_year": case["年"], "d_month": case["月"], "d_day": case["日"]}
    assert (DateParts().value_from_datadict(data, {}, "d") or "") == case["結果"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(1985, 4, 1), ["1985", "4", "1"]),
        ("1985-04-01", ["1985", "4", "1"]),
        ("令和8-13-1", ["令和8", "13", "1"]),
        ("1985--", ["1985", "", ""]),
        ("2026-0-0", ["2026", "0", "0"]),
        (None, ["", "", ""]),
    ],
)
def test_a_date_in_three_boxes_is_shown_again(value: Any, shown: list[str]) -> None:
    boxes = DateParts().get_context("d", value, {"id": "id_d"})["boxes"]
    assert [box["value"] for box in boxes] == shown
