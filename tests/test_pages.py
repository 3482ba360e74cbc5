"""The pages that everybody passes, in a real browser."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_staff_log_in_with_name_and_password(page, admin):
    page.goto("/admin/")
    page.locator("input[name=username]").fill("admin")
    page.locator("input[name=password]").fill("a-long-password")
    page.locator("form button[type=submit]").click()

    page.wait_for_url("**/admin/")
    assert page.locator("[data-wagtail-sidebar], .sidebar").count()


def test_an_administrator_sees_the_home_page(admin_page):
    answer = admin_page.goto("/admin/")

    assert answer.status == 200
    assert admin_page.url.endswith("/admin/")
