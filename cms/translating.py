"""Beginning a wording in another language. It joins the same item: one consent, one tombstone, one address."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Locale

from cms.errors import CosechaError, NotPermittedError, WithdrawnError
from cms.models import Content, Item


class AlreadyTranslatedError(CosechaError):
    """One wording per language."""

    sentence = _("It already has a version in that language.")


def languages_missing(content: Content) -> list[Locale]:
    """The languages in which `content` has no wording yet."""
    written = type(content).objects.filter(translation_key=content.translation_key).values("locale")
    return list(Locale.objects.exclude(pk__in=written).order_by("pk"))


@transaction.atomic
def translate(content: Content, locale: Locale, by: Any) -> Content:
    """A draft of `content` for `locale`, beginning with the newest words of the original."""
    meta = content._meta
    if not by.has_perm(f"{meta.app_label}.add_{meta.model_name}"):
        raise NotPermittedError
    if Item.objects.get(translation_key=content.translation_key).is_withdrawn:
        raise WithdrawnError
    if content.get_translation_or_none(locale):
        raise AlreadyTranslatedError
    translated = content.copy_for_translation(locale)
    translated.live = False
    translated.save()
    revision = translated.save_revision(user=by)
    data = {"translation_of": content.pk}
    log(translated, "wagtail.create", user=by, revision=revision, content_changed=True, data=data)
    return translated
