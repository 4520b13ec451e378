"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.homes.views import houses, registrations, seekers, talks, viewings

app_name = "homes"
urlpatterns = [
    # The public: search, a house, owners' and seekers' forms
    path("homes/register/", seekers.register_as_seeker, name="register_as_seeker"),
    path("homes/talk/", seekers.talk, name="talk"),
    path("homes/mine/<str:key>/", seekers.mine, name="mine"),
    path("homes/mine/<str:key>/ask/", seekers.ask, name="ask"),
    path("homes/mine/<str:key>/viewing/", seekers.ask_viewing, name="ask_viewing"),
    path("homes/mine/<str:key>/renew/", seekers.renew_mine, name="renew_mine"),
    path("homes/mine/<str:key>/<slug:what>/<int:pk>/end/", seekers.end_mine, name="end_mine"),
    path("homes/wishes/<str:token>/", seekers.wishes_for_owner, name="wishes_for_owner"),
    # Staff: finding houses
    # Staff: the house file
    path("staff/homes/", houses.register, name="register"),
    path("staff/homes/<int:pk>/", houses.home, name="home"),
    # Staff: owners, consents, blockers
    # Staff: process, brokers
    # Staff: seekers, inquiries, viewings, contracts
    path("staff/homes/seekers/", registrations.seeker_list, name="seekers"),
    path("staff/homes/seekers/new/", registrations.new_seeker, name="new_seeker"),
    path("staff/homes/seekers/<int:pk>/", registrations.seeker, name="seeker"),
    path("staff/homes/seekers/<int:pk>/approve/", registrations.approve_seeker, name="approve_seeker"),
    path("staff/homes/seekers/<int:pk>/refuse/", registrations.refuse_seeker, name="refuse_seeker"),
    path("staff/homes/seekers/<int:pk>/withdraw/", registrations.withdraw_seeker, name="withdraw_seeker"),
    path("staff/homes/wishes/", registrations.wishes, name="wishes"),
    path("staff/homes/<int:pk>/wishes/", registrations.share_wishes, name="share_wishes"),
    path("staff/homes/<int:pk>/price-talk/", registrations.hand_to_broker, name="hand_to_broker"),
    path("staff/homes/<int:pk>/inquiries/", talks.home_inquiries, name="inquiries"),
    path("staff/homes/<int:pk>/inquiries/new/", talks.ask_for_caller, name="ask_for_caller"),
    path("staff/homes/<int:pk>/letters/", talks.letters, name="letters"),
    path("staff/homes/inquiries/<int:pk>/", talks.inquiry, name="inquiry"),
    path("staff/homes/inquiries/<int:pk>/choose/", talks.choose_inquiry, name="choose_inquiry"),
    path("staff/homes/<int:pk>/viewings/", viewings.home_viewings, name="viewings"),
    path("staff/homes/<int:pk>/viewings/new/", viewings.viewing_for_caller, name="viewing_for_caller"),
    path("staff/homes/viewings/<int:pk>/", viewings.viewing, name="viewing"),
    path("staff/homes/viewings/<int:pk>/finish/", viewings.finish_viewing, name="finish_viewing"),
    path("staff/homes/viewings/<int:pk>/cancel/", viewings.cancel_viewing, name="cancel_viewing"),
    path("staff/homes/keys/<int:pk>/", viewings.key, name="key"),
    path("staff/homes/<int:pk>/contracts/", talks.home_contracts, name="contracts"),
    path("staff/homes/contracts/<int:pk>/", talks.contract, name="contract"),
    path("staff/homes/contracts/<int:pk>/complete/", talks.complete_contract, name="complete_contract"),
    # Staff: exchange of lists with other sites
]
