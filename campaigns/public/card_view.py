"""The card of a post, for a network that fetches it: as long as the post is on its way there, and the gate lets it."""

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from PIL import Image

from campaigns.models import Payload, Post
from campaigns.networks.graph.card_address import TRIAL, key_in
from campaigns.networks.pictures import JPEG, PictureLimit, fit
from campaigns.posts.checks import refusal_for
from cms.core import rate_limits
from cms.core.http.client_address import client_address
from cms.core.http.too_many_attempts import too_many_attempts

# From one address: a network fetches a card once or a few times.
REQUESTS, SECONDS = 120, 60
LIMIT = PictureLimit(8_000_000, (JPEG,))
TRIAL_SIZE, TRIAL_COLOUR = (600, 600), "#e8e4da"


@require_safe
def card_to_fetch(request: HttpRequest, token: str) -> HttpResponse:
    """The card as JPEG; 404 once the post is out, withdrawn or taken back, and where the address is too old."""
    tally = rate_limits.count_attempt(f"card_to_fetch:{client_address(request)}", SECONDS)
    if tally.count > REQUESTS:
        return too_many_attempts(request, tally.seconds_left)
    key = key_in(token)
    if key is None:
        raise Http404
    picture = fit(trial_card() if key == TRIAL else card_on_its_way(key), LIMIT)
    response = HttpResponse(picture.content, content_type=picture.mime)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def card_on_its_way(key: str) -> bytes:
    """Raises Http404 unless the post with this key is being published, or in doubt, and may go out."""
    on_its_way = Payload.objects.filter(
        post__key=key, post__state__in=Post.IN_DOUBT, post__must_come_down=False, card__isnull=False
    )
    payload = on_its_way.select_related("post__piece", "post__account").first()
    if payload is None or payload.card is None or refusal_for(payload.post, timezone.now()):
        raise Http404
    return bytes(payload.card)


def trial_card() -> bytes:
    """A picture of nothing."""
    written = BytesIO()
    Image.new("RGB", TRIAL_SIZE, TRIAL_COLOUR).save(written, "PNG")
    return written.getvalue()
