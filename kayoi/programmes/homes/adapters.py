"""Where we ask others: the API of 不動産情報ライブラリ (国土交通省)."""

import json
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from kayoi.kit.jobs import TryAgain
from kayoi.programmes.homes.states.around import ZOOM, Layer

ADDRESS = "https://www.reinfolib.mlit.go.jp/ex-api/external/"
TIMEOUT_S = 15
MOST_BYTES = 20_000_000
NOT_NOW = {
    HTTPStatus.TOO_MANY_REQUESTS,
    *(status for status in HTTPStatus if status >= HTTPStatus.INTERNAL_SERVER_ERROR),
}


def fetch_tile(layer: Layer, tile: tuple[int, int], *, key: str) -> Any:
    """Return the answer of one tile as JSON; an empty one where there is none. Raises TryAgain while it cannot say."""
    x, y = tile
    query = urlencode({"response_format": "geojson", "z": ZOOM, "x": x, "y": y})
    request = Request(f"{ADDRESS}{layer.value}?{query}", headers={"Ocp-Apim-Subscription-Key": key})  # noqa: S310 - https
    try:
        with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 - the address is ours
            return json.loads(answer.read(MOST_BYTES))
    except HTTPError as error:
        if error.code == HTTPStatus.NOT_FOUND:
            return {"features": []}
        if error.code in NOT_NOW:
            raise TryAgain from error
        raise
    except (URLError, TimeoutError) as error:
        raise TryAgain from error
