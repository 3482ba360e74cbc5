"""Contenido: quotes, testimonies, learnings and topics.

Another module adds its entry to this menu with `@hooks.register("register_content_menu_item")`, answering a MenuItem,
or with a viewset whose `menu_hook` is "register_content_menu_item".
"""

from typing import Any, ClassVar

from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.admin.content_list import WordingFilterSet, WordingIndexView
from cms.admin.content_panels import learning_panels, quote_panels, testimony_panels
from cms.admin.content_views import WordingCreateView, WordingEditView, WordingWorkflowActionView
from cms.models import CONTENT_MODELS, Learning, Quote, Testimony, Topic


def filters_for(content_model: type[Model]) -> type[WordingFilterSet]:
    class Meta:
        model = content_model
        fields: ClassVar[list[str]] = []

    return type(f"{content_model.__name__}FilterSet", (WordingFilterSet,), {"Meta": Meta})


class WordingViewSet(SnippetViewSet):
    """What the lists and forms of all wordings share."""

    add_view_class = WordingCreateView
    edit_view_class = WordingEditView
    index_view_class = WordingIndexView
    workflow_action_view_class = WordingWorkflowActionView
    index_results_template_name = "cms/admin/content_results.html"
    copy_view_enabled = False
    list_per_page = 25
    ordering: ClassVar = ["-pk"]


class QuoteViewSet(WordingViewSet):
    model = Quote
    icon = "openquote"
    filterset_class = filters_for(Quote)
    edit_handler = quote_panels()


class TestimonyViewSet(WordingViewSet):
    __test__ = False
    model = Testimony
    icon = "user"
    filterset_class = filters_for(Testimony)
    edit_handler = testimony_panels()


class LearningViewSet(WordingViewSet):
    model = Learning
    icon = "glasses"
    filterset_class = filters_for(Learning)
    edit_handler = learning_panels()


def wordings_about(topic: Any) -> int:
    return sum(getattr(topic, f"{model._meta.model_name}_count") for model in CONTENT_MODELS)


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display: ClassVar = ["name", "name_en", Column("count", label=_("Items about it"), accessor=wordings_about)]
    index_results_template_name = "cms/admin/content_results.html"
    panels: ClassVar = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_fr"), FieldPanel("name_nl")]),
    ]

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
    items = (QuoteViewSet, TestimonyViewSet, LearningViewSet, TopicViewSet)


register_snippet(ContentGroup)
