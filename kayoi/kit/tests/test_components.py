"""Every component renders, as valid HTML, without what the Content-Security-Policy forbids."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils import translation

from kayoi.kit.charts import Table
from kayoi.kit.html import DayMark, DayState, Detail, Entry, Link, attributes, month_of
from kayoi.kit.html.icons import PATHS, icon
from kayoi.kit.html.style_page import style_page_context
from kayoi.kit.tests.markup import FORBIDDEN, elements, forbidden_attributes, ids, page, parsed, rendered, text_of

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
HOSTILE = '<script>alert("1")</script>'


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    return style_page_context()


@pytest.mark.parametrize("name", ["kit/style_page.html", "kit/style_page_staff.html"])
def test_the_style_pages_are_valid(name: str, context: dict[str, Any]) -> None:
    html = page(name, address="/_kit/?status=open", **context)
    tree = parsed(html)
    assert forbidden_attributes(html) == []
    assert len([element for element in elements(tree) if element.tag == "h1"]) == 1
    assert tree.attrib["lang"] == "ja"
    assert sorted(set(ids(tree))) == sorted(ids(tree)), "an id stands twice"


@pytest.mark.parametrize("name", ["kit/style_page.html", "kit/style_page_staff.html"])
def test_what_is_referred_to_is_there(name: str, context: dict[str, Any]) -> None:
    tree = parsed(page(name, **context))
    there = set(ids(tree))
    for element in elements(tree):
        for attribute in ("aria-describedby", "aria-labelledby", "for", "data-dialog"):
            assert set(element.attrib.get(attribute, "").split()) <= there, (element.tag, element.attrib)


def test_headings_skip_no_level(context: dict[str, Any]) -> None:
    tree = parsed(page("kit/style_page.html", **context))
    levels = [int(str(element.tag)[1]) for element in elements(tree) if re.fullmatch("h[1-6]", str(element.tag))]
    inside = levels[levels.index(1) :]
    assert all(after - before <= 1 for before, after in pairwise(inside))


def test_every_template_is_on_a_style_page() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}
    used = {name for source in sources.values() for name in re.findall(r'"(kit/[\w/]+\.html)"', source)}
    tags = Path(__file__).resolve().parents[1] / "templatetags" / "kit"
    modules = [*tags.glob("*.py"), tags.parents[1] / "html" / "date_parts.py"]
    used |= {name for path in modules for name in re.findall(r'"(kit/[\w/]+\.html)"', path.read_text(encoding="utf-8"))}
    # Pages include the last ones by themselves.
    roots = {f"kit/{name}.html" for name in ("style_page", "style_page_staff", "htmx", "outbox", "layout_partner")}
    assert {str(path.relative_to(TEMPLATES)) for path in sources} == used | roots


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_holds_a_style_or_a_handler(path: Path) -> None:
    assert FORBIDDEN.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("bad", ['<p style="x">', "<a onclick='x'>", '<b hx-on:click="x">', '<i\nonload = "x">'])
def test_the_guard_sees_what_it_must(bad: str) -> None:
    assert FORBIDDEN.findall(bad)


@pytest.mark.parametrize("name", ["style", "onclick", "hx_on_click", "on_click"])
def test_tags_refuse_attributes_that_would_never_run(name: str) -> None:
    with pytest.raises(ValueError, match="use a class"):
        attributes(**{name: "x"})


def test_attributes_are_written_and_escaped() -> None:
    assert attributes(data_url='"><b>', hx_get="/x/", hidden=True, id=None, title="", open=False) == (
        ' data-url="&quot;&gt;&lt;b&gt;" hx-get="/x/" hidden'
    )


PIECES: dict[str, str] = {
    "button": "{% button text %}",
    "button link": "{% button text href=text kind='secondary' icon_name='download' %}",
    "button dialog": "{% button text href='/x/' dialog='d' %}{% dialog 'd' text %}{{ text }}{% enddialog %}",
    "button confirm": "{% form None %}{% button text kind='danger' confirm=text %}{% endform %}",
    "status": "{% for kind in 'nis' %}{% endfor %}{% status text 'info' %}",
    "chip": "{% chip text %}{% chip text href=text current=True %}{% chip text remove=text %}",
    "furigana": "{% furigana text 'よみ' %}",
    "progress": "{% progress 3 10 text note=text %}",
    "live_region": "{% live_region 'here' %}",
    "notice": "{% notice 'warning' title=text %}{{ text }}{% endnotice %}",
    "banner": "{% banner 'danger' title=text %}{{ text }}{% endbanner %}",
    "card": "{% card text href=text picture='/p.jpg' picture_text=text foot=text %}{{ text }}{% endcard %}",
    "accordion": "{% accordion text key='k' %}{{ text }}{% endaccordion %}",
    "table": "{% table text %}<tbody><tr><td data-label='x'>{{ text }}</td></tr></tbody>{% endtable %}",
    "table scroll": "{% table text layout='scroll' %}<tbody><tr><td>{{ text }}</td></tr></tbody>{% endtable %}",
    "map_frame": "{% map_frame text note=text list_href=text %}{{ text }}{% endmap_frame %}",
    "empty_state": "{% empty_state text %}<p>{{ text }}</p>{% endempty_state %}",
    "actions": "{% actions %}{% button text %}{% endactions %}",
    "external_link": "{% external_link text text %}",
    "group": "{% group text hint=text key='g' boxed=True %}{{ text }}{% endgroup %}",
    "breadcrumb": "{% breadcrumb links %}",
    "tabs": "{% tabs links text %}",
    "steps": "{% steps texts 2 %}",
    "pagination": "{% pagination page %}",
    "sort_header": "<table><tbody><tr>{% sort_header text 'k' number=True %}</tr></tbody></table>",
    "search_box": "{% search_box text hint=text action=text %}",
    "key_figure": "{% key_figure text 12 unit=text base=text as_of=text href=text link=text %}",
    "data_table": "{% data_table rows %}",
    "month": "{% month month %}",
    "description_list": "{% description_list details %}",
    "timeline": "{% timeline entries %}",
}


@pytest.mark.parametrize("piece", PIECES)
def test_every_piece_renders_and_escapes(piece: str) -> None:
    html = rendered(
        PIECES[piece],
        text=HOSTILE,
        texts=[HOSTILE] * 3,
        links=[Link(HOSTILE, HOSTILE, count=3), Link(HOSTILE, HOSTILE, current=True)],
        page=Paginator(range(30), 10).page(2),
        rows=Table(HOSTILE, (HOSTILE, HOSTILE), ((HOSTILE, 1), (HOSTILE, None)), HOSTILE),
        details=[Detail(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)],
        entries=[Entry(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "now")],
        month=month_of(title=HOSTILE, year=2026, month=5, days={date(2026, 5, 4): DayMark(words=HOSTILE, href="/x")}),
    )
    tree = parsed(html)
    assert forbidden_attributes(html) == []
    assert not [element for element in elements(tree) if str(element.tag).endswith("script")]
    assert "<script" not in html


@pytest.mark.parametrize("name", PATHS)
def test_icons_are_passed_over_by_screen_readers(name: str) -> None:
    svg = next(element for element in elements(parsed(icon(name))) if str(element.tag).endswith("svg"))
    assert svg.attrib["aria-hidden"] == "true"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ 12300|number:'円' }}", "12,300円"),
        ("{{ None|number:'円' }}", "―データなし"),
        ("{{ 0|number }}", "0"),
        ("{{ on|wareki }}", "令和8年11月21日"),
        ("{{ on|both_years }}", "2026年(令和8年)11月21日"),
        ("{{ first|both_years }}", "2019年(令和元年)5月1日"),
        ("{{ None|both_years }}", ""),
        ("{% furigana '飯山瀬' 'いいやませ' %}", "飯山瀬(いいやませ)"),
        ("{% furigana '飯山瀬' '' %}", "飯山瀬"),
        ("{% steps labels 2 %}", "1 一 (済み) 2 二 3 三"),
    ],
)
def test_what_is_read(source: str, words: str) -> None:
    html = rendered(source, on=date(2026, 11, 21), first=date(2019, 5, 1), labels=["一", "二", "三"])
    assert text_of(parsed(html)).removeprefix("x").strip() == words


def test_dates_are_written_as_the_language_writes_them() -> None:
    with translation.override("en"):
        assert rendered("{{ on|both_years }}", on=date(2026, 11, 21)) == "Nov. 21, 2026"


def test_a_state_is_never_colour_alone() -> None:
    seen = set()
    for kind in ("neutral", "info", "success", "warning", "danger"):
        html = rendered("{% status label kind %}", label="決定", kind=kind)
        assert "決定" in html
        seen.add(re.search(r' d="([^"]+)"', html).group(1))  # type: ignore[union-attr]
    assert len(seen) == 5


def test_a_disabled_button_can_still_be_reached_and_does_nothing() -> None:
    html = rendered("{% button '締め切りました' disabled=True aria_describedby='why' %}")
    assert 'type="button"' in html
    assert 'aria-disabled="true"' in html
    assert " disabled" not in html


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{% button 'x' kind='big' %}", ValueError),
        ("{% notice 'loud' %}x{% endnotice %}", ValueError),
        ("{% table 'x' layout='wide' %}{% endtable %}", ValueError),
        ("{% status 'x' 'loud' %}", KeyError),
        ("{% icon 'unicorn' %}", KeyError),
        ("{% field 'x' %}", TypeError),
    ],
)
def test_mistakes_of_the_author_are_not_swallowed(source: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        rendered(source)


@pytest.mark.parametrize(("level", "kind"), [(20, "info"), (25, "success"), (30, "warning"), (40, "danger")])
def test_messages_become_banners_that_are_read_out(level: int, kind: str) -> None:
    html = rendered("{% message_banners messages %}", messages=[Message(level, HOSTILE)])
    assert f"banner-{kind}" in html
    assert f'role="{"alert" if kind == "danger" else "status"}"' in html
    assert "<script" not in html


def test_a_month_knows_weeks_holidays_and_states() -> None:
    may = month_of(
        title="2026年5月", year=2026, month=5, days={date(2026, 5, 12): DayMark(DayState.FEW)}, today=date(2026, 5, 7)
    )
    days = [day for week in may.weeks for day in week]
    assert [len(week) for week in may.weeks] == [7] * 6
    assert [day.on.day for day in days if day.inside] == list(range(1, 32))
    assert next(day for day in days if day.on == date(2026, 5, 4)).holiday == "みどりの日"
    assert [day.on.day for day in days if day.today] == [7]
    assert may.states == [DayState.FEW]


def test_a_page_with_errors_says_so_in_its_title(context: dict[str, Any]) -> None:
    good = page("kit/style_page.html", **{**context, "form": context["empty_form"]})
    bad = page("kit/style_page.html", **{**context, "form": context["wrong_form"]})
    assert [_title(html) for html in (good, bad)] == ["部品の一覧 ― Kayoi", "エラー: 部品の一覧 ― Kayoi"]


def _title(html: str) -> str:
    return text_of(next(element for element in elements(parsed(html)) if element.tag == "title"))


def test_a_bare_page_needs_no_context() -> None:
    for name in ("kit/page.html", "kit/layout_public.html", "kit/layout_staff.html"):
        tree = parsed(page(name))
        mains = [element for element in elements(tree) if element.tag == "main"]
        assert [main.attrib["id"] for main in mains] == ["main"]


def test_the_accent_of_a_town_is_linked_after_the_kit() -> None:
    html = page("kit/layout_public.html", accent_href="/kirino/accent.css")
    assert html.index("kit/kit.css") < html.index("/kirino/accent.css")


def test_htmx_stands_on_pages_that_ask_for_it(context: dict[str, Any]) -> None:
    assert "htmx" not in page("kit/style_page.html", **context)
    assert '"allowEval":false' in page("kit/htmx.html")
