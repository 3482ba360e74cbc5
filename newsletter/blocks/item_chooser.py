"""Choosing an item for an edition: only what may go out by email now is offered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.blocks import ChooserBlock

from cms.admin.chrome.snippets import WithoutCreation
from cms.consent.credit import credit_of
from cms.consent.gate import Use, cleared
from cms.models import ConsentTerms, Item, model_for
from cms.search.backend import matching_words_or_prefixes
from newsletter.blocks.kind_blocks import KIND_BLOCKS


def items_to_offer(kind: str) -> QuerySet[Item]:
    """The items of `kind` that may go out by email now, newest first."""
    return (
        cleared(Item.objects.all(), Use.NEWSLETTER, timezone.now())
        .filter(kind=kind)
        .select_related("consent__contributor__organisation", "workshop")
        .prefetch_related(Prefetch("consent__terms", ConsentTerms.objects.order_by("-pk")))
        .order_by("-pk")
    )


def named(item: Item) -> str:
    """How the item's person is named, as staff see it in lists."""
    return credit_of(item, "es") if item.has_person else str(_("the group"))


class SearchForm(BaseFilterForm):
    """Searches the live content."""

    kind = ""
    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    def filter(self, objects: Any) -> Any:
        self.search_query = self.cleaned_data.get("q", "").strip()
        if not self.search_query:
            return objects
        self.is_searching = True
        model = model_for(self.kind)
        found = model.objects.filter(matching_words_or_prefixes(model, self.search_query), live=True)
        return objects.filter(translation_key__in=found.values("translation_key"))


class ListingMixin(BaseChooseView):
    """What the modal and its list of results share."""

    kind = ""

    def get_object_list(self) -> QuerySet[Item]:
        return items_to_offer(self.kind)

    def get_filter_form_class(self) -> type[SearchForm]:
        return type("KindSearchForm", (SearchForm,), {"kind": self.kind})

    def get_results_page(self, request: HttpRequest) -> Any:
        page = super().get_results_page(request)
        page.object_list = describe(list(page.object_list), self.kind)
        return page

    @property
    def columns(self) -> list[Column]:
        title = super().title_column
        title.accessor = "headline"
        return [
            title,
            Column("credit", label=_("Signed"), accessor="credit"),
            Column("topics", label=_("Topics"), accessor="topic_names"),
        ]


def describe(items: list[Any], kind: str) -> list[Any]:
    """Give each item the headline, credit and topic names that lists show: two queries, however many items."""
    model = model_for(kind)
    rows = model.objects.filter(translation_key__in=[item.translation_key for item in items], live=True)
    contents: dict[Any, Any] = {}
    for content in rows.order_by("-pk").prefetch_related("topics"):
        contents[content.translation_key] = content
    for item in items:
        content = contents.get(item.translation_key)
        item.headline = content.headline if content else ""
        item.topic_names = ", ".join(topic.name for topic in content.topics.all()) if content else ""
        item.credit = named(item)
    return items


class ChooseItemView(ListingMixin, ChooseView):
    pass


class ChooseItemResultsView(ListingMixin, ChooseResultsView):
    pass


class ItemWidget(BaseChooser):
    """Shows the chosen item by its headline."""

    def get_instance(self, value: Any) -> Any:
        if value is None or isinstance(value, Item):
            return value
        return Item.objects.filter(pk=value).first()


class ItemBlock(ChooserBlock):
    """A chosen item. An edition keeps its number, never its words."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value is not None and not cleared(Item.objects.all(), Use.NEWSLETTER, timezone.now()).filter(pk=value.pk):
            raise ValidationError(_("This may not go out by email now. Take it out or choose another."))
        return value


class ItemChooserViewSet(WithoutCreation, ChooserViewSet):
    model = "cms.Item"
    kind = ""
    icon = "openquote"
    register_widget = False
    per_page = 12
    base_widget_class = ItemWidget
    base_block_class = ItemBlock
    choose_view_class = ChooseItemView
    choose_results_view_class = ChooseItemResultsView
    choose_another_text = _("Choose another one")

    @property
    def choose_view(self) -> Any:
        view = type("ChooseView", (self.choose_view_class,), {"kind": self.kind})
        return self.construct_view(
            view, icon=self.icon, page_title=self.page_title, search_tab_label=self.search_tab_label
        )

    @property
    def choose_results_view(self) -> Any:
        return self.construct_view(type("ChooseResultsView", (self.choose_results_view_class,), {"kind": self.kind}))


CHOOSERS = {
    kind_block.kind: ItemChooserViewSet(
        f"choose_{kind_block.kind.value}_item",
        kind=kind_block.kind,
        icon=kind_block.icon,
        choose_one_text=kind_block.choose,
    )
    for kind_block in KIND_BLOCKS
}
