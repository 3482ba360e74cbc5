"""The menu and the look of the admin: what staff need, in the order in which they think."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks

# Wagtail's entries about pages, which this content system does not have, and links that lead out of it.
NOT_HERE = {"explorer"}
# What the work is made with comes after the work itself.
AFTER_THE_WORK = {"images": 500, "documents": 510}
NOT_IN_REPORTS = {"locked-pages", "aging-pages", "page-types-usage", "promoted-search-results"}
NOT_IN_HELP = {"editor-guide"}
NOT_IN_SETTINGS = {"sites", "redirects", "locales", "workflow-tasks"}


@hooks.register("construct_main_menu", order=1000)
def trim_main_menu(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_HERE]
    for item in items:
        item.order = AFTER_THE_WORK.get(item.name, item.order)
        if item.name == "reports":  # "Informes" are the workshops' reports here
            item.label = _("Activity")


@hooks.register("construct_reports_menu")
def trim_reports_menu(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_IN_REPORTS]


@hooks.register("construct_help_menu")
def trim_help_menu(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [
        item for item in items if item.name not in NOT_IN_HELP and not item.name.startswith("whats-new-in-wagtail")
    ]


@hooks.register("construct_settings_menu")
def trim_settings_menu(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_IN_SETTINGS]


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    sheets = ((static("cms/admin/chrome/admin.css"),), (static("cms/admin/chrome/lists.css"),))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def admin_js() -> SafeString:
    return format_html(
        '<script type="module" src="{}"></script>\n'
        '<script type="module" src="{}" data-choose-file="{}" data-no-file="{}" data-preparing="{}"></script>',
        static("cms/admin/chrome/lists.js"),
        static("cms/admin/chrome/files.js"),
        _("Choose a file"),
        _("None chosen yet"),
        _("It is being sent and prepared. Where other files come first, this can take half a minute."),
    )
