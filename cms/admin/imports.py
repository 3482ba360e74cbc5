"""Importar una tabla: a spreadsheet of quotes, what each of its rows would become, and then its drafts."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.errors import CosechaError
from cms.imports import template
from cms.imports.match_people import NEW, NamedPerson
from cms.imports.preview import DraftPreview, Fate, ImportPlan
from cms.imports.reader import EXTENSIONS, check_name, check_size
from cms.imports.run import import_table, keep_table, plan_of
from cms.models import ConsentTerms, QuoteTable
from cms.terms.summary import in_words
from cms.users.session import signed_in_user

ON_A_PAGE = 40
# What needs a person stands first.
IN_ORDER = (Fate.ERROR, Fate.QUESTION, Fate.NEW, Fate.WITHDRAWN, Fate.KNOWN)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TableForm(forms.Form):
    """The file of a table."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        error_messages={
            "empty": gettext_lazy("This file is empty."),
            "required": gettext_lazy("Choose the file of the table."),
        },
        widget=forms.FileInput(attrs={"accept": ",".join(EXTENSIONS)}),
    )

    def clean_file(self) -> Any:
        """Looks at the name and the size before anything is read."""
        file = self.cleaned_data["file"]
        try:
            check_name(file.name)
            check_size(file.size)
        except CosechaError as error:
            raise forms.ValidationError(str(error)) from error
        return file


class TablePage(WagtailAdminTemplateMixin):
    """What the two pages share: who may see them, and where they are."""

    header_icon = "table"
    page_title = gettext_lazy("Import a table")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("cms.add_quote"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]


class UploadView(TablePage, FormView):
    """Choose a table, or take the template to fill in."""

    form_class = TableForm
    template_name = "cms/admin/imports/upload.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = QuoteTable.objects.select_related("uploaded_by").defer("content")
        return super().get_context_data(columns=template.explained(), earlier=earlier[:8], **kwargs)

    def form_valid(self, form: TableForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            table = keep_table(file.read(), file.name, signed_in_user(self.request))
        except CosechaError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return redirect("table_preview", table.pk)


class PreviewView(TablePage, TemplateView):
    """Each row as the card it will become, who must be decided about, and the button that makes the drafts."""

    template_name = "cms/admin/imports/preview.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.table = get_object_or_404(QuoteTable, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        upload = {"url": reverse("table_upload"), "label": _("Import a table")}
        return [*super().get_breadcrumbs_items()[:-1], upload, {"url": "", "label": str(self.table)}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.table.content is None:
            messages.info(request, _("This table is imported already."))
            return redirect("table_upload")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.table.content is None:
            return self.get(request)
        self.remember_choices()
        if "import" not in request.POST:
            return redirect("table_preview", self.table.pk)
        try:
            made = import_table(self.table, signed_in_user(request), leaves_out_errors="leave_out" in request.POST)
        except CosechaError as error:
            messages.error(request, str(error))
            return redirect("table_preview", self.table.pk)
        sentence = ngettext("%(count)d draft was made.", "%(count)d drafts were made.", made.drafts)
        messages.success(request, sentence % {"count": made.drafts})
        return redirect(f"{reverse('wagtailsnippets_cms_quote:list')}?state=draft")

    def remember_choices(self) -> None:
        """Keep who the people asked about are, so that nothing chosen is lost on another page of the preview."""
        prefix = "person-"
        chosen = {
            name.removeprefix(prefix): str(value)
            for name, value in self.request.POST.items()
            if name.startswith(prefix) and value
        }
        self.table.choices = self.table.choices | chosen
        self.table.save(update_fields=["choices"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = plan_of(self.table, signed_in_user(self.request))
        wanted = self.request.GET.get("fate", "")
        cards = [card for fate in IN_ORDER if wanted in ("", fate) for card in plan.of_fate(fate)]
        page = Paginator(cards, ON_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            table=self.table,
            plan=plan,
            page=page,
            cards=[shown(card) for card in page],
            tabs=_tabs(plan, wanted),
            fate=wanted,
            questions=[asked(person) for person in plan.questions],
            unknown=plan.table.unknown,
            drafts=len(plan.drafts),
            **kwargs,
        )


def _tabs(plan: ImportPlan, wanted: str) -> list[dict[str, Any]]:
    """One for each fate that some row has, with how many."""
    fates = [(fate, len(plan.of_fate(fate))) for fate in IN_ORDER]
    tabs = [{"fate": fate.value, "label": fate.label, "count": count} for fate, count in fates if count]
    everything = {"fate": "", "label": _("All rows"), "count": len(plan.cards)}
    return [tab | {"is_chosen": tab["fate"] == wanted} for tab in [everything, *tabs]]


def shown(card: DraftPreview) -> dict[str, Any]:
    """A row as its card shows it."""
    row, person = card.row, card.person
    allowed = row.allowed
    return {
        "number": row.number,
        "fate": card.fate,
        "kind": row.kind,
        "title": row.title,
        "words": row.words,
        "who": ", ".join(part for part in (row.name, row.role, row.region, row.organisation) if part),
        "is_new_person": bool(person and person.is_new and card.fate == Fate.NEW),
        "workshop": row.workshop,
        "topics": row.topics,
        "language": dict(settings.LANGUAGES).get(row.language, row.language),
        "consent": in_words(ConsentTerms(**allowed.terms())) if allowed and card.records_consent else [],
        "waits": card.fate == Fate.NEW and not card.records_consent and person is not None,
        "problems": row.problems,
        "sentence": card.sentence,
        "notes": card.notes,
    }


def asked(person: NamedPerson) -> dict[str, Any]:
    """The question about one person, with everything that may be answered."""
    details = [part for part in (person.role, person.region, person.organisation) if part]
    options = []
    for known in person.candidates:
        parts = [part for part in (known.role, known.region, known.organisation) if part]
        count = ngettext("%d item", "%d items", known.item_count) % known.item_count
        options.append((f"known:{known.pk}", _("%s, who is here already") % known.name, ", ".join([*parts, count])))
    for other in person.others:
        where = ", ".join(part for part in (other.region, other.organisation) if part)
        options.append((f"same:{other.key}", _("The same as in row %d") % other.numbers[0], where))
    options.append((NEW, _("Somebody else: a new person"), ""))
    return {
        "key": person.key,
        "name": person.name,
        "details": ", ".join(details),
        "rows": ", ".join(str(number) for number in person.numbers[:12]) + ("…" if len(person.numbers) > 12 else ""),
        "count": len(person.numbers),
        "options": [
            {"value": value, "label": label, "details": about, "is_chosen": value == person.chosen}
            for value, label, about in options
        ],
    }


def download(request: HttpRequest, extension: str) -> HttpResponse:
    """The template as a file."""
    if not request.user.has_perm("cms.add_quote"):
        raise PermissionDenied
    data, kind = (template.as_xlsx(), XLSX) if extension == "xlsx" else (template.as_csv(), "text/csv; charset=utf-8")
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="cosecha.{extension}"'}
    )


class TableMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("cms.add_quote"))


@hooks.register("register_content_menu_item")
def register_table_menu_item() -> MenuItem:
    return TableMenuItem(
        gettext_lazy("Import a table"), reverse("table_upload"), name="import-table", icon_name="table", order=600
    )


@hooks.register("register_admin_urls")
def register_table_urls() -> list[URLPattern]:
    return [
        path("tables/", UploadView.as_view(), name="table_upload"),
        path("tables/<int:pk>/", PreviewView.as_view(), name="table_preview"),
        path("tables/template.<str:extension>", download, name="table_template"),
    ]
