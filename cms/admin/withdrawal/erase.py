"""Admin view of an erasure: shows what is deleted and what stays, and asks to type the name as a confirmation."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.admin.withdrawal.receipts import INDEX
from cms.core.errors import CosechaError
from cms.models import Contributor, Erasure, Item
from cms.users.session import signed_in_user
from cms.withdrawal.erase import MAY_ERASE, Effect, effect_of_erasing, erase_contributor, erase_item, to_type
from cms.withdrawal.withdraw import effect_of_withdrawing, in_sentences, items_of


class EraseView(WagtailAdminTemplateMixin, TemplateView):
    """One page for a person and for an item: `kind` of address says which."""

    template_name = "cms/admin/withdrawal/erase.html"
    header_icon = "bin"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(MAY_ERASE):
            raise PermissionDenied
        self.item: Item | None = None
        self.contributor: Contributor | None = None
        if "key" in kwargs:
            self.item = get_object_or_404(Item.objects.select_related("contributor"), translation_key=kwargs["key"])
        else:
            self.contributor = get_object_or_404(Contributor, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            erasure = self.erase(request.POST.get("typed", ""))
        except CosechaError as error:
            messages.error(request, str(error))
            return self.get(request)
        erasure.refresh_from_db()
        done = _("It was erased. Nothing of it is left here.")
        on_its_way = _("It was erased here. Where it was is forgotten once the networks give it back.")
        messages.success(request, done if erasure.finished_at else on_its_way)
        return redirect("withdrawals:receipt", erasure.take_back_id)

    def erase(self, typed: str) -> Erasure:
        if self.contributor:
            return erase_contributor(self.contributor, signed_in_user(self.request), typed)
        return erase_item(
            get_object_or_404(Item, translation_key=self.kwargs["key"]), signed_in_user(self.request), typed
        )

    def get_page_title(self) -> str:
        return _("Erase for good")

    def get_page_subtitle(self) -> str:
        return str(self.item or self.contributor)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(INDEX), "label": _("Withdrawals")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = [self.item] if self.item else list(items_of(self.contributor)) if self.contributor else []
        effect = effect_of_erasing(items, self.contributor)
        taken = effect_of_withdrawing([item for item in items if not item.is_withdrawn])
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "target": self.item or self.contributor,
            "is_person": self.contributor is not None,
            "earlier": Erasure.objects.filter(items__in=items[:1]).first() if self.item else self._earlier(),
            "taken_back": in_sentences(taken),
            "goes": goes(effect),
            "stays": stays(effect),
            "to_type": to_type(self.item, self.contributor),
        }

    def _earlier(self) -> Erasure | None:
        return Erasure.objects.filter(contributor=self.contributor).first()


def goes(effect: Effect) -> list[str]:
    """What nothing is left of, for staff."""
    counted = [
        (
            effect.contents,
            ngettext("%d text, in whatever language", "%d texts, in all their languages", effect.contents),
        ),
        (effect.versions, ngettext("%d earlier version or draft", "%d earlier versions and drafts", effect.versions)),
        (effect.files, ngettext("%d photo or file", "%d photos and files", effect.files)),
        (
            effect.proofs,
            ngettext("%d signed form or recording", "%d signed forms and recordings", effect.proofs),
        ),
        (effect.passages, ngettext("%d passage of a report", "%d passages of reports", effect.passages)),
    ]
    return [sentence % count for count, sentence in counted if count]


def stays(effect: Effect) -> list[str]:
    """What is not in our hands, or is not theirs to erase; said before."""
    lines = [
        _("Emails that were delivered, in the mailboxes of those who received them."),
        _("What staff wrote themselves in an edition or a message, where it mentions them."),
        _("Files that staff have uploaded and not finished with: a report being read, a table not imported yet."),
        _("Backup copies made before today, until they are replaced: tell whoever keeps them."),
        _("That it was erased, when and by whom, and what became of each copy: without a word and without a name."),
    ]
    if effect.passages_that_name:
        sentence = ngettext(
            "%d passage of a report that names them: if it must go too, say first in the report that it is theirs.",
            "%d passages of reports that name them: if they must go too, say first in the report that they are theirs.",
            effect.passages_that_name,
        )
        lines.insert(0, sentence % effect.passages_that_name)
    return lines


urls = [
    path("item/<uuid:key>/", EraseView.as_view(), name="item"),
    path("contributor/<int:pk>/", EraseView.as_view(), name="contributor"),
]


@hooks.register("register_admin_urls")
def register_erasing_urls() -> list[Any]:
    return [path("erasures/", include((urls, "erasures")))]
