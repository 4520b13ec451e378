"""Addresses of ふるさと住民, below a town."""

from django.urls import path

from kayoi.programmes.furusato.views import cards, counter

app_name = "furusato"
urlpatterns = [
    # Cards: the phone's page, what others need to check, a registration's own cards.
    path("furusato/card/", cards.card, name="card"),
    path("furusato/card/worker/", cards.worker, name="card_worker"),
    path("furusato/card/manifest/", cards.manifest, name="card_manifest"),
    path("furusato/card/keys/", cards.keys, name="card_keys"),
    path("furusato/card/list/", cards.status_list, name="card_list"),
    path("furusato/a/<str:token>/cards/", cards.mine, name="my_cards"),
    path("furusato/a/<str:token>/cards/take/", cards.take, name="card_take"),
    path("furusato/a/<str:token>/cards/lost/", cards.lost, name="card_lost"),
    path("furusato/a/<str:token>/cards/object/", cards.object_to, name="card_object"),
    # Counters
    path("partner/furusato/", counter.counter, name="counter"),
    path("partner/furusato/pack/", counter.counter_pack, name="counter_pack"),
    path("partner/furusato/send/", counter.counter_send, name="counter_send"),
    path("partner/furusato/worker/", counter.counter_worker, name="counter_worker"),
    path("staff/furusato/desk/", counter.desk, name="desk"),
    path("staff/furusato/desk/pack/", counter.desk_pack, name="desk_pack"),
    path("staff/furusato/desk/send/", counter.desk_send, name="desk_send"),
    path("staff/furusato/desk/worker/", counter.desk_worker, name="desk_worker"),
]
