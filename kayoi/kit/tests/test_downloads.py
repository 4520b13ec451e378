"""Files to be saved."""

import pytest

from kayoi.kit.downloads import download


@pytest.mark.parametrize(
    ("name", "kind", "disposition"),
    [
        ("list.csv", "text/csv; charset=utf-8", 'attachment; filename="list.csv"'),
        ("list.json", "application/json; charset=utf-8", 'attachment; filename="list.json"'),
        ("letter.pdf", "application/pdf", 'attachment; filename="letter.pdf"'),
        ("返還.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
         "attachment; filename*=utf-8''%E8%BF%94%E9%82%84.xlsx"),
        ('a"b\n.csv', "text/csv; charset=utf-8", "attachment; filename*=utf-8''a%22b%0A.csv"),
    ],
)  # fmt: skip
def test_a_file_has_its_name_and_its_kind(name: str, kind: str, disposition: str) -> None:
    answer = download(b"x", name)
    assert (answer["Content-Type"], answer["Content-Disposition"], answer.content) == (kind, disposition, b"x")


def test_a_list_for_old_programmes_says_how_it_is_written() -> None:
    assert download(b"x", "list.csv", charset="shift_jis")["Content-Type"] == "text/csv; charset=shift_jis"


def test_an_unknown_ending_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        download(b"x", "list.exe")
