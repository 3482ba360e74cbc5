"""The team's screens: Wagtail's list of users, where colleagues are invited instead of being given a password."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.users.views.users import DeleteView, EditView, IndexView, UserViewSet

from cms.core.errors import CosechaError
from cms.core.text.skeleton_search import SearchByName
from cms.users.invitation import (
    MAY_INVITE,
    ROLE_LABELS,
    ROLE_NAMES,
    InvitationNotSentError,
    add_colleague,
    send_invitation,
)
from cms.users.models import User
from cms.users.rights import groups_that_may_be_given, may_manage
from cms.users.roles import EDITOR
from cms.users.session import signed_in_user
from media.text.email_fields import EmailAddressFormField


class InvitationForm(forms.Form):
    """Whom to invite, and what they may do."""

    email = EmailAddressFormField(label=gettext_lazy("Email"), help_text=gettext_lazy("They sign in with it."))
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150, required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=list(ROLE_LABELS.items()), initial=EDITOR, widget=forms.RadioSelect
    )


class InviteView(WagtailAdminTemplateMixin, FormView):
    """Invite a colleague by email."""

    template_name = "users/invite.html"
    form_class = InvitationForm
    header_icon = "user"
    page_title = gettext_lazy("Invite somebody")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(MAY_INVITE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {"url": "", "label": str(self.page_title)},
        ]

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        """The account is committed before the mail is tried: a mail server that is away loses nothing."""
        try:
            user = add_colleague(**form.cleaned_data, by=signed_in_user(self.request))
        except CosechaError as error:
            form.add_error("email", str(error))
            return self.form_invalid(form)
        tell_of_invitation(self.request, user)
        return redirect("wagtailusers_users:index")


def tell_of_invitation(request: HttpRequest, user: User) -> None:
    try:
        send_invitation(user, signed_in_user(request))
    except InvitationNotSentError as error:
        messages.warning(request, str(error))
    except CosechaError as error:
        messages.error(request, str(error))
    else:
        sentence = _("We sent %(email)s a link to choose a password.") % {"email": user.email}
        messages.success(request, sentence)


@require_POST
def resend_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """The same invitation once more."""
    if not request.user.has_perm(MAY_INVITE):
        raise PermissionDenied
    tell_of_invitation(request, get_object_or_404(User, pk=pk))
    return redirect("wagtailusers_users:edit", pk)


def role_of(user: Any) -> str:
    if user.is_superuser:
        return _("Runs everything")
    return ", ".join(str(ROLE_NAMES.get(group.name, group.name)) for group in user.groups.all())


def account_state_of(user: Any) -> str:
    if not user.is_active:
        return _("Not active")
    return _("On the team") if user.has_usable_password() else _("Invited, not here yet")


class TeamIndexView(SearchByName, IndexView):
    add_item_label = gettext_lazy("Invite somebody")

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("wagtail_userprofile").prefetch_related("groups")

    @cached_property
    def columns(self) -> list[Any]:
        """Wagtail's, with the role and whether the person has come, instead of flags."""
        kept = [column for column in super().columns if column.name not in ("is_superuser", "is_active", "username")]
        added = [
            Column("email", label=_("Email"), sort_key="email"),
            Column("role", label=_("Role"), accessor=role_of),
            Column("standing", label=_("State"), accessor=account_state_of),
        ]
        return [*kept[:-1], *added, kept[-1]]


class TeamEditView(EditView):
    """An account is changed by whoever may do as much as its owner: whoever sets its password can become them."""

    template_name = "users/edit.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
            given = groups_that_may_be_given(self.request.user)
            form.fields["groups"].queryset = Group.objects.filter(pk__in=[group.pk for group in given])
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_resend = not self.object.has_usable_password() and self.request.user.has_perm(MAY_INVITE)
        return super().get_context_data(**kwargs) | {"may_resend": may_resend}


class TeamDeleteView(DeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage(request.user, self.get_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TeamViewSet(UserViewSet):
    icon = "user"
    copy_view_enabled = False
    delete_view_class = TeamDeleteView
    index_view_class = TeamIndexView
    edit_view_class = TeamEditView
    edit_template_name: ClassVar = "users/edit.html"

    @property
    def add_view(self) -> Any:
        return InviteView.as_view()


@hooks.register("register_admin_urls")
def register_team_urls() -> list[URLPattern]:
    return [path("team/<int:pk>/invite/", resend_invitation, name="resend_invitation")]
