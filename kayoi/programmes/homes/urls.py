"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.homes.views import blockers, consents, houses, own, parties, people, solvers

app_name = "homes"
urlpatterns = [
    # The public: search, a house, owners' and seekers' forms
    # Staff: finding houses
    # Staff: the house file
    path("staff/homes/", houses.register, name="register"),
    path("staff/homes/<int:pk>/", houses.home, name="home"),
    # Staff: owners, consents, blockers
    path("staff/homes/<int:pk>/people/", people.people, name="people"),
    path("staff/homes/<int:pk>/people/new/", people.new_party, name="new_party"),
    path("staff/homes/parties/<int:pk>/", people.party, name="party"),
    path("staff/homes/parties/<int:pk>/change/", people.change_party, name="change_party"),
    path("staff/homes/parties/<int:pk>/remove/", people.remove_party, name="remove_party"),
    path("staff/homes/parties/<int:pk>/word/", parties.word, name="word"),
    path("staff/homes/parties/<int:pk>/letter/", parties.letter, name="letter"),
    path("staff/homes/parties/<int:pk>/letter/sent/", parties.letter_sent, name="letter_sent"),
    path("staff/homes/parties/<int:pk>/agent/", parties.agent, name="agent"),
    path("staff/homes/parties/<int:pk>/agent/end/", parties.end_agent, name="end_agent"),
    path("staff/homes/parties/<int:pk>/deceased/", parties.deceased, name="deceased"),
    path("staff/homes/parties/<int:pk>/consents/", consents.give_consent, name="give_consent"),
    path("staff/homes/<int:pk>/consents/", consents.consents, name="consents"),
    path("staff/homes/consents/<int:pk>/withdraw/", consents.withdraw_consent, name="withdraw_consent"),
    path("staff/homes/<int:pk>/blockers/", blockers.blockers, name="blockers"),
    path("staff/homes/<int:pk>/blockers/new/", blockers.new_blocker, name="new_blocker"),
    path("staff/homes/blockers/", blockers.portfolio, name="portfolio"),
    path("staff/homes/blockers/of/<slug:kind>/", blockers.houses_blocked, name="houses_blocked"),
    path("staff/homes/blockers/<int:pk>/", blockers.blocker, name="blocker"),
    path("staff/homes/blockers/<int:pk>/change/", blockers.change_blocker, name="change_blocker"),
    path("staff/homes/blockers/<int:pk>/begin/", blockers.begin_blocker, name="begin_blocker"),
    path("staff/homes/blockers/<int:pk>/stall/", blockers.stall_blocker, name="stall_blocker"),
    path("staff/homes/blockers/<int:pk>/solve/", blockers.solve_blocker, name="solve_blocker"),
    path("staff/homes/blockers/<int:pk>/reopen/", blockers.reopen_blocker, name="reopen_blocker"),
    path("staff/homes/blockers/<int:pk>/refer/", blockers.refer_blocker, name="refer_blocker"),
    path("staff/homes/blockers/<int:pk>/plan/", blockers.plan_blocker, name="plan_blocker"),
    path("staff/homes/solvers/", solvers.solvers, name="solvers"),
    path("staff/homes/solvers/new/", solvers.new_solver, name="new_solver"),
    path("staff/homes/solvers/<int:pk>/", solvers.solver, name="solver"),
    # A person: one's own house
    path("homes/mine/", own.own_consents, name="own_consents"),
    path("homes/mine/<int:pk>/<slug:purpose>/", own.give_own_consent, name="give_own_consent"),
    path("homes/mine/consents/<int:pk>/withdraw/", own.withdraw_own_consent, name="withdraw_own_consent"),
    # Staff: process, brokers
    # Staff: seekers, inquiries, viewings, contracts
    # Staff: exchange of lists with other sites
]
