"""Who may work with tours."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    TOUR_READ = "tour.read", "ツアーと申込みを見る"
    TOUR_EDIT = "tour.edit", "ツアーの申込み・受付・アンケートを扱う"
    TOUR_MAKE = "tour.make", "ツアーと日程を作り、公開し、中止する"
    TOUR_DECIDE = "tour.decide", "ツアーの参加者を選ぶ"
