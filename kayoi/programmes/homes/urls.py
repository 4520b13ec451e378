"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.homes.views import asked, brokers, counts, houses, process

app_name = "homes"
urlpatterns = [
    # The public: search, a house, owners' and seekers' forms
    # Staff: finding houses
    # Staff: the house file
    path("staff/homes/", houses.register, name="register"),
    path("staff/homes/<int:pk>/", houses.home, name="home"),
    # Staff: owners, consents, blockers
    # Staff: process, brokers
    path("staff/homes/<int:pk>/steps/<str:action>/", process.step, name="step"),
    path("staff/homes/<int:pk>/checks/", process.checks, name="checks"),
    path("staff/homes/<int:pk>/plan-survey/", process.plan_survey, name="plan_survey"),
    path("staff/homes/<int:pk>/broker/", brokers.assignment, name="assignment"),
    path("staff/home-checks/<int:pk>/", process.record_check, name="record_check"),
    path("staff/assignments/<int:pk>/answer/", brokers.answer_assignment, name="answer_assignment"),
    path("staff/assignments/<int:pk>/end/", brokers.end_assignment, name="end_assignment"),
    path("staff/brokers/", brokers.brokers, name="brokers"),
    path("staff/brokers/new/", brokers.new_broker, name="new_broker"),
    path("staff/brokers/<int:pk>/", brokers.broker, name="broker"),
    path("staff/brokers/<int:pk>/steps/<str:action>/", brokers.broker_step, name="broker_step"),
    path("staff/homes/figures/", counts.figures, name="figures"),
    path("staff/homes/figures/<str:key>/", counts.rows, name="figure_rows"),
    # A broker who was asked by mail
    path("homes/asked/<str:token>/", asked.asked, name="asked"),
    path("homes/answered/", asked.answered, name="answered"),
    # Staff: seekers, inquiries, viewings, contracts
    # Staff: exchange of lists with other sites
]
