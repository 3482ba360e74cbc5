"""Contenido: every kind of content, and the topics.

Another module adds its entry to this menu with `@hooks.register("register_content_menu_item")`, answering a MenuItem,
or with a viewset whose `menu_hook` is "register_content_menu_item".
"""

from typing import Any, ClassVar

from django.db.models import Count, Model, QuerySet
from django.forms import RadioSelect, Select
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.admin.changes.forms import AskPanel, ShownTextsForm
from cms.admin.chrome.language_texts import form_for, label_in
from cms.admin.chrome.snippets import Chooser, OurSnippetViewSet
from cms.admin.content.commitments import CommitmentFilterSet, CommitmentIndexView
from cms.admin.content.list import ContentFilterSet, ContentIndexView
from cms.admin.content.panels import content_form
from cms.admin.content.views import ContentCreateView, ContentEditView, ContentWorkflowActionView
from cms.core.language_texts import other_languages
from cms.models import (
    CONTENT_MODELS,
    Commitment,
    DiscussionGroup,
    Learning,
    Organisation,
    Quote,
    Resource,
    Testimony,
    Topic,
    Webinar,
)
from cms.models.kinds.webinar import time_zones


def filters_for(
    content_model: type[Model], filters: type[ContentFilterSet] = ContentFilterSet
) -> type[ContentFilterSet]:
    class Meta:
        model = content_model
        fields: ClassVar[list[str]] = []

    return type(f"{content_model.__name__}FilterSet", (filters,), {"Meta": Meta})


class ContentViewSet(OurSnippetViewSet):
    """What the lists and forms of all kinds of content share."""

    add_view_class = ContentCreateView
    edit_view_class = ContentEditView
    index_view_class = ContentIndexView
    workflow_action_view_class = ContentWorkflowActionView
    list_per_page = 25
    ordering: ClassVar = ["-pk"]
    # The fields of the kind itself, on its form.
    words: tuple[Panel, ...] = ()

    @cached_property
    def edit_handler(self) -> ObjectList:
        return content_form(*self.words)

    @cached_property
    def filterset_class(self) -> type[ContentFilterSet]:
        return filters_for(self.model)


class QuoteViewSet(ContentViewSet):
    model = Quote
    icon = "openquote"
    words = (FieldPanel("text", required_on_save=True), FieldPanel("context"))


class TestimonyViewSet(ContentViewSet):
    __test__ = False
    model = Testimony
    icon = "user"
    words = (
        FieldPanel("title", required_on_save=True),
        FieldPanel("lead"),
        FieldPanel("story"),
        FieldRowPanel([FieldPanel("photo"), FieldPanel("place")]),
    )


class LearningViewSet(ContentViewSet):
    model = Learning
    icon = "glasses"
    words = (
        FieldPanel("title", required_on_save=True),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("type"), FieldPanel("activity")]),
    )


class ResourceViewSet(ContentViewSet):
    model = Resource
    icon = "folder-open-inverse"
    words = (
        FieldPanel("title", required_on_save=True),
        FieldPanel("type"),
        FieldPanel("summary"),
        FieldPanel("file"),
        FieldPanel("link"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("authors"), FieldPanel("licence")]),
        FieldPanel("languages"),
    )


class WebinarViewSet(ContentViewSet):
    model = Webinar
    icon = "desktop"
    words = (
        FieldPanel("title", required_on_save=True),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_at"), FieldPanel("minutes")]),
        FieldPanel("time_zone", widget=Select(choices=time_zones())),
        FieldPanel("speakers"),
        FieldPanel("join_link"),
        FieldPanel("body"),
        FieldPanel("materials"),
        FieldPanel("recording"),
    )


class DiscussionGroupViewSet(ContentViewSet):
    model = DiscussionGroup
    icon = "group"
    words = (
        FieldPanel("title", required_on_save=True),
        FieldPanel("summary"),
        FieldPanel("platform"),
        FieldPanel("seen_by", widget=RadioSelect),
        FieldPanel("invitation"),
        FieldPanel("body"),
    )


class CommitmentViewSet(ContentViewSet):
    model = Commitment
    icon = "tasks"
    index_view_class = CommitmentIndexView
    words = (
        FieldPanel("title", required_on_save=True),
        FieldPanel("organisation", widget=Chooser(model=Organisation)),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("due_on"), FieldPanel("state")]),
        FieldPanel("state_on"),
        FieldPanel("outcome"),
    )

    @cached_property
    def filterset_class(self) -> type[ContentFilterSet]:
        return filters_for(self.model, CommitmentFilterSet)


# In the order of the menu.
CONTENT_VIEWSETS = (
    QuoteViewSet,
    TestimonyViewSet,
    LearningViewSet,
    ResourceViewSet,
    WebinarViewSet,
    DiscussionGroupViewSet,
    CommitmentViewSet,
)


def contents_about(topic: Any) -> int:
    return sum(getattr(topic, f"{model._meta.model_name}_count") for model in CONTENT_MODELS)


def english_name(topic: Topic) -> str:
    return str(topic.names.get("en", ""))


class TopicViewSet(OurSnippetViewSet):
    model = Topic
    icon = "tag"
    list_display: ClassVar = [
        "name",
        Column("name_en", label=label_in(Topic._meta.get_field("name").verbose_name, "en"), accessor=english_name),
        Column("count", label=_("Items about it"), accessor=contents_about),
    ]
    edit_handler = ObjectList(
        [AskPanel(), FieldPanel("name"), FieldRowPanel([FieldPanel(f"name_{code}") for code in other_languages()])],
        base_form_class=form_for(ShownTextsForm, Topic, name="names"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        counts = {
            f"{model._meta.model_name}_count": Count(model._meta.model_name, distinct=True) for model in CONTENT_MODELS
        }
        return Topic.objects.annotate(**counts)


class ContentGroup(SnippetViewSetGroup):
    menu_label = _("Content")
    menu_name = "content"
    menu_icon = "openquote"
    menu_order = 100
    submenu_hook = "register_content_menu_item"
    items = (*CONTENT_VIEWSETS, TopicViewSet)


register_snippet(ContentGroup)
