"""Static files under names that carry a digest, in what our modules import too: a page kept on a device stays whole.

Only there: scripts of packages import what they do not bring along.
"""

from typing import Final

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTS: Final = (
    r"""(?P<matched>import(?P<names>\s[^;'"]*?)\s+from\s*"(?P<url>\.{1,2}/[^"]+)"\s*;)""",
    """import%(names)s from "%(url)s";""",
)


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it has no types
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("furusato/*.js", (IMPORTS,)),
        ("tours/*.js", (IMPORTS,)),
    )
