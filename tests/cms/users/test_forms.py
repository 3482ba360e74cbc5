"""The door."""


def test_the_door_speaks_spanish_down_to_its_labels(client, db):
    page = client.get("/admin/login/", headers={"accept-language": "es"}).content.decode()
    assert "Contraseña" in page
    for other in ("Password", "Ingrese", "Introduce"):
        assert other not in page


def test_dates_are_read_day_first_in_both_languages():
    from datetime import date

    from django import forms
    from django.utils import translation

    for language in ("es", "en"):
        with translation.override(language):
            assert forms.DateField().clean("05/12/2026") == date(2026, 12, 5)
            assert forms.DateField().clean("2026-12-05") == date(2026, 12, 5)
