"""Translations of content. They join the same item: one consent, one tombstone, one address.

Each remembers from which words of its original it was made, so that staff are told when those change.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Locale

from cms.consent.approvals import digest_of
from cms.consent.disclosure import recheck
from cms.core.errors import CosechaError, NotPermittedError, StaleApprovalError, WithdrawnError
from cms.models import Content, Item, Translation
from cms.users.models import User


class AlreadyTranslatedError(CosechaError):
    """One `Content` row per language."""

    sentence = _("It already has a version in that language.")


def languages_missing(content: Content) -> list[Locale]:
    """The languages into which `content` has no translation yet."""
    written = type(content).objects.filter(translation_key=content.translation_key).values("locale")
    return list(Locale.objects.exclude(pk__in=written).order_by("pk"))


@transaction.atomic
def translate(content: Content, locale: Locale, by: User, translator: str = "") -> Content:
    """A draft of `content` for `locale`, beginning with the newest words of the original."""
    _check_permission(content, "add", by)
    item = Item.objects.get(translation_key=content.translation_key)
    if item.is_withdrawn:
        raise WithdrawnError
    if content.get_translation_or_none(locale):
        raise AlreadyTranslatedError
    translated = content.copy_for_translation(locale)
    translated.live = False
    translated.save()
    revision = translated.save_revision(user=by)
    name_original(item, locale, content, translator)
    data = {"translation_of": content.pk}
    log(translated, "wagtail.create", user=by, revision=revision, content_changed=True, data=data)
    return translated


def name_original(item: Item, locale: Locale, original: Content, translator: str = "") -> Translation:
    """Record that the content of `item` in `locale` says what `original` says now."""
    return Translation.objects.create(
        item=item, locale=locale, source=original.locale, translator=translator, **_as_it_is(original)
    )


def translation_of(content: Content) -> Translation | None:
    """From what `content` was translated; None for an original."""
    rows = Translation.objects.select_related("source", "source_revision")
    return rows.filter(item__translation_key=content.translation_key, locale=content.locale).first()


def original_of(content: Content, translation: Translation) -> Content | None:
    """The content that `content` translates, as readers see it or, while nobody does, as it was last saved."""
    return content.get_translation_or_none(translation.source)


@transaction.atomic
def credit_translator(content: Content, translator: str, by: User) -> None:
    """Say who translated `content`, or with an empty name that nobody is to be credited."""
    # Readers see the name at once where the content is live.
    _check_permission(content, "publish" if content.live else "change", by)
    translation = _locked(content)
    if translation.translator != translator:
        translation.translator = translator
        translation.save(update_fields=["translator"])
        log(content, "cosecha.credit_translator", user=by)
        recheck(translation.item)


@transaction.atomic
def confirm_translation(content: Content, seen: str, by: User) -> None:
    """Record that `content` says what its original says now, whose words had the digest `seen` when they were shown.

    Raises StaleApprovalError where the original changed meanwhile.
    """
    _check_permission(content, "change", by)
    translation = _locked(content)
    original = original_of(content, translation)
    if original is None or words_digest(original) != seen:
        raise StaleApprovalError
    for name, value in _as_it_is(original).items():
        setattr(translation, name, value)
    translation.is_behind = False
    translation.save()
    log(content, "cosecha.confirm_translation", user=by)


def note_published(original: Content) -> None:
    """After `original` was published: which of its translations no longer say what it says."""
    translations = Translation.objects.filter(
        item__translation_key=original.translation_key, source_id=original.locale_id
    )
    digest = words_digest(original)
    translations.exclude(source_digest=digest).filter(is_behind=False).update(is_behind=True)
    translations.filter(source_digest=digest, is_behind=True).update(is_behind=False)


def words_digest(content: Content) -> str:
    """The digest of the words of `content` that a translation has to say; what all languages share says itself."""
    return digest_of({name: text for name, text in content.texts().items() if name not in content.shared_fields})


def _as_it_is(original: Content) -> dict[str, Any]:
    revision = original.live_revision if original.live else original.latest_revision
    return {"source_digest": words_digest(original), "source_revision": revision, "checked_at": timezone.now()}


def _locked(content: Content) -> Translation:
    rows = Translation.objects.select_for_update(of=("self",)).select_related("source", "item")
    return rows.get(item__translation_key=content.translation_key, locale=content.locale)


def _check_permission(content: Content, action: str, by: User) -> None:
    if not by.has_perm(f"{content._meta.app_label}.{action}_{content._meta.model_name}"):
        raise NotPermittedError
