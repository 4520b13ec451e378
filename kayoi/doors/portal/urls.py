"""Addresses of the public door: fixed ones first, then towns by their slug (reserved words: tenancy/states.py).

Included last in config/urls.py: `<slug>/` would otherwise take addresses of one segment that belong to others.
"""

from django.urls import path

from kayoi.doors.portal.views import account, connecting, early, home, me, pages, places, relations, support, towns

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("about/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("terms/", pages.terms, name="terms"),
    path("places/", places.places, name="places"),
    path("places/prefectures/<slug:number>/", places.prefecture, name="prefecture"),
    path("places/<slug:code>/", places.place, name="place"),
    path("homes/", towns.homes, name="homes"),
    path("tours/", towns.tours, name="tours"),
    path("find-support/", support.support, name="support"),
    path("find-support/questions/<str:key>/", support.support_question, name="support_question"),
    path("find-support/schemes/", support.support_pick, name="support_pick"),
    path("find-support/usual-answers/", support.support_usual, name="support_usual"),
    path("find-support/answers/", support.support_answers, name="support_answers"),
    path("find-support/answers/forget/", support.support_forget, name="support_forget"),
    path("find-support/answers/restore/", support.support_restore, name="support_restore"),
    path("find-support/results/", support.support_results, name="support_results"),
    path("find-support/results/<slug:town>/", support.support_town, name="support_town"),
    path("me/", me.my_page, name="my_page"),
    path("me/profile/", me.profile, name="profile"),
    path("me/household/add/", me.add_household_member, name="add_household_member"),
    path("me/household/<int:pk>/remove/", me.remove_household_member, name="remove_household_member"),
    path("me/relations/", relations.relations, name="relations"),
    path("me/export/", account.export, name="export"),
    path("me/erase/", account.erase, name="erase"),
    path("erased/", account.erased, name="erased"),
    path("me/connect/<str:token>/", connecting.connect, name="connect"),
    path("me/<slug:organization>/consents/<int:pk>/withdraw/", relations.withdraw_consent, name="withdraw_consent"),
    path("me/<slug:organization>/consents/<slug:purpose>/give/", relations.give_consent, name="give_consent"),
    path("me/<slug:organization>/attachments/<int:pk>/", relations.attachment, name="attachment"),
    path("me/<slug:organization>/ties/", relations.ties, name="ties"),
    path("<slug:organization>/school-terms/", towns.school_terms, name="school_terms"),
    path("<slug:organization>/accent.css", towns.accent, name="accent"),
    path("<slug:organization>/early-homes/<str:token>/", early.early_homes, name="early_homes"),
    path("<slug:organization>/", towns.town, name="town"),
]
