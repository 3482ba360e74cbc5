"""Writing content: Wagtail's views, plus whose words these are and whether they may go out."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateEditViewOptionalFeaturesMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView, WorkflowActionView

from cms.admin.content.form import WAITS_FOR_SAVE, ContentForm
from cms.core.errors import CosechaError
from cms.models import Content, Passage
from cms.users.session import signed_in_user
from cms.withdrawal.erase import MAY_ERASE

GOING_OUT = {"publish", "submit", "restart-workflow"}


class ContentFormMixin(CreateEditViewOptionalFeaturesMixin):
    """What the create and the edit view of a `Content` share."""

    request: HttpRequest
    action: str
    form: ContentForm

    def get_form(self, form_class: Any = None) -> ContentForm:
        form = super().get_form(form_class)
        approves = self.action == "workflow-action" and self.request.POST.get("workflow-action-name") == "approve"
        form.is_going_out = self.action in GOING_OUT or approves
        form.is_autosave = self.expects_json_response
        return form

    def save_instance(self) -> Any:
        instance = super().save_instance()
        self.form.save_attribution(signed_in_user(self.request))
        return instance

    def form_valid(self, form: ContentForm) -> HttpResponse:
        """What the domain refuses at the last moment is shown like any other error, with what was typed."""
        had_end = form.instance.expire_at is not None
        try:
            response = super().form_valid(form)
        except CosechaError as error:
            form.add_error(None, str(error))
            self.produced_error_code = "validation_error"
            self.produced_error_message = str(error)
            return self.form_invalid(form)
        if had_end and form.is_going_out and self._is_out_without_end(form.instance):
            messages.info(self.request, _("Its end date had passed and was removed: it stays until you unpublish it."))
        return response

    def _is_out_without_end(self, content: Content) -> bool:
        return type(content)._default_manager.filter(pk=content.pk, live=True, expire_at=None).exists()

    def get_error_message(self) -> str | None:
        if self.expects_json_response and self.form_waits_for_save:
            return str(WAITS_FOR_SAVE)
        return super().get_error_message()

    def is_valid(self, form: ContentForm) -> bool:
        self.form_in_hand = form
        return super().is_valid(form)

    @property
    def form_waits_for_save(self) -> bool:
        return self.form_in_hand.waits_for_save


class ContentCreateView(ContentFormMixin, CreateView):
    pass


class ContentEditView(ContentFormMixin, EditView):
    def form_valid(self, form: ContentForm) -> HttpResponse:
        """Two people at once: the other version stays in the history, and whoever saves last is told."""
        newer = self.latest_revision if not self.expects_json_response and self.is_out_of_date else None
        response = super().form_valid(form)
        if newer is not None and newer.user_id != self.request.user.pk and not form.errors:
            url = reverse(self.revisions_compare_url_name, args=[self.object.pk, newer.pk, "latest"])
            messages.warning(
                self.request,
                _("%(name)s saved another version while you were editing. Yours is now the newest; theirs is kept.")
                % {"name": newer.user},
                buttons=[messages.button(url, _("Compare the two"))],
            )
        return response

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if self.user_has_permission("add"):
            url = reverse("translate_wording", args=[self.model._meta.model_name, self.object.pk])
            buttons.append(Button(_("Translate"), url=url, icon_name="globe", priority=5))
        if self.request.user.has_perm("cms.withdraw_item"):
            url = reverse("withdrawals:item", args=[self.object.translation_key])
            buttons.append(Button(_("Withdraw from everywhere"), url=url, icon_name="no-view", priority=90))
        if self.request.user.has_perm(MAY_ERASE):
            url = reverse("erasures:item", args=[self.object.translation_key])
            buttons.append(Button(_("Erase for good"), url=url, icon_name="bin", priority=95))
        passage = Passage.objects.filter(item__translation_key=self.object.translation_key).first()
        if passage and self.request.user.has_perm("cms.change_report"):
            url = f"{reverse('report_review', args=[passage.report_id])}#p{passage.pk}"
            label = _("See it in its report")
            if passage.page:
                page = _("p. %(page)s") % {"page": passage.page}
                label = f"{label} ({page})"
            buttons.append(Button(label, url=url, icon_name="doc-full-inverse", priority=6))
        return buttons


class ContentWorkflowActionView(WorkflowActionView):
    """Approving from a list: what may not be published is refused with its reason instead of an error page."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except CosechaError as error:
            messages.error(request, str(error))
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                return JsonResponse({"step": "success", "redirect": self.redirect_url})
            return redirect(self.redirect_url)
