"""The check of a card in Chromium: the engine's test vectors, and what its rules say of odd texts."""

import json
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
import qrcode
import typst
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from kayoi import kit
from kayoi.engines.credentials.rules.cards import show
from kayoi.engines.credentials.rules.checking import check
from kayoi.engines.credentials.rules.jws import as_json, base64url, signature
from kayoi.engines.credentials.rules.keysets import kid_of
from kayoi.engines.credentials.tests import vectors
from kayoi.kit.qr import qr_svg
from tests.chromium import chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium was found"),
]

STATIC: Final = Path(__file__).parents[1] / "static"
KIT: Final = Path(kit.__file__).parent / "static"
PAPER: Final = STATIC.parent / "templates" / "furusato" / "cards" / "paper.typ"
POLICY: Final = "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'"
VECTORS: Final[dict[str, Any]] = json.loads(vectors.FILE.read_text(encoding="utf-8"))
CHECK_ALL: Final = """
    async ([keyset, lists, at, cases]) => {
        const { check, readKeys, readList } = await import("/furusato/checking.js");
        const keys = await readKeys(keyset), answers = [];
        for (const { text, id, seen, status } of cases) {
            const list = status === null ? null : await readList(lists[status ?? "now"], keys);
            const before = () => seen && { signedAt: seen[0], seenAt: seen[1], accepted: seen[2] };
            const idMatches = id ? id === "same" : null;
            const { outcome, reasons } = await check(text, { keys, list, at, before, idMatches });
            answers.push([outcome, reasons.map(([code]) => code)]);
        }
        return answers;
    }"""
CHECK_CODES: Final = """
    async ([keyset, token, at, codes]) => {
        const { checkCode, readKeys, readList } = await import("/furusato/checking.js");
        const keys = await readKeys(keyset), list = await readList(token, keys);
        return Promise.all(codes.map(([code, birthday]) => checkCode(code, birthday, { keys, list, at })));
    }"""
ROUND: Final = """
    async (side) => {
        const { generate, correction } = await import("/furusato/vendor/lean-qr.js");
        const code = generate(side.text, { minCorrectionLevel: correction.L });
        const size = code.size * side.scale + 8 * side.scale, canvas = new OffscreenCanvas(size, size);
        const pen = canvas.getContext("2d");
        pen.fillStyle = "#fff";
        pen.fillRect(0, 0, size, size);
        pen.fillStyle = "#000";
        for (let y = 0; y < code.size; y += 1) for (let x = 0; x < code.size; x += 1)
            if (code.get(x, y)) pen.fillRect((x + 4) * side.scale, (y + 4) * side.scale, side.scale, side.scale);
        const { data } = pen.getImageData(0, 0, size, size);
        return jsQR(data, size, size)?.data ?? "";
    }"""


class _Files(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        file = (KIT if self.path.startswith("/kit/") else STATIC) / self.path.lstrip("/")
        page = b"<!doctype html><title>page</title><script src='/kit/vendor/jsQR.js'></script>"
        body = file.read_bytes() if file.is_file() else page
        self.send_response(200)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Type", "text/javascript" if file.suffix == ".js" else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def film(text: str) -> bytes:
    """Return a film (MJPEG) of a phone that shows this code, a little askew."""
    code = qrcode.QRCode(border=4, box_size=6)
    code.add_data(text)
    phone = code.make_image().get_image().convert("RGB").rotate(3, expand=True, fillcolor="#fff")
    scene = Image.new("RGB", (1280, 720), "#777")
    scene.paste(phone, ((1280 - phone.width) // 2, (720 - phone.height) // 2))
    frame = BytesIO()
    scene.save(frame, "JPEG", quality=80)
    return frame.getvalue() * 3


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Open a page under the real policy, from which the modules are imported, before a camera that sees a card."""
    seen = tmp_path_factory.mktemp("camera") / "card.mjpeg"
    seen.write_bytes(film(vectors.shown(vectors.signed(vectors.card()))))
    camera = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={seen}",
    ]
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", *camera])
        opened = browser.new_page()
        opened.goto(f"http://127.0.0.1:{server.server_port}/")
        yield opened
        browser.close()
    server.shutdown()
    server.server_close()


def answers(page: Page, cases: list[dict[str, Any]]) -> list[list[Any]]:
    return page.evaluate(CHECK_ALL, [VECTORS["keys"], VECTORS["lists"], VECTORS["at"], cases])  # type: ignore[no-any-return]


def test_every_vector_has_its_answer(page: Page) -> None:
    cases = VECTORS["checks"]
    found = answers(page, cases)
    assert {case["name"]: answer for case, answer in zip(cases, found, strict=True)} == {
        case["name"]: [case["outcome"], case["reasons"]] for case in cases
    }
    assert len(cases) > 30


def test_codes_and_birthdays(page: Page) -> None:
    codes = VECTORS["codes"]
    asked = [[one["code"].lower().replace("-", " "), one["birthday"]] for one in codes]
    asked += [[codes[0]["code"], "1948-05-04"], ["K7QM", "1948-05-03"]]
    right, newer, other, short = page.evaluate(
        CHECK_CODES, [VECTORS["keys"], VECTORS["lists"]["now"], VECTORS["at"], asked]
    )
    assert (right["outcome"], right["card"]["index"], right["card"]["lastDay"]) == ("met", 0, "2027-03-31")
    assert newer["reasons"][0][0] == "list_older"
    assert [found["reasons"][0][0] for found in (other, short)] == ["code_differs", "code_differs"]


def _written(header: dict[str, Any] | bytes, payload: dict[str, Any] | bytes) -> str:
    """Return a statement that the town signed although it is not written as it should be."""
    parts = [base64url(part if isinstance(part, bytes) else as_json(part)) for part in (header, payload)]
    message = ".".join(parts)
    return f"{message}.{signature(vectors.TOWN_KEY, message.encode())}"


def _odd() -> dict[str, str]:
    kid = kid_of(vectors.TOWN_KEY.public_key())
    header = {"alg": "ES256", "kid": kid, "typ": "kayoi-card-1"}
    claims = vectors.card().as_data()
    plain = as_json(claims)
    proof: Callable[[str], str] = vectors.shown
    good = _written(header, claims)
    return {
        "good": proof(good),
        "spaces around": f" \n{proof(good)}\t",
        "more claims": proof(_written(header, claims | {"more": [{"idx": 1}, {"idx": 1}]})),
        "crit": proof(_written(header | {"crit": []}, claims)),
        "other algorithm": proof(_written(header | {"alg": "none"}, claims)),
        "newer version": proof(_written(header | {"typ": "kayoi-card-2"}, claims)),
        "no list of types": proof(_written(header | {"typ": ["kayoi-card-1"]}, claims)),
        "a name twice": proof(_written(header, plain[:-1] + b',"sub":"K7QM-3XTR-9WPB"}')),
        "a name twice, written otherwise": proof(_written(header, plain[:-1] + rb',"s\u0075b":"K7QM-3XTR-9WPA"}')),
        "a number with a point": proof(_written(header, plain.replace(b'"idx":5', b'"idx":5.0'))),
        "a number as text": proof(_written(header, plain.replace(b'"idx":5', b'"idx":"5"'))),
        "true as a number": proof(_written(header, plain.replace(b'"idx":5', b'"idx":true'))),
        "index too high": proof(_written(header, plain.replace(b'"idx":5', b'"idx":810000'))),
        "not UTF-8": proof(_written(header, plain.replace(b"partner", b"partn\xff"))),
        "a list": proof(_written(header, b"[1]")),
        "null": proof(_written(header, b"null")),
        "name and key": proof(_written(header, claims | {"name": "山田 花子"})),
        "name with a line feed": _written(header, {**claims, "key": "", "name": "山田\n花子"}),
        "name of 61 signs": _written(header, {**claims, "key": "", "name": "髙" * 61}),
        "name of 60 rare signs": _written(header, {**claims, "key": "", "name": "𠮷" * 60}),
        "key that is no point": proof(_written(header, claims | {"key": base64url(b"\4" + b"\1" * 64)})),
        "kind in capitals": proof(_written(header, claims | {"kind": "Partner"})),
        "padding": proof(good) + "=",
        "two tildes": proof(good).replace("~", "~~"),
        "empty proof": f"{good}~",
        "too long": proof(good) + " " * 2000,
        "emoji": "🎏",
        "nothing": "",
    }


def test_odd_texts_have_the_answer_of_the_rules(page: Page) -> None:
    odd = _odd()
    found = answers(page, [{"text": text} for text in odd.values()])
    mine = {}
    for name, text in odd.items():
        answer = check(text, keys=vectors.KEYS, status=vectors.status_list(), at=vectors.NOON).verdict
        mine[name] = [answer.outcome.value, [reason.code.removeprefix("credentials.") for reason in answer.reasons]]
    assert dict(zip(odd, found, strict=True)) == mine
    assert mine["good"] == ["met", []]


def test_what_the_phone_signs_passes_the_engine(page: Page) -> None:
    key, kept = page.evaluate(
        """async () => {
            const { newKey, pointOf } = await import("/furusato/signed.js");
            window.pair = await newKey();
            const kept = crypto.subtle.exportKey("pkcs8", window.pair.privateKey);
            return [await pointOf(window.pair.publicKey), await kept.catch((error) => error.name)];
        }"""
    )
    assert kept == "InvalidAccessError", "the private key leaves the browser"
    shown = page.evaluate(
        """async ([token, at]) => {
            const { show } = await import("/furusato/signed.js");
            return show(token, window.pair.privateKey, at);
        }""",
        [vectors.signed(vectors.card(key=key)), vectors.NOON],
    )
    assert check(shown, keys=vectors.KEYS, status=vectors.status_list(), at=vectors.NOON).verdict.met


@pytest.mark.parametrize("scale", [2, 3, 6])
def test_a_code_that_is_drawn_is_read_again(page: Page, scale: int) -> None:
    text = show(vectors.signed(vectors.card()), key=vectors.PHONE, at=vectors.NOON)
    assert page.evaluate(ROUND, {"text": text, "scale": scale}) == text


def test_the_paper_card_is_read_from_a_picture(page: Page) -> None:
    token = vectors.signed(vectors.card(vectors.PAPER, name="𠮷田 髙子(架空)"))
    data = {
        "town": "伊那市", "register": "第2町民", "name": "𠮷田 髙子(架空)", "number": "K7QM-3XTR-9WPA",
        "until": "令和9年3月31日", "code": "2225-2KY-ABCDE", "qr": qr_svg(token),
    }  # fmt: skip
    picture = typst.compile(
        PAPER.read_bytes(), format="png", ppi=110, sys_inputs={"data": json.dumps(data, ensure_ascii=False)}
    )
    assert isinstance(picture, bytes)
    found = page.evaluate(
        """async (picture) => {
            const { readPicture } = await import("/kit/scan.js");
            const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
            const nothing = await readPicture(new File(["text"], "a.png"));
            return [await readPicture(new File([bytes], "a.png", { type: "image/png" })), nothing];
        }""",
        b64encode(picture).decode(),
    )
    assert found == [token, ""]


def test_the_camera_finds_a_card_and_is_put_away(page: Page) -> None:
    found, going = page.evaluate(
        """async () => {
            const { openCamera } = await import("/kit/scan.js");
            const video = document.body.appendChild(document.createElement("video"));
            const text = await new Promise((found) => {
                openCamera(video, found);
                setTimeout(() => found("nothing"), 20_000);
            });
            return [text, video.srcObject !== null];
        }"""
    )
    assert found == vectors.shown(vectors.signed(vectors.card()))
    assert not going
