"""Recipes in the admin, and the button that builds an edition now."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.core.errors import CosechaError
from cms.jobs.wake import wake
from cms.users.session import signed_in_user
from newsletter.admin.editions import edition_url
from newsletter.editions.compose import compose_edition, standing_edition
from newsletter.editions.send_times import months_from, send_moment, skipped_hours
from newsletter.models import Recipe

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))


class NoMonthError(CosechaError):
    """The form came without one of the months it offers."""

    sentence = gettext_lazy("Choose the month of the edition.")


class RecipeForm(WagtailAdminModelForm):
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES]
    )


def warn_of_skipped_hours(request: HttpRequest, recipe: Recipe) -> None:
    """Say which months have no such hour, and what happens then."""
    zone = ZoneInfo(recipe.time_zone)
    for day in skipped_hours(timezone.localdate(), recipe.day, recipe.hour, zone)[:2]:
        moment = send_moment(day.replace(day=1), recipe.day, recipe.hour, zone).astimezone(zone)
        messages.warning(
            request,
            _("On %(day)s the clocks go forward and there is no %(hour)s: that edition goes out on %(moment)s.")
            % {
                "day": date_format(day, "DATE_FORMAT"),
                "hour": time_format(recipe.hour, "TIME_FORMAT"),
                "moment": date_format(moment, "DATETIME_FORMAT"),
            },
        )


class RecipeCreateView(generic.CreateView):
    def get_success_url(self) -> str:
        warn_of_skipped_hours(self.request, self.object)
        return super().get_success_url()


class RecipeEditView(generic.EditView):
    def get_success_url(self) -> str:
        warn_of_skipped_hours(self.request, self.object)
        return super().get_success_url()

    @property
    def header_buttons(self) -> list[Button]:
        url = reverse("newsletter_build", args=[self.object.pk])
        return [*super().header_buttons, HeaderButton(_("Build now"), url=url, icon_name="calendar-check", priority=5)]


class RecipeIndexView(generic.IndexView):
    def get_list_more_buttons(self, instance: Recipe) -> list[Button]:
        url = reverse("newsletter_build", args=[instance.pk])
        build = Button(_("Build now"), url=url, icon_name="calendar-check", priority=5)
        return [build, *super().get_list_more_buttons(instance)]


class RecipeViewSet(ModelViewSet):
    model = Recipe
    icon = "list-ol"
    name = "recipes"
    menu_label = gettext_lazy("Recipes")
    add_to_reference_index = False
    copy_view_enabled = False
    add_view_class = RecipeCreateView
    edit_view_class = RecipeEditView
    index_view_class = RecipeIndexView
    list_display = (
        "name",
        Column("audience", label=gettext_lazy("Audience"), accessor="audience"),
        Column("day", label=gettext_lazy("Day"), accessor="day"),
        Column("hour", label=gettext_lazy("Hour"), accessor="hour"),
        BooleanColumn("is_active", label=gettext_lazy("Active")),
    )
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("audience"), FieldPanel("is_active")]),
            InlinePanel(
                "sections", heading=gettext_lazy("What it is made of"), label=gettext_lazy("section"), min_num=1
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("day"), FieldPanel("hour")]),
                    FieldPanel("time_zone"),
                    FieldRowPanel([FieldPanel("build_days_before"), FieldPanel("late_hours")]),
                ],
                heading=gettext_lazy("When"),
            ),
            MultiFieldPanel(
                [FieldPanel("reviewers", widget=forms.CheckboxSelectMultiple), FieldPanel("asks_four_eyes")],
                heading=gettext_lazy("Who reviews it"),
            ),
            MultiFieldPanel(
                [FieldPanel("topics", widget=forms.CheckboxSelectMultiple), FieldPanel("allows_sensitive")],
                heading=gettext_lazy("What it may pick"),
                classname="collapsed",
            ),
        ],
        base_form_class=RecipeForm,
    )


def build_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Build a month's draft now, without waiting for its build day."""
    if not request.user.has_perm("newsletter.add_edition"):
        raise PermissionDenied
    recipe = get_object_or_404(Recipe.objects.select_related("audience"), pk=pk)
    if request.method == "POST":
        try:
            edition, created = compose_edition(recipe, month_in(request, recipe), signed_in_user(request))
        except CosechaError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        if created:
            wake("newsletter.tasks.tell_reviewers_now")
            messages.success(request, _("The draft is built. Look at it, change what you like, and approve it."))
        else:
            messages.warning(request, _("That month's edition had been built already: here it is."))
        return redirect(edition_url(edition))
    return TemplateResponse(request, "newsletter/admin/build.html", build_context(recipe))


def offered_months(recipe: Recipe) -> list[date]:
    """The next months whose hour of sending is still to come."""
    zone, now = ZoneInfo(recipe.time_zone), timezone.now()
    months = months_from(timezone.localdate().replace(day=1), 4)
    return [month for month in months if send_moment(month, recipe.day, recipe.hour, zone) > now][:3]


def month_in(request: HttpRequest, recipe: Recipe) -> date:
    """The month that was chosen among those offered. Raises NoMonthError."""
    wanted = request.POST.get("month", "")
    for month in offered_months(recipe):
        if month.isoformat() == wanted:
            return month
    raise NoMonthError


def build_context(recipe: Recipe) -> dict[str, Any]:
    zone = ZoneInfo(recipe.time_zone)
    months = [
        {
            "value": month.isoformat(),
            "label": date_format(month, "YEAR_MONTH_FORMAT"),
            "send_at": send_moment(month, recipe.day, recipe.hour, zone).astimezone(zone),
            "edition": standing_edition(recipe, month),
        }
        for month in offered_months(recipe)
    ]
    free = next((month["value"] for month in months if month["edition"] is None), months[0]["value"])
    return {
        "recipe": recipe,
        "months": months,
        "chosen": free,
        "header_icon": "calendar-check",
        "header_title": _("Build an edition now"),
        "page_title": _("Build an edition now"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("recipes:index"), "label": _("Recipes")},
            {"url": reverse("recipes:edit", args=[recipe.pk]), "label": recipe.name},
            {"url": "", "label": _("Build now")},
        ],
    }
