"""Files to be saved (ダウンロード)."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

KINDS: Final = {
    "csv": "text/csv",
    "ics": "text/calendar",
    "json": "application/json",
    "pdf": "application/pdf",
    "py": "text/x-python",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(data: bytes, name: str, *, charset: str = "utf-8") -> HttpResponse:
    """Return a file that is saved under its name, a Japanese one too; what it is follows from the ending of the name.

    Who may keep it on the way is said by the mark of the view. Raises KeyError where the ending is none of KINDS.
    """
    ending = name.rpartition(".")[2]
    kind = f"{KINDS[ending]}; charset={charset}" if ending in {"csv", "ics", "json", "py"} else KINDS[ending]
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": disposition})
