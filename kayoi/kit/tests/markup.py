"""How tests look at markup: parsed strictly, searched for what the Content-Security-Policy forbids."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from django.template import Context, Engine
from django.test import RequestFactory, override_settings

FORBIDDEN = re.compile(r"[\s\"'](style|on[a-z]+|hx-on[^=\s]*)\s*=", re.IGNORECASE)

# Tests do not collect static files, so names are not hashed.
PLAIN_STATIC = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def rendered(source: str, *, address: str = "/", **context: object) -> str:
    """Render a template that has loaded the kit, as the page at this address, without any context processor."""
    template = Engine.get_default().from_string("{% load kit %}" + source)
    return template.render(Context({"request": RequestFactory().get(address), **context})).strip()


def page(name: str, *, address: str = "/", **context: object) -> str:
    """Render a whole page."""
    with override_settings(STORAGES=PLAIN_STATIC):
        template = Engine.get_default().get_template(name)
        return template.render(Context({"request": RequestFactory().get(address), **context}))


def parsed(html: str) -> Element:
    """Parse a page, or a piece of one within a page; a ParseError is a fault of the markup."""
    if not html.lstrip().lower().startswith("<!doctype"):
        html = f'<!DOCTYPE html><html lang="ja"><head><title>x</title></head><body>{html}</body></html>'
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    return tree


def forbidden_attributes(html: str) -> list[str]:
    """Return style and on… attributes of elements."""
    return [
        f"{element.tag} {name}"
        for element in elements(parsed(html))
        for name in element.attrib
        if name == "style" or name.startswith(("on", "hx-on"))
    ]


def elements(tree: Element) -> Iterator[Element]:
    """Return all elements."""
    return tree.iter()


def ids(tree: Element) -> list[str]:
    """Return all ids, in order, repeated ones too."""
    return [element.attrib["id"] for element in elements(tree) if "id" in element.attrib]


def text_of(element: Element) -> str:
    """Return the words of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())
