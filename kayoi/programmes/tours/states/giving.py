"""Words of giving places: for what a quota can be, which mails go out, how a party is told where it stands."""

from kayoi.kit.states import Labelled


class Group(Labelled):
    """What a quota can be for (枠の区分). The words are published with the terms."""

    FIRST = "first", "この地域が初めての方"
    CHILDREN = "children", "子どもと一緒の組"
    ALONE = "alone", "一人で来る方"
    UNDER_30 = "under_30", "20代までの方"
    THIRTIES = "thirties", "30代の方"
    FORTIES = "forties", "40代の方"
    OVER_50 = "over_50", "50代以上の方"
    NEAR = "near", "同じ都道府県の方"
    FAR = "far", "ほかの都道府県の方"
    REGISTERED = "registered", "町に登録している方"


class Step(Labelled):
    """The line on which a party sees where it stands (申込みの流れ)."""

    ASKED = "asked", "受付"
    DRAW = "draw", "抽選待ち"
    RESULT = "result", "結果"
    RESERVE = "reserve", "補欠"


class Mail(Labelled):
    """What a party is told by mail (知らせ)."""

    RECEIVED = "received", "ツアーの申込みの受付"
    PLACED = "placed", "ツアーの参加の決定"
    MOVED_UP = "moved_up", "ツアーの補欠からの繰上げ"
    RESERVE = "reserve", "ツアーの補欠と、ほかの案内"
    REFUSED = "refused", "ツアーに参加できない知らせと、ほかの案内"
    DECLINED = "declined", "ツアーの辞退の受付"
    CANCELLED = "cancelled", "ツアーの中止と、ほかの案内"


# About what somebody without a mail address is telephoned; the others are answers to what was just said.
CALLED = (Mail.PLACED, Mail.MOVED_UP, Mail.RESERVE, Mail.REFUSED, Mail.CANCELLED)
MAILS = {mail: f"tours/mail/{mail.value}" for mail in Mail}
# For what the secret of a party's link is made (selectors.links.py).
LINK = "tours.link"
