"""The letter to a holder who has not answered (権利者への照会の手紙), as PDF."""

from datetime import date
from pathlib import Path

from kayoi.foundation.places.selectors import place_of
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import wareki
from kayoi.kit.documents import pdf
from kayoi.programmes.homes.models import Party
from kayoi.programmes.homes.states import PartyRole

TEMPLATE = Path(__file__).parents[1] / "templates" / "homes" / "holder_letter.typ"


def letter_to(party: Party, organization: Organization, *, on: date, reply_by: date) -> bytes:
    """Return the letter with a slip to answer on. It names no other holder. Raises NoFont."""
    file, home = party.case_file, party.home
    place = place_of(file.place_code) if file.place_code else None
    why = "相続された方" if party.role == PartyRole.HEIR else "権利をお持ちの方"
    data = {
        "day": wareki(on),
        "postal_code": f"〒{file.postal_code}" if file.postal_code else "",
        "address": f"{place.full_name if place else ''}{file.address}",
        "name": f"{file.shown_name} 様",
        "town": organization.name,
        "office": organization.office_name,
        "phone": organization.phone,
        "email": organization.email,
        "title": "空き家についてのお尋ね",
        "number": home.number,
        "place": f"{home.quarter}{home.address}",
        "words": [
            f"下の空き家について、{why}としてお便りします。この家を空き家バンクに登録し、住みたい方に紹介する話があります。",
            "登録には、権利をお持ちの方みなさまのお考えをうかがう必要があります。登録しなければならないものではなく、"
            "お返事によって不利になることはありません。",
            f"{wareki(reply_by)}までに、下の返信票か、お電話でお知らせください。相続や登記のこと、家財のことなど、"
            "お困りのことがあれば、あわせてお聞かせください。",
            f"{organization.name}は、売買・賃貸の交渉や契約には関わりません。",
        ],
        "reply_by": wareki(reply_by),
        "answers": [
            "空き家バンクへの登録に同意します",
            "登録に同意しません",
            "話を聞いてから決めたいので、連絡をください",
            "自分に権利があるか分かりません",
        ],
    }
    return pdf(TEMPLATE.read_text(encoding="utf-8"), data)
