"""The guide is in the admin, in both languages, with every heading within reach."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import reverse

from cms.admin.chrome.guide import FILES


@pytest.mark.django_db
def test_the_guide_is_shown_whole_in_the_language_of_its_reader(admin_client):
    for language, name in FILES.items():
        page = admin_client.get(reverse("staff_guide"), {"language": language}).content.decode()
        source = (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8")
        headings = re.findall(r"^## (.+)$", source, re.MULTILINE)
        assert len(headings) > 5
        [contents] = re.findall(r'<nav class="guide__contents".*?</nav>', page, re.DOTALL)
        anchors = re.findall(r'href="#([^"]+)"', contents)
        assert len(anchors) == len(headings)
        assert all(f'id="{anchor}"' in page for anchor in anchors)
        assert "<table>" in page
        assert "| --- |" not in page
        assert "**" not in page[page.index("guide__text") :]
    assert admin_client.get(reverse("staff_guide")).context["language"] == "es"
    assert reverse("staff_guide") in admin_client.get(reverse("wagtailadmin_home")).content.decode()
