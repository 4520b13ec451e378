"""Addresses of ふるさと住民, below a town."""

from django.urls import path

from kayoi.programmes.furusato.views import (
    activities_office,
    activities_own,
    activities_public,
    cards,
    counter,
    hosts,
    sign_ups_office,
)

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
    # Activities: the public, one's own page, the spot, hosts
    path("furusato/activities/", activities_public.activities, name="activities"),
    path("furusato/activities/<slug:key>/", activities_public.activity, name="activity"),
    path("furusato/mine/<str:token>/", activities_own.mine, name="mine"),
    path("furusato/mine/<str:token>/report/", activities_own.report, name="report"),
    path("furusato/mine/<str:token>/report/<int:pk>/", activities_own.report, name="report_sign_up"),
    path("furusato/mine/<str:token>/cancel/<int:pk>/", activities_own.cancel, name="cancel_sign_up"),
    path("furusato/mine/<str:token>/photos/<int:pk>/", activities_own.own_photo, name="own_photo"),
    path("furusato/here/<slug:key>/<slug:code>/", activities_own.here, name="here"),
    path("furusato/hosts/<str:token>/", hosts.host, name="host"),
    path("furusato/hosts/<str:token>/poster/", hosts.poster, name="host_poster"),
    path("furusato/pass/<str:receipt>/", hosts.person_pass, name="pass"),
    # Activities: the office
    path("staff/furusato/activities/", activities_office.staff_activities, name="staff_activities"),
    path("staff/furusato/activities/new/", activities_office.new_activity, name="new_activity"),
    path("staff/furusato/activities/kinds/", activities_office.activity_kinds, name="activity_kinds"),
    path("staff/furusato/activities/kinds/new/", activities_office.new_kind, name="new_kind"),
    path("staff/furusato/activities/kinds/<int:pk>/", activities_office.change_kind, name="change_kind"),
    path("staff/furusato/activities/reports/", sign_ups_office.activity_reports, name="activity_reports"),
    path("staff/furusato/activities/photos/<int:pk>/", sign_ups_office.evidence_photo, name="evidence_photo"),
    path("staff/furusato/activities/<int:pk>/", activities_office.staff_activity, name="staff_activity"),
    path("staff/furusato/activities/<int:pk>/change/", activities_office.change_activity, name="change_activity"),
    path("staff/furusato/activities/<int:pk>/cancel/", activities_office.cancel_activity, name="cancel_activity"),
    path("staff/furusato/activities/<int:pk>/host/", activities_office.mail_host, name="mail_host"),
    path("staff/furusato/activities/<int:pk>/host-page/", activities_office.host_page, name="host_page"),
    path("staff/furusato/activities/<int:pk>/poster/", activities_office.staff_poster, name="staff_poster"),
    path("staff/furusato/activities/<int:pk>/take/", sign_ups_office.take_sign_up, name="take_sign_up"),
    path("staff/furusato/activities/<int:pk>/step/<slug:step>/", activities_office.step_activity, name="step_activity"),
    path("staff/furusato/sign-ups/<int:pk>/", sign_ups_office.sign_up, name="sign_up"),
    path("staff/furusato/sign-ups/<int:pk>/came/", sign_ups_office.say_who_came, name="say_who_came"),
    path("staff/furusato/sign-ups/<int:pk>/accept/", sign_ups_office.accept_report, name="accept_report"),
    path("staff/furusato/sign-ups/<int:pk>/<slug:step>/", sign_ups_office.sign_up_step, name="sign_up_step"),
    path("staff/furusato/people/<int:pk>/activities/", sign_ups_office.person_activities, name="person_activities"),
    path("staff/furusato/people/<int:pk>/activities/pdf/", sign_ups_office.activity_bundle, name="activity_bundle"),
]
