"""Pages, sorting, search and filters: the address keeps what was chosen."""

from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines

from kayoi.kit.html import Link, LinkGroup
from kayoi.kit.tests.markup import elements, page, parsed, rendered, text_of


class Filters(forms.Form):
    status = forms.ChoiceField(label="状態", required=False, choices=[("", "すべて"), ("new", "新着")])
    kind = forms.MultipleChoiceField(
        label="種類", required=False, choices=[("住まい", [("home", "空き家")]), ("tour", "見学")]
    )
    word = forms.CharField(label="言葉", required=False)


def links(html: str) -> dict[str, dict[str, list[str]]]:
    """Return the words of each link with the parts of its address."""
    return {
        text_of(element): parse_qs(urlsplit(element.attrib["href"]).query, keep_blank_values=True)
        for element in elements(parsed(html))
        if element.tag == "a"
    }


def test_pages_keep_the_filters() -> None:
    found = links(rendered("{% pagination p %}", address="/?status=new&page=3", p=Paginator(range(100), 10).page(3)))
    assert found["次へ"] == {"status": ["new"], "page": ["4"]}
    assert found["前へ"] == {"status": ["new"], "page": ["2"]}
    assert found["ページ10"] == {"status": ["new"], "page": ["10"]}


@pytest.mark.parametrize(("number", "absent"), [(1, "前へ"), (10, "次へ")])
def test_the_first_and_last_page_lead_nowhere_else(number: int, absent: str) -> None:
    found = links(rendered("{% pagination p %}", p=Paginator(range(100), 10).page(number)))
    assert absent not in found


def test_one_page_needs_no_links() -> None:
    html = rendered("{% pagination p %}", p=Paginator(range(3), 10).page(1))
    assert links(html) == {}
    assert "全3件のうち1〜3件目" in text_of(parsed(html))


def test_there_may_be_no_request() -> None:
    template = engines["django"].from_string("{% load kit %}{% pagination p %}")
    assert "?page=2" in template.render({"p": Paginator(range(30), 10).page(1)})


@pytest.mark.parametrize(
    ("address", "leads_to", "state"),
    [
        ("/", "name", None),
        ("/?sort=name", "-name", "ascending"),
        ("/?sort=-name", "name", "descending"),
        ("/?sort=other&page=4", "name", None),
    ],
)
def test_sorting_turns_round(address: str, leads_to: str, state: str | None) -> None:
    html = rendered("<table><tbody><tr>{% sort_header 'お名前' 'name' %}</tr></tbody></table>", address=address)
    head = next(element for element in elements(parsed(html)) if element.tag == "th")
    assert links(html)["お名前"] == {"sort": [leads_to]}
    assert head.attrib.get("aria-sort") == state


def test_what_was_searched_stays_in_the_box() -> None:
    html = rendered("{% search_box '探す' name='q' %}", address='/?q="海"')
    box = next(element for element in elements(parsed(html)) if element.tag == "input")
    assert box.attrib["value"] == '"海"'


def test_chosen_filters_can_be_taken_away_one_by_one() -> None:
    address = "/?status=new&kind=home&kind=tour&word=海&sort=-name&page=3"
    form = Filters({"status": "new", "kind": ["home", "tour"], "word": "海"})
    html = rendered("{% filter_bar f %}", address=address, f=form)
    found = links(html)
    assert list(found) == [f"{name}の条件を外す" for name in ("状態:新着", "種類:空き家", "種類:見学", "言葉:海")]
    assert found["種類:空き家の条件を外す"] == {"status": ["new"], "kind": ["tour"], "word": ["海"], "sort": ["-name"]}
    kept = {e.attrib["name"]: e.attrib["value"] for e in elements(parsed(html)) if e.attrib.get("type") == "hidden"}
    assert kept == {"sort": "-name"}


def test_an_empty_choice_is_no_filter() -> None:
    assert links(rendered("{% filter_bar f %}", address="/?status=&word=", f=Filters({}))) == {}


def test_navigation_says_where_one_is() -> None:
    html = page(
        "kit/layout_staff.html",
        side_menu=[LinkGroup("記録", [Link("個票", "/files/", current=True, count=3), Link("相談", "/c/")])],
        account_links=[Link("田中"), Link("ログアウト", "/logout/", post=True)],
        breadcrumb=[Link("ホーム", "/"), Link("個票")],
        csrf_token="tok",
    )
    tree = parsed(html)
    current = [text_of(e) for e in elements(tree) if e.attrib.get("aria-current") == "page"]
    assert current == ["個票 3", "個票 3", "個票"]  # wide menu, folded menu, breadcrumb
    assert all(e.attrib["href"] for e in elements(tree) if e.tag == "a"), "a name is no link"
    log_out = next(e for e in elements(tree) if e.attrib.get("action") == "/logout/")
    assert (log_out.attrib["method"], names(log_out)) == ("post", ["csrfmiddlewaretoken"])


def test_only_the_group_of_the_page_is_unfolded() -> None:
    menu = [
        LinkGroup("", [Link("業務画面", "/")]),
        LinkGroup("記録", [Link("個票", "/files/")], open=True),
        LinkGroup("集計", [Link("数", "/n/")]),
    ]
    tree = parsed(rendered('{% include "kit/side_menu.html" %}', side_menu=menu))
    wide = next(e for e in elements(tree) if e.attrib.get("class") == "menu-wide")
    groups = [e for e in elements(wide) if e.tag == "details"]
    assert [(text_of(e).split()[0], "open" in e.attrib) for e in groups] == [("記録", True), ("集計", False)]


def names(form: Element) -> list[str]:
    return [element.attrib["name"] for element in elements(form) if "name" in element.attrib]


def test_languages_are_offered_in_their_own_words() -> None:
    html = page("kit/layout_public.html", languages=[("ja", "日本語"), ("en", "English")], language_url="/language/")
    buttons = [e for e in elements(parsed(html)) if e.attrib.get("name") == "language"]
    assert [(b.attrib["lang"], b.attrib.get("aria-current"), text_of(b)) for b in buttons] == [
        ("ja", "true", "日本語"),
        ("en", None, "English"),
    ]


def test_a_demo_says_so_on_every_layout() -> None:
    for name in ("kit/layout_public.html", "kit/layout_staff.html"):
        assert "架空の人物" in page(name, demo=True)
        assert "架空の人物" not in page(name)
