"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.homes.views import application_steps, applications, applying, houses, offer_papers, offers

app_name = "homes"
urlpatterns = [
    # The public: search, a house, owners' and seekers' forms
    path("homes/offer/", applying.offer, name="offer"),
    path("homes/offer/form/", offer_papers.offer_form, name="offer_form"),
    path("homes/offer/<str:token>/", offers.offer_state, name="offer_state"),
    path("homes/offer/<str:token>/mandate/", offer_papers.offer_mandate, name="offer_mandate"),
    path("homes/offer/<str:token>/papers/<int:pk>/", offers.offer_paper, name="offer_paper"),
    path("homes/offer/<str:token>/send/", applying.offer_send, name="offer_send"),
    path("homes/offer/<str:token>/steps/<slug:step>/", applying.offer_step, name="offer_step"),
    path("homes/offer/<str:token>/steps/<slug:step>/draft/", applying.offer_draft, name="offer_draft"),
    path("homes/offer/<str:token>/withdraw/", offers.offer_withdraw, name="offer_withdraw"),
    # Staff: finding houses
    # Staff: the house file
    path("staff/homes/", houses.register, name="register"),
    path("staff/homes/<int:pk>/", houses.home, name="home"),
    # Staff: what owners have applied for
    path("staff/homes/applications/", applications.applications, name="applications"),
    path("staff/homes/applications/new/", applications.new_application, name="new_application"),
    path("staff/homes/applications/<int:pk>/", applications.application, name="application"),
    path("staff/homes/applications/<int:pk>/end-proxy/", application_steps.end_proxy, name="end_proxy"),
    path("staff/homes/applications/<int:pk>/refuse/", application_steps.refuse_application, name="refuse_application"),
    path("staff/homes/applications/<int:pk>/resend/", applications.resend_application, name="resend_application"),
    path("staff/homes/applications/<int:pk>/return/", application_steps.return_application, name="return_application"),
    path(
        "staff/homes/applications/<int:pk>/withdraw/",
        application_steps.withdraw_application,
        name="withdraw_application",
    ),
    path("staff/homes/papers/<int:pk>/", application_steps.paper, name="paper"),
    path("staff/homes/papers/<int:pk>/file/", application_steps.paper_file, name="paper_file"),
    # Staff: owners, consents, blockers
    # Staff: process, brokers
    # Staff: seekers, inquiries, viewings, contracts
    # Staff: exchange of lists with other sites
]
