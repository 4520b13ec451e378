"""May a brochure be sent by post, and what stands on the label."""

from kayoi.kit.verdict import Reason, Verdict, verdict


def may_send(*, stock: int, copies: int, has_address: bool, protected: bool, reason: str) -> Verdict:
    """Answer whether copies may be sent to a person (発送できるか).

    A person under protection measures is written to one by one, with the reason kept: never from a list.
    Source: 住民基本台帳事務における支援措置 (総務省通知); stock cannot go below nothing
    """
    against = []
    if not has_address:
        against.append(Reason("fairs.no_address"))
    if copies > stock:
        against.append(Reason("fairs.out_of_stock", {"stock": stock, "copies": copies}))
    if protected and not reason:
        against.append(Reason("fairs.protected_needs_reason"))
    return verdict(against)


def label_lines(*, postal_code: str, place: str, address: str, name: str) -> list[str]:
    """Return the lines of an address label (宛名): 〒, address (in two lines when long), name with 様.

    Source: 郵便番号簿 (郵便番号を一番上に、敬称は氏名と同じ行に)
    """
    whole = f"{place}{address}"
    building = whole.rfind(" ", 0, len(whole) - 1) if len(whole) > 20 else -1
    lines = [whole] if building < 0 else [whole[:building], whole[building + 1 :]]
    return [f"〒{postal_code}" if postal_code else "", *lines, f"{name} 様"]
