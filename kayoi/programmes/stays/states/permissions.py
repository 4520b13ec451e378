"""Who may work with stays."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    STAY_READ = "stay.read", "お試し滞在の予約と空きを見る"
    STAY_EDIT = "stay.edit", "お試し滞在の申請・鍵・清掃・点検を扱う"
    STAY_DECIDE = "stay.decide", "お試し滞在の利用を決定する"
    STAY_HOUSE = "stay.house", "滞在施設と料金・決まりを登録する"
    STAY_OVERRIDE = "stay.override", "緊急のとき、決まりによらず部屋を割り当てる"
    STAY_SUBLET = "stay.sublet", "転貸する団体として、自分の住まいの家賃・点検・推薦を扱う"
    STAY_REGISTER = "stay.register", "宿泊者名簿を見る"
