"""Questions to other offices as lists (照会): of which kind, what they hold, what comes back."""

from dataclasses import dataclass

from kayoi.kit.states import Labelled


class EnquiryKind(Labelled):
    """What other offices are asked about applicants (照会の種類)."""

    RESIDENCE = "residence", "住民記録"
    TAX = "tax", "税の滞納"
    POLICE = "police", "暴力団排除"


class Whom(Labelled):
    """Of whom the question is (照会の対象)."""

    APPLICANTS = "applicants", "審査中と、支払いの前の申請"
    OBLIGED = "obliged", "居住を確かめる日が来た人(毎年の確認)"


class Result(Labelled):
    """What comes back for one person (照会の結果)."""

    OPEN = "open", "未回答"
    CLEAR = "clear", "支障なし"
    AGAINST = "against", "支障あり"
    UNKNOWN = "unknown", "確認できない"
    SILENT = "silent", "回答なし"


class Living(Labelled):
    """What a visit shows (居住の様子)."""

    LIVES = "lives", "住んでいる"
    ABSENT = "absent", "住んでいない"
    UNCLEAR = "unclear", "分からない"


@dataclass(frozen=True)
class EnquiryWords:
    """What a kind of enquiry asks, on which ground, by which columns of the file; nothing else is handed out.

    `clear` and `against` are what offices answer to this question besides our own words, the plainest first.
    """

    question: str
    ground: str
    columns: tuple[str, ...]
    clear: tuple[str, ...]
    against: tuple[str, ...]


# What waits for an answer, as a follow-up.
ENQUIRY = "schemes.Enquiry"
# What was answered may be asked again after so many days.
ASKED_AGAIN_DAYS = 28
# Results that say something; all others may still be answered.
SAID = (Result.CLEAR, Result.AGAINST)
# What some questions need beside: of a body, of a family that is granted something together.
REPRESENTATIVE, FAMILY = "代表者", "申請の世帯の人数"
COLUMNS = {"name": "氏名", "kana": "ふりがな", "birth_on": "生年月日", "address": "住所"}
ENQUIRIES = {
    EnquiryKind.RESIDENCE: EnquiryWords(
        "申請書の住所に住民登録があるか", "申請者の同意、個人情報の保護に関する法律 第69条第2項第2号",
        ("name", "birth_on", "address"), ("登録あり", "該当あり", "あり", "有"), ("登録なし", "該当なし", "なし", "無"),
    ),
    EnquiryKind.TAX: EnquiryWords(
        "市町村税の滞納がないか", "申請者の同意(地方税法 第22条の守秘義務を解くもの)", ("name", "birth_on", "address"),
        ("滞納なし", "該当なし", "なし", "無"), ("滞納あり", "該当あり", "あり", "有"),
    ),
    EnquiryKind.POLICE: EnquiryWords(
        "暴力団員等に当たらないか", "暴力団排除条例、警察との合意書", ("name", "kana", "birth_on"),
        ("該当なし", "なし", "無"), ("該当あり", "あり", "有"),
    ),
}  # fmt: skip
