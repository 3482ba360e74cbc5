"""Where the review of a report is found."""

from django.urls import URLPattern, path
from wagtail import hooks

from cms.admin.reports.attribution import people, whose
from cms.admin.reports.decisions import changes, decide, decide_section
from cms.admin.reports.progress import discard, states
from cms.admin.reports.review import ReviewView, passage_form, passage_split


@hooks.register("register_admin_urls")
def register_review_urls() -> list[URLPattern]:
    return [
        path("harvest/<int:pk>/review/", ReviewView.as_view(), name="report_review"),
        path("harvest/reading/", states, name="report_states"),
        path("harvest/<int:pk>/discard/", discard, name="report_discard"),
        path("harvest/<int:pk>/section/", decide_section, name="report_section"),
        path("harvest/<int:pk>/changes/", changes, name="report_changes"),
        path("harvest/passages/<int:pk>/decide/", decide, name="passage_decide"),
        path("harvest/passages/<int:pk>/form/", passage_form, name="passage_form"),
        path("harvest/passages/<int:pk>/split/", passage_split, name="passage_split"),
        path("harvest/passages/<int:pk>/whose/", whose, name="passage_whose"),
        path("harvest/passages/<int:pk>/people/", people, name="passage_people"),
    ]
