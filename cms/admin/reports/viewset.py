"""Informes: the list of reports, and bringing one in."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from cms.admin.reports.progress import reading_of
from cms.core.errors import CosechaError
from cms.harvest.formats.detect import MEDIA_TYPES
from cms.harvest.reading.import_report import receive_report
from cms.harvest.reading.read_file import EXTENSIONS, check_name_and_size
from cms.models import Passage, Report, Workshop
from cms.users.session import signed_in_user


class ProgressColumn(Column):
    """How much of a report is decided; and before that, how much of it is read."""

    cell_template_name = "cms/admin/reports/progress_cell.html"

    class Media:
        js: ClassVar = [forms.Script("cms/admin/reports/reading.js", type="module")]

    def get_value(self, instance: Any) -> dict[str, Any]:
        decided = instance.passage_count - instance.waiting_count
        percent = round(100 * decided / instance.passage_count) if instance.passage_count else 100
        return {"percent": percent, "waiting": instance.waiting_count, "reading": reading_of(instance)}


class ReportIndexView(generic.IndexView):
    """Reports with how far each is; a report's title leads to its review screen."""

    def get_base_queryset(self) -> QuerySet[Report]:
        waiting = Count("passages", filter=Q(passages__state=Passage.State.PENDING), distinct=True)
        drafts = Count("passages__item", distinct=True)
        reports = super().get_base_queryset().select_related("workshop", "harvested_by")
        return reports.annotate(passage_count=Count("passages", distinct=True), waiting_count=waiting, drafts=drafts)

    def get_edit_url(self, instance: Report) -> str:
        return reverse("report_review", args=[instance.pk])


class HarvestForm(forms.Form):
    """A file, and where it comes from."""

    file = forms.FileField(
        label=gettext_lazy("Report"),
        error_messages={
            "empty": gettext_lazy("This file is empty: there is nothing to harvest in it."),
            "required": gettext_lazy("Choose the report's file."),
        },
        widget=forms.FileInput(attrs={"accept": ",".join([*EXTENSIONS, *MEDIA_TYPES])}),
    )
    workshop = forms.ModelChoiceField(
        label=gettext_lazy("Workshop"),
        queryset=Workshop.objects.all(),
        required=False,
        empty_label=gettext_lazy("I will say later"),
        help_text=gettext_lazy("Every draft of this report will carry it."),
    )

    def clean_file(self) -> UploadedFile:
        """Looks at the name and the size before anything is read."""
        file = self.cleaned_data["file"]
        try:
            check_name_and_size(file.name, file.size)
        except CosechaError as error:
            raise forms.ValidationError(str(error)) from error
        return file


class HarvestView(WagtailAdminTemplateMixin, FormView):
    """Bring a report in, then on to its review."""

    form_class = HarvestForm
    template_name = "cms/admin/reports/harvest.html"
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("cms.add_report"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Harvest a report")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("report:index"), "label": _("Reports")},
            {"url": "", "label": self.get_page_title()},
        ]

    def form_valid(self, form: HarvestForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        known = set(Report.objects.values_list("pk", flat=True))
        try:
            report = receive_report(file.read(), file.name, signed_in_user(self.request), form.cleaned_data["workshop"])
        except CosechaError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        if report.pk in known and report.is_ready:
            messages.info(self.request, _("This file was harvested before. Here is where its review stands."))
        elif report.is_ready:
            count = report.passages.count()
            sentence = ngettext("%(count)d passage to review.", "%(count)d passages to review.", count)
            messages.success(self.request, sentence % {"count": count})
        return redirect("report_review", report.pk)


class ReportViewSet(ModelViewSet):
    """What a report is called and where it comes from; its passages have a screen of their own."""

    model = Report
    name = "report"
    url_prefix = "harvest"
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Reports")
    menu_order = 500
    menu_hook = "register_content_menu_item"
    add_to_admin_menu = True
    index_view_class = ReportIndexView
    add_view_class = HarvestView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 25
    ordering: ClassVar = ["-harvested_at"]
    panels: ClassVar = [FieldPanel("title"), FieldPanel("workshop")]
    list_display: ClassVar = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="report_review", sort_key="title"),
        ProgressColumn("progress", label=gettext_lazy("Reviewed")),
        Column("drafts", label=gettext_lazy("Drafts made")),
        Column("workshop", label=gettext_lazy("Workshop")),
        DateColumn("harvested_at", label=gettext_lazy("Harvested"), sort_key="harvested_at"),
    ]

    def get_add_view_kwargs(self) -> dict[str, Any]:
        return {}


@hooks.register("register_admin_viewset")
def register_report_viewset() -> ReportViewSet:
    return ReportViewSet()
