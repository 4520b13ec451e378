"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.engines.rulesets.views import adopting, rulesets, vocabulary, writing

app_name = "rulesets"
urlpatterns = [
    path("staff/rules/", rulesets.rulesets, name="rulesets"),
    path("staff/rules/load/", rulesets.load, name="load"),
    path("staff/rules/pack/", rulesets.pack, name="pack"),
    path("staff/rules/new/", rulesets.new, name="new"),
    path("staff/rules/<int:pk>/", rulesets.ruleset, name="ruleset"),
    path("staff/rules/<int:pk>/file/", rulesets.file, name="file"),
    path("staff/rules/<int:pk>/edit/", rulesets.edit, name="edit"),
    path("staff/rules/<int:pk>/try/", rulesets.try_out, name="try_out"),
    path("staff/rules/<int:pk>/fact/", vocabulary.fact, name="fact"),
    path("staff/rules/<int:pk>/places/", vocabulary.places, name="places"),
    path("staff/rules/<int:pk>/drop/", vocabulary.drop, name="drop"),
    path("staff/rules/versions/<int:pk>/", adopting.version, name="version"),
    path("staff/rules/versions/<int:pk>/propose/", adopting.propose, name="propose"),
    path("staff/rules/versions/<int:pk>/give-back/", adopting.give_back, name="give_back"),
    path("staff/rules/versions/<int:pk>/withdraw/", adopting.withdraw, name="withdraw"),
    path("staff/rules/versions/<int:pk>/adopt/", adopting.adopt, name="adopt"),
    path("staff/rules/versions/<int:pk>/end/", adopting.end, name="end"),
    path("staff/rules/versions/<int:pk>/copy/", writing.copy, name="copy"),
    path("staff/rules/versions/<int:pk>/period/", writing.period, name="period"),
    path("staff/rules/versions/<int:pk>/terms/", writing.terms, name="terms"),
    path("staff/rules/versions/<int:pk>/choose/", writing.choose, name="choose"),
    path("staff/rules/versions/<int:pk>/node/", writing.node, name="node"),
    path("staff/rules/versions/<int:pk>/arrange/", writing.arrange, name="arrange"),
    path("staff/rules/versions/<int:pk>/case/", writing.case, name="case"),
    path("staff/rules/versions/<int:pk>/drop-case/", writing.drop_case, name="drop_case"),
]
