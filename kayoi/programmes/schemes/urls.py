"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.schemes.views import (
    applications,
    applying,
    around,
    defining,
    enquiries,
    grant_steps,
    grantees,
    grants,
    papers,
    public,
    staff_papers,
    state,
    steps,
)

app_name = "schemes"
urlpatterns = [
    # The public
    path("apply/", public.procedures, name="open"),
    path("apply/status/", state.status, name="status"),
    path("apply/a/<str:token>/", state.state, name="state"),
    path("apply/a/<str:token>/you/", applying.you, name="you"),
    path("apply/a/<str:token>/question/", applying.question, name="question"),
    path("apply/a/<str:token>/question/<str:fact>/", applying.question, name="one_question"),
    path("apply/a/<str:token>/questions/", applying.questions, name="questions"),
    path("apply/a/<str:token>/keep/", applying.keep, name="keep"),
    path("apply/a/<str:token>/papers/", papers.papers, name="papers"),
    path("apply/a/<str:token>/papers/<int:pk>/", papers.upload, name="upload"),
    path("apply/a/<str:token>/papers/<int:pk>/use/<int:document>/", papers.use, name="use"),
    path("apply/a/<str:token>/send/", applying.send, name="send"),
    path("apply/a/<str:token>/withdraw/", state.withdraw, name="withdraw"),
    path("apply/a/<str:token>/report/", grantees.own_report, name="own_report"),
    path("apply/a/<str:token>/claim/", grantees.own_claim, name="own_claim"),
    path("apply/<slug:key>/", public.procedure, name="procedure"),
    # Staff, on applications
    path("staff/applications/", applications.applications, name="applications"),
    path("staff/applications/decide/", steps.decide_chosen, name="decide_chosen"),
    path("staff/applications/draft/", steps.draft, name="draft"),
    path("staff/applications/new/<slug:key>/", applications.new_application, name="new_application"),
    path("staff/applications/papers/<int:pk>/", staff_papers.paper, name="paper"),
    path("staff/applications/papers/<int:pk>/<int:position>/", staff_papers.paper_page, name="paper_page"),
    path("staff/applications/<int:pk>/", applications.application, name="application"),
    path("staff/applications/<int:pk>/resend/", applications.resend_application, name="resend_application"),
    path("staff/applications/<int:pk>/return/", steps.return_application, name="return_application"),
    path("staff/applications/<int:pk>/withdraw/", steps.withdraw_application, name="withdraw_application"),
    path("staff/applications/<int:pk>/judge/<int:number>/", steps.judge, name="judge"),
    path("staff/applications/<int:pk>/propose/", steps.propose, name="propose"),
    path("staff/applications/<int:pk>/send-back/", steps.send_back, name="send_back"),
    path("staff/applications/<int:pk>/decide/", steps.decide, name="decide"),
    path("staff/applications/<int:pk>/status/", steps.allow_status, name="allow_status"),
    path("staff/applications/<int:pk>/house/", around.link_house, name="link_house"),
    path("staff/applications/<int:pk>/early-start/", around.early_start, name="early_start"),
    path("staff/applications/<int:pk>/visit/", around.note_visit, name="note_visit"),
    # Staff, on grants
    path("staff/grants/", grants.grants, name="grants"),
    path("staff/grants/<int:pk>/", grants.grant, name="grant"),
    path("staff/grants/<int:pk>/<slug:action>/", grant_steps.grant_step, name="grant_step"),
    # Staff, on questions to other offices
    path("staff/enquiries/", enquiries.enquiries, name="enquiries"),
    path("staff/enquiries/new/", enquiries.new_enquiry, name="new_enquiry"),
    path("staff/enquiries/<int:pk>/", enquiries.enquiry, name="enquiry"),
    path("staff/enquiries/<int:pk>/sheet/", enquiries.enquiry_sheet, name="enquiry_sheet"),
    # Staff, on procedures
    path("staff/procedures/<int:pk>/terms/", around.terms, name="terms"),
    path("staff/procedures/", defining.procedures, name="procedures"),
    path("staff/procedures/new/", defining.new_procedure, name="new_procedure"),
    path("staff/procedures/<int:pk>/", defining.define, name="define"),
    path("staff/procedures/<int:pk>/publish/", defining.publish, name="publish"),
    path("staff/procedures/<int:pk>/pause/", defining.close, {"action": "pause"}, name="pause"),
    path("staff/procedures/<int:pk>/end/", defining.close, {"action": "end"}, name="end"),
]
