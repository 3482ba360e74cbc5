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


class WithoutCreation:
    """A chooser without a form for a new row. Wagtail gives it an address for one all the same, which answers 500."""

    def get_urlpatterns(self) -> list[Any]:
        patterns: list[Any] = super().get_urlpatterns()  # type: ignore[misc]  # a mixin for viewsets
        return [pattern for pattern in patterns if pattern.name != "create"]


class ChooserViewSet(WithoutCreation, SnippetChooserViewSet):
    base_widget_class = Chooser


class OurSnippetViewSet(SnippetViewSet):
    chooser_viewset_class = ChooserViewSet
    # Wagtail 8.0 binds the form for a copy to the row that is copied, and saves over it.
    copy_view_enabled = False

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")}]
