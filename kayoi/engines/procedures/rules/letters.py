"""The words at the head of a letter."""


def address_lines(*, postal_code: str, place: str, address: str, name: str) -> list[str]:
    """Return what stands in the window of an envelope (宛名): postal code, address, name with 様; no empty lines.

    Source: 日本郵便 内国郵便約款 (郵便番号を一番上に、敬称は氏名と同じ行に)
    """
    lines = [f"〒{postal_code}" if postal_code else "", f"{place}{address}", f"{name} 様"]
    return [line for line in lines if line]


def head_of(organization: str, *, is_prefecture: bool) -> str:
    """Return in whose name a letter is sent (発信者): 伊那市長, 長野県知事.

    Source: 地方自治法 139条
    """
    return f"{organization}知事" if is_prefecture else f"{organization}長"
