"""What all our snippets share in the admin: words in the language of who is looking.

Wagtail translates some of them once, when the server starts, and everybody then reads them in that language.
"""

from typing import Any

from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser


def _about(sentence: str, name: Any) -> str:
    return gettext(sentence) % {"object": name}


about = lazy(_about, str)


class Chooser(AdminSnippetChooser):
    """The button that chooses a snippet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        name = self.model._meta.verbose_name
        self.choose_one_text = about("Choose %(object)s", name)
        self.choose_another_text = about("Choose another %(object)s", name)
        self.link_to_chosen_text = about("Edit this %(object)s", name)


class ChooserViewSet(SnippetChooserViewSet):
    base_widget_class = Chooser


class OurSnippetViewSet(SnippetViewSet):
    chooser_viewset_class = ChooserViewSet

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")}]
