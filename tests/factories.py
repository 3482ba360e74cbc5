"""Things for tests to work on, made in one call each with defaults that are cleared for every use."""

from __future__ import annotations

import io
import itertools
from datetime import date, time
from typing import Any

from django.db.models.fields.files import FieldFile
from django.utils import timezone
from wagtail.models import Locale

from cms.content.slugs import item_slug
from cms.models import (
    Commitment,
    Consent,
    ConsentTerms,
    Content,
    Contributor,
    Credit,
    DiscussionGroup,
    Item,
    Learning,
    Organisation,
    Quote,
    Resource,
    Testimony,
    Topic,
    Voice,
    Webinar,
    Workshop,
)
from cms.users.models import User
from media.clean_file import CleanFile
from media.models import CustomDocument, CustomImage

_numbers = itertools.count(1)


def make_user(username: str = "", *, is_superuser: bool = False, groups: tuple[str, ...] = ()) -> User:
    username = username or f"user{next(_numbers)}"
    user = User.objects.create_user(
        username, f"{username}@example.org", "a-long-password", is_superuser=is_superuser, is_staff=is_superuser
    )
    if groups:
        from django.contrib.auth.models import Group

        user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_topic(name: str = "") -> Topic:
    return Topic.objects.create(name=name or f"Tema {next(_numbers)}")


def make_workshop(title: str = "", **fields: Any) -> Workshop:
    return Workshop.objects.create(title=title or f"Taller {next(_numbers)}", **fields)


def make_organisation(name: str = "") -> Organisation:
    return Organisation.objects.create(name=name or f"Organización {next(_numbers)}")


def make_contributor(full_name: str = "", **fields: Any) -> Contributor:
    return Contributor.objects.create(
        full_name=full_name or f"Persona{next(_numbers)} Apellido{next(_numbers)}", **fields
    )


def make_consent(contributor: Contributor | None = None, **terms: Any) -> Consent:
    """A consent whose terms allow everything, unless `terms` say otherwise."""
    consent = Consent.objects.create(contributor=contributor or make_contributor(), label="Lo dicho en el taller")
    add_terms(consent, **terms)
    return consent


def add_terms(consent: Consent, **terms: Any) -> ConsentTerms:
    defaults: dict[str, Any] = {
        "allows_web": True,
        "allows_newsletter": True,
        "allows_social": True,
        "allows_all_networks": not terms.get("networks"),
        "credit": Credit.FULL_NAME,
        "shows_face": True,
        "shows_place": True,
        "shows_organisation": True,
        "begins_on": date(2020, 1, 1),
    }
    return ConsentTerms.objects.create(consent=consent, **(defaults | terms))


def make_quote(text: str = "", **options: Any) -> Quote:
    return _make(Quote, {"text": text or f"Juntas llegamos más lejos, vez número {next(_numbers)}."}, **options)


def make_testimony(title: str = "", *, photo: Any = None, place: str = "", **options: Any) -> Testimony:
    fields = {
        "title": title or f"El camino de una dirigenta {next(_numbers)}",
        "lead": "Empezó sin saber hablar en público.",
        "story": "<p>Empezó sin saber hablar en público. Hoy preside la asamblea.</p>",
        "photo": photo,
        "place": place,
    }
    return _make(Testimony, fields, **options)


def make_learning(title: str = "", *, summary: str = "", voice: str = Voice.NOBODY, **options: Any) -> Learning:
    fields = {
        "title": title or f"Lo aprendido {next(_numbers)}",
        "summary": summary or "Escuchar antes de proponer ahorra meses de trabajo.",
        "body": "<p>Escuchar antes de proponer ahorra meses de trabajo.</p>",
    }
    return _make(Learning, fields, voice=voice, **options)


def make_resource(title: str = "", *, voice: str = Voice.NOBODY, file: Any = None, **options: Any) -> Resource:
    words = {
        name: options.pop(name) for name in ("summary", "authors", "link", "licence", "languages") if name in options
    }
    fields = {
        "title": title or f"Guía {next(_numbers)}",
        "summary": "Para preparar la próxima asamblea.",
        "body": "<p>Paso a paso, con ejemplos.</p>",
        "link": "" if file else "https://biblioteca.example.org/guia",
        "file": file,
    }
    return _make(Resource, fields | words, voice=voice, **options)


def make_webinar(title: str = "", *, voice: str = Voice.NOBODY, **options: Any) -> Webinar:
    own = {
        "summary": "Cómo se cuenta el agua.",
        "starts_on": date(2030, 12, 3),
        "starts_at": time(15, 0),
        "time_zone": "America/Lima",
        "speakers": "",
        "join_link": "https://reuniones.example.org/sala",
        "materials": "",
        "recording": "",
    }
    fields = {name: options.pop(name, value) for name, value in own.items()}
    return _make(Webinar, {"title": title or f"Webinar {next(_numbers)}", **fields}, voice=voice, **options)


def make_group(title: str = "", *, voice: str = Voice.NOBODY, **options: Any) -> DiscussionGroup:
    own = {
        "summary": "Para seguir conversando.",
        "platform": "whatsapp",
        "seen_by": "staff",
        "invitation": "https://chat.example.org/entrar",
    }
    fields = {name: options.pop(name, value) for name, value in own.items()}
    return _make(DiscussionGroup, {"title": title or f"Grupo {next(_numbers)}", **fields}, voice=voice, **options)


def make_commitment(title: str = "", *, voice: str = Voice.NOBODY, **options: Any) -> Commitment:
    own = ("summary", "organisation", "due_on", "state", "state_on", "outcome")
    fields = {name: options.pop(name) for name in own if name in options}
    if voice == Voice.NOBODY and "organisation" not in fields:
        fields["organisation"] = make_organisation()
    title = title or f"Cuidar el manantial, vez número {next(_numbers)}"
    return _make(Commitment, {"title": title, **fields}, voice=voice, **options)


def make_document(
    name: str = "guia.pdf", data: bytes = b"%PDF-1.4 una gu\xc3\xada", title: str = "Guía"
) -> CustomDocument:
    """A document for readers, whose bytes need not be what its name says."""
    written = CleanFile(data, name)
    document = CustomDocument(title=title, is_read=True, file_size=written.size, file_hash=written.digest)
    # Stored as it is: nobody starts a process that looks for its words.
    FieldFile.save(document.file, name, written, save=False)
    document.words, document.cleaned_name = "", document.file.name
    document.save()
    return document


def make_picture(picture: Any, name: str, **fields: Any) -> CustomImage:
    """An image, as if it had been cleaned: of a Pillow image, or of the bytes of one."""
    data = picture
    if not isinstance(picture, bytes):
        buffer = io.BytesIO()
        picture.save(buffer, "PNG" if name.endswith(".png") else "JPEG")
        data = buffer.getvalue()
    return CustomImage.objects.create(file=CleanFile(data, name), **{"title": name} | fields)


def _make(
    model: type[Content],
    fields: dict[str, Any],
    *,
    language: str = "es",
    live: bool = True,
    topics: tuple[Topic, ...] = (),
    voice: str = Voice.PERSON,
    consent: Consent | None = None,
    workshop: Workshop | None = None,
    is_sensitive: bool = False,
    translation_of: Content | None = None,
) -> Any:
    """A `Content` with its item. With `translation_of` it joins that content's item instead of making its own."""
    content = model(locale=Locale.objects.get(language_code=language), live=live, **fields)
    if topics:
        content.topics.set(topics)
    if translation_of is not None:
        content.translation_key = translation_of.translation_key
        item = Item.objects.get(translation_key=content.translation_key)
    else:
        # Before its content, so that this is judged once: as this person's, on these terms.
        item = Item(translation_key=content.translation_key, kind=content.kind, voice=voice, workshop=workshop)
        item.is_sensitive = is_sensitive
        if voice == Voice.PERSON:
            item.consent = consent or make_consent()
            item.contributor = item.consent.contributor
    if live and not item.slug:
        item.slug = item_slug(content)
    item.save()
    content.save()
    content.item = Item.objects.get(pk=item.pk)
    content.save_revision()
    return content


def save_live(content: Any) -> Any:
    """Save a live row past the rules of publishing. Its disclosure is judged, as whenever a live row is saved."""
    content.live, content.has_unpublished_changes = True, False
    content.save()
    content.item = Item.objects.get(translation_key=content.translation_key)
    return content


def now() -> Any:
    return timezone.now()
