"""Addresses of the room, below a town's slug."""

from django.urls import path, re_path

from kayoi.programmes.homes.views import (
    around,
    counter,
    files,
    finding,
    houses,
    leads,
    owner_surveys,
    partners,
    public,
    searches,
    survey,
    telling,
)

app_name = "homes"
urlpatterns = [
    # The public: search, a house, owners' and seekers' forms
    path("homes/", public.search, name="search"),
    path("homes/compare/", public.compare, name="compare"),
    re_path(r"^homes/feed\.(?P<form>csv|geojson)$", public.feed, name="feed"),
    path("homes/early/", searches.early, name="early"),
    path("homes/saved/", searches.save, name="save_search"),
    path("homes/saved/<str:key>/stop/", searches.stop, name="stop_search"),
    path("homes/<int:pk>/", public.listing, name="listing"),
    path("homes/<int:pk>/sheet/", public.sheet, name="sheet"),
    path("homes/tell/", telling.tell, name="tell"),
    path("homes/told/<str:receipt>/", telling.told, name="told"),
    path("homes/entrances/<str:token>/", telling.entrance, name="entrance"),
    path("homes/survey/", telling.survey_code, name="survey_code"),
    path("homes/survey/<str:code>/", telling.answer_survey, name="answer_survey"),
    path("homes/pictures/<int:pk>/", files.public_picture, name="public_picture"),
    # Staff: finding houses
    path("staff/homes/leads/", leads.leads, name="leads"),
    path("staff/homes/leads/new/", leads.take_lead, name="take_lead"),
    path("staff/homes/leads/figures/", finding.lead_figures, name="lead_figures"),
    path("staff/homes/leads/<int:pk>/", leads.lead, name="lead"),
    path("staff/homes/leads/<int:pk>/owner/", leads.lead_owner, name="lead_owner"),
    path("staff/homes/leads/<int:pk>/take-on/", leads.take_on_lead, name="take_on_lead"),
    path("staff/homes/leads/<int:pk>/reopen/", leads.reopen_lead, name="reopen_lead"),
    path("staff/homes/leads/<int:pk>/offer/", leads.lead_offer, name="lead_offer"),
    path("staff/homes/<int:pk>/offer/", leads.home_offer, name="home_offer"),
    path("staff/homes/offers/", finding.offers, name="offers"),
    path("staff/homes/entrances/", finding.entrances, name="entrances"),
    path("staff/homes/entrances/<int:pk>/close/", finding.close_entrance, name="close_entrance"),
    path("staff/homes/flyer/", finding.flyer, name="flyer"),
    path("staff/homes/estimate/", finding.estimate, name="estimate"),
    path("staff/homes/estimate/<slug:key>/", finding.estimate_rows, name="estimate_rows"),
    path("staff/homes/surveys/", owner_surveys.owner_surveys, name="owner_surveys"),
    path("staff/homes/surveys/new/", owner_surveys.new_survey, name="new_survey"),
    path("staff/homes/surveys/<int:pk>/", owner_surveys.owner_survey, name="owner_survey"),
    path("staff/homes/surveys/<int:pk>/change/", owner_surveys.change_survey, name="change_survey"),
    path("staff/homes/surveys/<int:pk>/addressees/", owner_surveys.addressees, name="addressees"),
    path("staff/homes/surveys/<int:pk>/letters/", owner_surveys.letters, name="letters"),
    path("staff/homes/surveys/<int:pk>/paper/", owner_surveys.paper, name="paper"),
    path("staff/homes/surveys/<int:pk>/returned/", owner_surveys.returned, name="returned"),
    path("staff/homes/surveys/<int:pk>/silent/", owner_surveys.silent, name="silent"),
    path("staff/homes/surveys/<int:pk>/published/", owner_surveys.published, name="published"),
    path("staff/homes/surveys/<int:pk>/forget/", owner_surveys.forget, name="forget"),
    # Staff: the house file
    path("staff/homes/", houses.register, name="register"),
    path("staff/homes/<int:pk>/", houses.home, name="home"),
    path("staff/homes/<int:pk>/file/", files.file, name="file"),
    path("staff/homes/<int:pk>/pictures/", files.pictures, name="pictures"),
    path("staff/homes/<int:pk>/pictures/add/", files.add_pictures, name="add_pictures"),
    path("staff/homes/<int:pk>/place/", around.place, name="place"),
    path("staff/homes/<int:pk>/survey/", survey.survey, name="survey"),
    path("staff/homes/<int:pk>/survey/paper/", survey.survey_paper, name="survey_paper"),
    path("staff/homes/<int:pk>/survey/send/", survey.send_survey, name="send_survey"),
    path("staff/homes/<int:pk>/survey/worker/", survey.survey_worker, name="survey_worker"),
    path("staff/homes/facilities/", around.facilities, name="facilities"),
    path("staff/homes/facilities/take/", around.take_facilities, name="take_facilities"),
    path("staff/homes/facilities/<int:pk>/remove/", around.remove_facility, name="remove_facility"),
    path("staff/homes/pictures/<int:pk>/", files.picture, name="picture"),
    # Staff: owners, consents, blockers
    # Staff: process, brokers
    path("staff/brokers/<int:pk>/access/", partners.broker_access, name="broker_access"),
    path("staff/brokers/<int:pk>/access/close/", partners.close_counter, name="close_counter"),
    path("staff/brokers/<int:pk>/access/<int:member>/end/", partners.end_broker_member, name="end_broker_member"),
    # Staff: seekers, inquiries, viewings, contracts
    # Staff: exchange of lists with other sites
    # Partners: the counter of a broker
    path("partner/homes/", counter.counter, name="counter"),
]
