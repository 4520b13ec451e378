"""QR codes: the drawn modules are those of the code, with white around."""

import re

import qrcode

from kayoi.kit.qr import QUIET, qr_svg

ADDRESS = "https://kayoi.example.jp/ina/homes/survey/K7Q-M3X-TR9/"


def test_every_dark_module_is_drawn_and_no_other() -> None:
    svg = qr_svg(ADDRESS)
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
    code.add_data(ADDRESS)
    wanted = {(x, y) for y, row in enumerate(code.get_matrix()) for x, dark in enumerate(row) if dark}
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg)
    drawn = {(int(x) + step, int(y)) for x, y, length in runs for step in range(int(length))}
    assert drawn == wanted
    assert min(min(at) for at in drawn) == QUIET


def test_the_text_is_not_in_the_markup() -> None:
    assert "<script" not in qr_svg("<script>")
