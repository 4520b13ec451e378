"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.surveys.views import office, public, questions, quotas, results, typing_in

app_name = "surveys"
urlpatterns = [
    path("surveys/answers/", public.enter, name="enter"),
    path("surveys/answers/done/", public.done, name="done"),
    path("surveys/answers/<str:code>/", public.answer, name="answer"),
    path("surveys/answers/<str:code>/draft/", public.draft, name="draft"),
    path("surveys/<slug:key>/", public.begin, name="begin"),
    path("surveys/<slug:key>/results/", public.results, name="published"),
    path("staff/surveys/", office.surveys, name="surveys"),
    path("staff/surveys/new/", office.new, name="new"),
    path("staff/surveys/compare/", results.compare, name="compare"),
    path("staff/surveys/<int:pk>/", office.survey, name="survey"),
    path("staff/surveys/<int:pk>/next/", office.next_version, name="next_version"),
    path("staff/surveys/<int:pk>/questions/", questions.questions, name="questions"),
    path("staff/surveys/<int:pk>/questions/new/", questions.new_question, name="new_question"),
    path("staff/surveys/<int:pk>/questions/file/", questions.file, name="file"),
    path("staff/surveys/<int:pk>/questions/<slug:key>/", questions.question, name="question"),
    path("staff/surveys/<int:pk>/questions/<slug:key>/move/", questions.move_question, name="move_question"),
    path("staff/surveys/<int:pk>/questions/<slug:key>/remove/", questions.remove_question, name="remove_question"),
    path("staff/surveys/<int:pk>/quotas/new/", quotas.new_quota, name="new_quota"),
    path("staff/surveys/<int:pk>/quotas/<slug:key>/", quotas.quota, name="quota"),
    path("staff/surveys/<int:pk>/quotas/<slug:key>/remove/", quotas.remove_quota, name="remove_quota"),
    path("staff/surveys/versions/<int:pk>/", office.version, name="version"),
    path("staff/surveys/versions/<int:pk>/open/", office.open_version, name="open_version"),
    path("staff/surveys/versions/<int:pk>/close/", office.close_version, name="close_version"),
    path("staff/surveys/versions/<int:pk>/codes/", typing_in.codes, name="codes"),
    path("staff/surveys/versions/<int:pk>/type/", typing_in.type_in, name="type_in"),
    path("staff/surveys/versions/<int:pk>/sheets/", typing_in.sheets, name="sheets"),
    path("staff/surveys/versions/<int:pk>/results/", results.results, name="results"),
    path("staff/surveys/versions/<int:pk>/publish/", results.publish, name="publish"),
    path("staff/surveys/sheets/<int:pk>/reopen/", typing_in.reopen, name="reopen"),
]
