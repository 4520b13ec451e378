"""One house on a sheet of paper (A4): pictures, facts, a QR code that leads to its page."""

import io

from PIL import Image

from kayoi.foundation.files.selectors import path_of
from kayoi.kit.documents import pdf
from kayoi.kit.qr import qr_svg
from kayoi.programmes.homes.models import Listing, Picture
from kayoi.programmes.homes.selectors import listing_words as words

MOST_PICTURES = 4
SIDE_PX = 900
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: 16mm)
#set text(font: ("BIZ UDGothic", "Noto Sans CJK JP"), lang: data.lang, size: 10pt)
#set par(leading: 0.7em)
#grid(columns: (1fr, 28mm), gutter: 6mm,
  [
    #text(size: 9pt, data.number + "  " + data.town + "  " + data.state)
    #v(-0.4em)
    #text(size: 19pt, weight: "bold", data.title)
    #v(-0.4em)
    #text(size: 15pt, data.price)
  ],
  image(bytes(data.qr), format: "svg", width: 28mm, alt: data.address),
)
#if data.pictures.len() > 0 {
  grid(columns: (1fr, 1fr), gutter: 4mm,
    ..data.pictures.map(one => image(bytes(one), format: "jpg", width: 100%, height: 58mm, fit: "cover")))
}
#if data.appeal != "" [ #v(2mm) #data.appeal ]
#v(2mm)
#for group in data.groups {
  block(breakable: false)[
    #text(weight: "bold", group.title)
    #v(-0.5em)
    #grid(columns: (1fr, 1fr), column-gutter: 8mm, row-gutter: 0.6em,
      ..group.rows.map(row => grid(columns: (32%, 68%), text(fill: rgb("#555"), row.at(0)), row.at(1))))
  ]
}
#v(1fr)
#line(length: 100%, stroke: 0.4pt)
#text(size: 8.5pt, data.foot)
"""


def sheet_pdf(listing: Listing, *, address: str) -> bytes:
    """Return the sheet of a published house; reads its public pictures (town scope). Raises NoFont."""
    town = listing.organization
    groups = [("", words.facts_of(listing)), *((one.title, one.details) for one in words.groups_of(listing))]
    data = {
        "lang": "en" if words.english() else "ja",
        "number": listing.number,
        "town": words.either(town.name, town.name_en),
        "state": str(words.STATES.get(listing.state, "")),
        "title": words.title_of(listing),
        "price": words.price_of(listing),
        "appeal": words.either(listing.appeal, listing.appeal_en),
        "groups": [
            {"title": title, "rows": [[row.term, str(row.value)] for row in rows]} for title, rows in groups if rows
        ],
        "pictures": [list(one) for one in _pictures(listing)],
        "qr": qr_svg(address),
        "address": address,
        "foot": " ".join(filter(None, (words.either(town.name, town.name_en), town.office_name, town.phone, address))),
    }
    return pdf(TEMPLATE, data)


def _pictures(listing: Listing) -> list[bytes]:
    """Return the first pictures, small enough for paper."""
    rows = Picture.objects.filter(pk__in=listing.pictures[:MOST_PICTURES], is_public=True).select_related("file")
    found = []
    for row in sorted(rows, key=lambda one: listing.pictures.index(one.pk)):
        if not row.file.kind.startswith("image/"):
            continue
        with Image.open(path_of(row.file)) as picture:
            small = picture.convert("RGB")
            small.thumbnail((SIDE_PX, SIDE_PX))
            out = io.BytesIO()
            small.save(out, "JPEG", quality=80)
            found.append(out.getvalue())
    return found
