"""The page of the report on impact, on screen and on paper, and its place in the menu."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.admin.impact import sections
from cms.admin.impact.form import ImpactForm, NamedPeriod
from cms.admin.impact.page_style import page_style
from cms.admin.impact.pictures import contents_shown, post_cards, published_cards
from cms.admin.impact.tables import COLUMNS, PUBLISHED, ImpactTable, tally_table, written, written_in_chart
from cms.impact.chart import Chart, Palette, draw
from cms.impact.gather import gather
from cms.impact.numbers import Harvest, ImpactItem, narrow, only_campaign, tally
from cms.impact.period import Period
from cms.models import Organisation, Topic
from media.contrast import legible
from media.models import Brand

MAY_SEE = "cms.view_item"
PAPER, INK = "#FFFFFF", "#000000"
MOST_ITEMS = 40


class ImpactView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/admin/impact/report.html"
    page_title = gettext_lazy("Impact report")
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(MAY_SEE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = ImpactForm({"period": NamedPeriod.YEAR, **self.request.GET.dict()})
        context |= {"form": form, "media": form.media}
        return context | (self.report(form) if form.is_valid() else {})

    def report(self, form: ImpactForm) -> dict[str, Any]:
        """Everything the page shows."""
        period, given = form.chosen_period, form.cleaned_data
        topic, organisation, campaign = given["topic"], given["organisation"], given["campaign"]
        harvest = gather(period)
        if topic or organisation:
            harvest = narrow(harvest, lambda item: is_about(item, topic, organisation))
        if campaign:
            harvest = only_campaign(harvest, campaign)
        brand = Brand.load(self.request)
        is_narrowed, is_campaign = bool(topic or organisation), bool(campaign)
        total = tally(harvest)
        cards = post_cards(harvest)
        return {
            "harvest": harvest,
            "seen": written(total.views) if total.views else "",
            "period": period,
            "about": form.about,
            "brand": brand,
            "today": timezone.localdate(),
            "is_campaign": is_campaign,
            "is_empty": not (harvest.items or harvest.accepted or harvest.reports or harvest.mailings),
            "figures": sections.figures(harvest, is_campaign=is_campaign, is_narrowed=is_narrowed),
            "cards": cards,
            "published_cards": [] if cards or is_campaign else published_cards(harvest, brand),
            "editions": sections.edition_table(harvest),
            "networks": sections.network_table(harvest),
            "items": item_table(harvest, is_campaign=is_campaign),
            "page_style": page_style(f"{brand.name} · {self.page_title}", str(period)),
            **grouped(harvest, is_campaign=is_campaign),
            **drawn(charts(harvest, period), palette_of(brand)),
        }


def is_about(item: ImpactItem, topic: Topic | None, organisation: Organisation | None) -> bool:
    """Whether an item has the topic and may be named with the organisation, as far as they are asked for."""
    return (topic is None or topic.pk in item.topics) and (
        organisation is None or organisation.pk in item.organisations
    )


def charts(harvest: Harvest, period: Period) -> dict[str, Chart | None]:
    return {
        "kind_chart": sections.kind_chart(harvest),
        "month_chart": sections.month_chart(harvest, period),
        "language_chart": sections.language_chart(harvest),
        "network_chart": sections.network_chart(harvest),
    }


def grouped(harvest: Harvest, *, is_campaign: bool) -> dict[str, Any]:
    """By topic and by organisation."""
    palette = palette_of(Brand.load())
    topics = dict(Topic.objects.values_list("pk", "name"))
    organisations = dict(Organisation.objects.values_list("pk", "name"))
    by_topic = sections.group_rows(harvest, lambda item: item.topics, topics, _("Without a topic"))
    by_organisation = sections.group_rows(
        harvest, lambda item: item.organisations, organisations, _("Without an organisation that may be named")
    )
    several = _("What belongs to several counts in each of them.")
    table = sections.group_table
    return {
        "by_topic": table(_("By topic"), _("Topic"), by_topic, is_campaign=is_campaign, note=several),
        "by_organisation": table(
            _("By organisation"), _("Organisation"), by_organisation, is_campaign=is_campaign, note=several
        ),
        **drawn(
            {
                "topic_chart": sections.group_chart(by_topic, is_campaign=is_campaign),
                "organisation_chart": sections.group_chart(by_organisation, is_campaign=is_campaign),
            },
            palette,
        ),
    }


def item_table(harvest: Harvest, *, is_campaign: bool) -> ImpactTable:
    """What came of each item, those that reached most; only those whose words anybody may read now."""
    ranking = sections.item_ranking(harvest)
    shown = contents_shown([key for key, _found in ranking[:MOST_ITEMS]], harvest.posts)
    rows = [(shown[key][1], found) for key, found in ranking[:MOST_ITEMS] if key in shown]
    left = len(ranking) - len(rows)
    note = _("%(count)d more are counted above and not named here.") % {"count": left} if left else ""
    columns = [column for column in COLUMNS if column != PUBLISHED and (column.is_of_posts or not is_campaign)]
    titled = [(f"{content.headline} ({content.kind.label})", found) for content, found in rows]
    return tally_table(_("What came of each item"), _("Item"), titled, columns, note)


def palette_of(brand: Brand) -> Palette:
    """The brand's colours, where they can be told from white paper."""
    return Palette(
        legible(PAPER, brand.primary_colour, brand.ink_colour),
        brand.accent_colour,
        legible(PAPER, brand.ink_colour, INK),
    )


def drawn(found: dict[str, Chart | None], palette: Palette) -> dict[str, Any]:
    """Each chart with its drawing; None where there is nothing to draw."""
    return {
        name: {"chart": chart, "svg": draw(chart, palette, name.replace("_", "-"), written_in_chart)}
        if chart and not chart.is_empty
        else None
        for name, chart in found.items()
    }


class ImpactMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_SEE))


@hooks.register("register_admin_menu_item")
def impact_entry() -> MenuItem:
    return ImpactMenuItem(
        gettext_lazy("Impact report"), reverse_lazy("impact"), name="impact", icon_name="clipboard-list", order=450
    )


@hooks.register("register_admin_urls")
def register_impact_url() -> list[URLPattern]:
    return [path("impact/", ImpactView.as_view(), name="impact")]
