from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from cms.public.pages.brand_css import stylesheet
from media.models import Brand


def test_a_pale_brand_colour_is_not_used_for_links():
    assert "--brand-link:#1D2521" in stylesheet(Brand(primary_colour="#FFE9A8"))


@pytest.mark.django_db
def test_the_stylesheet_follows_the_brand_and_is_not_sent_twice(client):
    first = client.get("/brand.css")
    assert "#1F5F4A" in first.text
    assert "max-age=300" in first["Cache-Control"]
    assert client.get("/brand.css", headers={"If-None-Match": first["ETag"]}).status_code == 304
    Brand.objects.update(primary_colour="#B5432A")
    changed = client.get("/brand.css", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "#B5432A" in changed.text


@pytest.mark.django_db
def test_the_frame_of_public_pages_has_a_skip_link_and_nothing_inline():
    html = render_to_string("cms/public/base.html", {}, RequestFactory().get("/"))
    assert '<html lang="es" dir="ltr">' in html
    assert 'href="#content"' in html
    assert "<script" not in html
    assert "style=" not in html
