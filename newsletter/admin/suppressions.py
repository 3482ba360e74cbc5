"""Suppressions in the admin: who must not get mail, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from media.text.email_fields import EmailAddressFormField
from newsletter.models import Suppression
from newsletter.subscribers.suppressions import suppress_address

BY_HAND = (Suppression.Reason.ASKED, Suppression.Reason.COMPLAINED, Suppression.Reason.BOUNCED)
SOURCES = {"link": _("Link in a mail"), "staff": _("Written down by staff")}


class RecordedPolicy(ModelPermissionPolicy):
    """What was recorded is not changed."""

    def user_has_permission(self, user: object, action: str) -> bool:
        return action != "change" and super().user_has_permission(user, action)


register_permission_policy(Suppression, RecordedPolicy(Suppression))


class SuppressionForm(WagtailAdminModelForm):
    """The address is typed, and only its keyed hash is kept."""

    email = EmailAddressFormField(
        label=_("Email"), help_text=_("It is not kept: only a fingerprint that recognises it if it comes again.")
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=[(reason.value, reason.label) for reason in BY_HAND])

    class Meta:
        model = Suppression
        fields = ("email", "audience", "reason")
        labels = {"audience": _("Only from this audience")}
        help_texts = {"audience": _("Empty: from all of them.")}

    def save(self, commit: bool = True) -> Suppression:
        given = self.cleaned_data
        reason = Suppression.Reason(given["reason"])
        self.instance = suppress_address(given["email"], given["audience"], reason, self.for_user)
        return self.instance


class SuppressionIndexView(IndexView):
    def get_edit_url(self, instance: Suppression) -> None:
        return None


class SuppressionViewSet(ModelViewSet):
    """Addresses that must not get mail."""

    model = Suppression
    icon = "no-view"
    name = "suppressions"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = SuppressionIndexView
    list_display = (
        Column("get_reason_display", label=_("Reason"), sort_key="reason"),
        Column("audience", label=_("Audience"), accessor=lambda row: row.audience or pgettext("audiences", "All")),
        Column("source", label=_("Where from"), accessor=lambda row: SOURCES.get(row.source, row.source)),
        Column("fingerprint", label=_("Fingerprint"), accessor=lambda row: row.address_hash[:12]),
        DateColumn("at", label=_("When"), sort_key="at"),
    )
    list_filter = ("reason", "audience")

    def get_form_class(self, for_update: bool = False) -> type:
        return SuppressionForm
