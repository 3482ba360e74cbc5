"""Every address of Cosecha. Apps are named by string: cms imports neither newsletter nor campaigns."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from cms.api.api import api
from cms.public.files.uploads import uploaded


def healthy(request: HttpRequest) -> HttpResponse:
    """Answers "ok" while the web server is up."""
    return HttpResponse("ok", content_type="text/plain")


# Without the two addresses at which Wagtail's developers try its error pages.
ADMIN = [pattern for pattern in admin_urls.urlpatterns if str(pattern.pattern) not in ("failwhale/", "test404/")]

urlpatterns = [
    path("healthy", healthy, name="healthy"),
    path("sandbox/api/", include("campaigns.sandbox.api")),
    path("admin/", include(ADMIN)),
    path("tarjetas/", include("campaigns.public.urls")),
    path("boletin/", include("newsletter.public.urls")),
    path("recoger/", include("cms.capture.public.urls")),
    path("api/v1/", api.urls),
    path("documents/", include(document_urls)),
    # Where Wagtail sends somebody who opens a document that only the team may see.
    path(
        "sign-in", RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True), name="wagtailcore_login"
    ),
    path("", include("cms.public.urls")),
]
handler400 = "cms.public.pages.error_views.bad_request"
handler403 = "cms.public.pages.error_views.forbidden"
handler404 = "cms.public.pages.error_views.not_found"
handler500 = "cms.ops.storage_failure_pages.server_error"

if settings.SERVE_UPLOADS:
    urlpatterns += [re_path(r"^uploads/(?P<path>.*)$", uploaded)]
