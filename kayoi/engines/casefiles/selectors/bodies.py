"""Bodies that apply: of a file, of many files, by number, by name and seat."""

from collections.abc import Iterable

from kayoi.engines.casefiles.models import Body, CaseFile
from kayoi.engines.casefiles.selectors.families import roots_of
from kayoi.kit.html import Detail
from kayoi.kit.text import name_key, search_key


def body_of(file: CaseFile | None) -> Body | None:
    """Return the body that a file is about; None where it is about a person."""
    return None if file is None else Body.objects.filter(case_file=file.pk).select_related("case_file").first()


def bodies_of(file_ids: Iterable[int]) -> dict[int, Body]:
    """Return the bodies among some files, by the ids of the files."""
    return {one.case_file_id: one for one in Body.objects.filter(case_file__in=set(file_ids))}


def about_body(body: Body) -> list[Detail]:
    """Return what is known of a body, line by line, without whoever writes for it."""
    file = body.case_file
    return [
        Detail("団体名", f"{file.name}({file.kana})" if file.kana else file.name),
        Detail("代表者", body.representative),
        Detail("所在地", f"〒{file.postal_code} {file.address}" if file.postal_code else file.address or "―"),
        Detail("法人番号", body.corporate_number or "なし"),
    ]


def known_body(corporate_number: str, *, name: str, address: str) -> CaseFile | None:
    """Return the file of the body with this number, else of the only one with this name and seat and no other number.

    A name alone never finds a body: two districts may each have a 青年会, and money goes by the file.
    """
    rows = Body.objects.select_related("case_file").order_by("pk")
    found = list(rows.filter(corporate_number=corporate_number)) if corporate_number else []
    if not found:
        named = rows.filter(case_file__name_key=name_key(name)[:100])
        if corporate_number:
            named = named.filter(corporate_number="")
        found = [one for one in named if search_key(one.case_file.address) == search_key(address)]
    files = {file.pk: file for file in roots_of(one.case_file_id for one in found).values()}
    return next(iter(files.values())) if len(files) == 1 else None
