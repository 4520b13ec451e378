"""Addresses of figures, below a town's slug."""

from django.urls import path

from kayoi.strategy.indicators.views import answers, figures, official, survey, ties

app_name = "indicators"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("file/<slug:kind>/", figures.figures_file, name="figures_file"),
    path("rows/<slug:key>/", figures.rows, name="rows"),
    path("roll-up/", figures.roll_up, name="roll_up"),
    path("preview/", figures.preview, name="preview"),
    path("official/", official.official, name="official"),
    path("official/new/", official.new_official, name="new_official"),
    path("survey/", survey.survey, name="survey"),
    path("survey/file/", survey.survey_file, name="survey_file"),
    path("cross/", survey.cross, name="cross"),
    path("ties/", ties.ties, name="ties"),
    path("ties/people/", ties.ties_people, name="ties_people"),
    path("answers/", answers.answers, name="answers"),
    path("answers/<slug:key>/", answers.answer, name="answer"),
]
