"""Text as people write it, and the keys and codes read from it (文字・照合キー・電話番号・各種コード)."""

from kayoi.kit.text.codes import CodeReading, check_digit, municipality_code, postal_code
from kayoi.kit.text.distance import edit_distance
from kayoi.kit.text.keys import email_key, kana_key, name_key, search_key, sound_key
from kayoi.kit.text.normal import normal, plain_hyphens
from kayoi.kit.text.phone import phone_display, phone_key, phone_keys
from kayoi.kit.text.search import bigrams, search_query
from kayoi.kit.text.sounds import heard_key, heard_words, sound_queries, sound_terms

__all__ = [
    "CodeReading",
    "bigrams",
    "check_digit",
    "edit_distance",
    "email_key",
    "heard_key",
    "heard_words",
    "kana_key",
    "municipality_code",
    "name_key",
    "normal",
    "phone_display",
    "phone_key",
    "phone_keys",
    "plain_hyphens",
    "postal_code",
    "search_key",
    "search_query",
    "sound_key",
    "sound_queries",
    "sound_terms",
]
