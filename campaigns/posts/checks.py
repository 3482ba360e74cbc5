"""What stands in a post's way, in sentences for the people who can mend it."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Post
from campaigns.networks import network_named
from campaigns.posts.text import LINK, PostText, is_faithful, quoted
from cms.consent.disclosure import hidden_words_of, recheck_stale
from cms.consent.gate import Refusal, Use, clearance, refusal_of_terms
from cms.consent.revealed import revealed
from cms.core.http.public_address import PrivateAddressError, is_public_address
from cms.models import Content, Item


def problem_of(post: Post, content: Content, words: str, post_text: PostText, alt_text: str) -> str:
    """Why this cannot go out as it is, in a sentence for staff; empty when it can. `words` are the approved ones."""
    piece, network = post.piece, network_named(post.account.network)
    limits, warning = network.limits(post.account), "" if network.has_content_warning else piece.item.content_warning
    excerpt = post.excerpt or piece.excerpt
    if excerpt and (not content.is_verbatim or not is_faithful(excerpt, words)):
        return _("The excerpt must be the person's own words, with “(…)” wherever something is left out.")
    if not post_text.fits:
        return post_text.size.sentence
    if post.text and warning.casefold() not in post.text.casefold():
        return _("The text must say the content warning: “{warning}”.").format(warning=warning)
    if post.text and content.is_verbatim:
        strange = next((said for said in quoted(post.text) if not is_faithful(said, words)), "")
        if strange:
            sentence = _(
                "“{words}” is not what the person said. Use their own words, and “(…)” for what you leave out."
            )
            return sentence.format(words=strange[:80])
    if limits.alt is not None and not limits.alt.size(alt_text.strip()).fits:
        return _("The description of the image must have between 1 and {limit} characters.").format(
            limit=limits.alt.most
        )
    said = f"{post_text.text}\n{alt_text}"
    addresses = "\n".join(LINK.findall(said))
    return revealed_by(piece.item, {f"{content.language}.text": said, f"{content.language}.address": addresses})


def revealed_by(item: Item, texts: dict[str, str]) -> str:
    """What staff wrote may not show more about the person than their terms allow. `texts` as `revealed` takes them."""
    findings = revealed(texts, hidden_words_of(item, item.terms))
    if not findings:
        return ""
    return _("“{word}” says more about the person than they allowed.").format(word=findings[0]["what"])


def refusal_for(post: Post, at: datetime, item: Item | None = None) -> str:
    """Why this post may not go to its network at `at`; empty when it may. Judges a stale item.

    `item` is its item, where the caller has read it in this transaction.
    """
    if not network_named(post.account.network).is_local and not is_public_address(settings.BASE_URL):
        return str(PrivateAddressError.sentence)
    item = item or Item.objects.get(pk=post.piece.item_id)
    if item.disclosure_stale_at is not None and recheck_stale(Item.objects.filter(pk=item.pk)):
        item = Item.objects.get(pk=item.pk)
    return clearance(item, Use.SOCIAL, at, post.account.network).reason


def likely_refusal(post: Post) -> str:
    """The same for lists, from what is already loaded: the consent's terms on the day the post goes out."""
    item = post.piece.item
    if item.is_withdrawn:
        return str(Refusal.WITHDRAWN.label)
    if not item.has_person:
        return ""
    day = timezone.localdate(post.piece.scheduled_at)
    refusal = refusal_of_terms(item.terms, Use.SOCIAL, day, post.account.network)
    return str(refusal.label) if refusal else ""
