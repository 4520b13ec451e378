"""What the land library's answers lead to; the network is a fake at its edge."""

import io
from collections.abc import Callable
from email.message import Message
from typing import Any
from urllib.error import HTTPError, URLError

import pytest

from kayoi.kit.jobs import TryAgain
from kayoi.programmes.homes import adapters
from kayoi.programmes.homes.states.around import Layer

Serve = Callable[[Any], list[Any]]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Return the function that lets the library answer with bytes or an error; it returns what was asked."""

    def answer_with(answer: Any) -> list[Any]:
        asked: list[Any] = []

        def urlopen(request: Any, *, timeout: int) -> io.BytesIO:
            asked.append((request.full_url, dict(request.header_items()), timeout))
            if isinstance(answer, Exception):
                raise answer
            return io.BytesIO(answer)

        monkeypatch.setattr(adapters, "urlopen", urlopen)
        return asked

    return answer_with


def refusal(code: int) -> HTTPError:
    return HTTPError("https://www.reinfolib.mlit.go.jp/", code, "", Message(), None)


def test_only_the_tile_and_the_key_are_sent(serve: Serve) -> None:
    asked = serve(b'{"features": []}')
    assert adapters.fetch_tile(Layer.FLOOD, (29099, 12905), key="invented") == {"features": []}
    ((url, headers, timeout),) = asked
    assert url.endswith("/ex-api/external/XKT026?response_format=geojson&z=15&x=29099&y=12905")
    assert headers == {"Ocp-apim-subscription-key": "invented"}
    assert timeout == adapters.TIMEOUT_S


def test_nothing_there_is_an_answer(serve: Serve) -> None:
    serve(refusal(404))
    assert adapters.fetch_tile(Layer.TSUNAMI, (1, 2), key="invented") == {"features": []}


@pytest.mark.parametrize("error", [refusal(429), refusal(503), URLError("no route"), TimeoutError()])
def test_what_may_pass_is_tried_again(serve: Serve, error: Exception) -> None:
    serve(error)
    with pytest.raises(TryAgain):
        adapters.fetch_tile(Layer.FLOOD, (1, 2), key="invented")


def test_a_wrong_key_is_not_tried_again(serve: Serve) -> None:
    serve(refusal(401))
    with pytest.raises(HTTPError):
        adapters.fetch_tile(Layer.FLOOD, (1, 2), key="wrong")
