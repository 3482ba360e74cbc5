"""Texts in the languages of readers: what each of them reads, what is refused, and the inputs of the form."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.core.language_texts import other_languages, text_in
from cms.models import Topic
from tests.factories import make_topic

pytestmark = pytest.mark.django_db


def test_a_language_without_a_text_reads_the_sites():
    assert text_in("en", "Agua", {"en": "Water"}) == "Water"
    assert text_in("fr", "Agua", {"en": "Water", "fr": ""}) == "Agua"
    assert text_in("es", "Agua", {"es": "Otra"}) == "Agua"
    assert text_in("qu", "Agua", {}) == "Agua"


@pytest.mark.parametrize("texts", [["Water"], {"en": 1}, {"xx": "Water"}, {"en": "w" * 81}])
def test_other_shapes_languages_and_lengths_are_refused(texts):
    with pytest.raises(ValidationError):
        Topic(name="Agua", slug="agua", names=texts).full_clean()


def test_the_form_has_an_input_for_each_other_language(admin_client):
    topic = make_topic("Agua")
    address = reverse("wagtailsnippets_cms_topic:edit", args=[topic.pk])
    page = admin_client.get(address).content.decode()
    assert all(f'name="name_{code}"' in page for code in other_languages())
    assert "Nombre en francés" in page
    names = {"name_en": "Water", "name_fr": "", "name_nl": "Water (nl)"}
    admin_client.post(address, {"name": "Agua y tierra", **names})
    topic.refresh_from_db()
    assert (topic.name, topic.names) == ("Agua y tierra", {"en": "Water", "nl": "Water (nl)"})
    assert 'value="Water"' in admin_client.get(address).content.decode()


def test_one_more_language_of_readers_needs_a_setting_and_no_column(settings):
    settings.READER_LANGUAGES = [*settings.READER_LANGUAGES, "qu"]
    topic = Topic(name="Agua", slug="agua", names={"qu": "Yaku"})
    topic.full_clean()
    topic.save()
    assert Topic.objects.get().name_in("qu") == "Yaku"
    assert "qu" in other_languages()
