"""A post as it would go out now: its text, its card's words, its alternative text, and what stands in its way.

One look at the database for many posts, and none for each: the admin's lists and the publisher both prepare here, so
that what staff see, what they approve and what is sent are one thing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns.models import Post
from campaigns.networks import network_named
from campaigns.networks.text_length import Size
from campaigns.posts.checks import problem_of
from campaigns.posts.text import PostText, Source, compose, measure, thread_of, with_utm
from cms.consent.approvals import approved_digests, digest_of
from cms.consent.credit import credit_of
from cms.models import Content, Kind, Topic
from cms.models.kinds.item_contents import live_contents
from cms.public.items.item_urls import address_for_readers
from cms.public.items.summary_line import line_of
from cms.public.pages.languages import override_interface_language
from media.cards import CardContent, Theme, renderer_version, theme_of_brand
from media.models import Brand

# Longer summaries stay off the card, which then carries the title alone.
CARD_SUMMARY = 280


@dataclass(frozen=True)
class PreparedPost:
    """One post as it would go out now. `digest` names exactly this; `problem` says why it cannot be approved."""

    post: Post
    content: Content | None
    post_text: PostText
    card: CardContent | None
    theme: Theme
    alt_text: str
    credit: str
    link: str
    problem: str
    is_approved: bool
    has_lost_approval: bool = False
    content_warning: str = ""

    @property
    def language(self) -> str:
        return self.content.language if self.content else language_of(self.post)

    @property
    def texts(self) -> tuple[str, ...]:
        """The parts of its thread, mostly one."""
        return thread_of(self.post_text.text, has_threads=network_named(self.post.account.network).has_threads)

    @property
    def title(self) -> str:
        """What it is about, for a preview of its link."""
        return (self.content.heading.strip() or self.credit) if self.content else ""

    @property
    def cost(self) -> Decimal:
        """What its network bills for publishing it, in US dollars."""
        if self.content is None:
            return Decimal(0)
        return network_named(self.post.account.network).cost_of(self.texts, self.alt_text)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that a reader would get, where, and when."""
        seen = [self.post_text.text, self.alt_text, self.language, self.post.piece.scheduled_at.isoformat()]
        account = self.post.account
        where = [account.pk, account.network, account.handle, account.label]
        return digest_of([*seen, where, self.card_digest, self.content_warning])

    @cached_property
    def card_digest(self) -> str:
        """What the card says, the colours it wears, and what draws it."""
        return digest_of([asdict(self.card), asdict(self.theme), renderer_version()] if self.card else None)


def full_posts(posts: QuerySet[Post]) -> QuerySet[Post]:
    """`posts` with all that preparing them reads."""
    return posts.select_related(
        "account",
        "piece__campaign",
        "piece__item__workshop",
        "piece__item__contributor__organisation",
        "piece__item__consent__contributor__organisation",
    ).prefetch_related("piece__item__consent__terms")


def prepare(post: Post) -> PreparedPost:
    """One post as it would go out now."""
    return prepare_all(full_posts(Post.objects.filter(pk=post.pk)))[0]


def prepare_all(posts: Iterable[Post]) -> list[PreparedPost]:
    """Each of `posts` as it would go out now. They come from `full_posts`, so that no query is made for each."""
    rows = list(posts)
    contents = live_contents(post.piece.item for post in rows)
    approved, lost = approved_digests(Post, [post.pk for post in rows])
    theme = brand_theme()
    prepared = []
    for post in rows:
        one = _prepare(post, contents[post.piece.item.translation_key].get(language_of(post)), theme)
        prepared.append(replace(one, is_approved=one.digest in approved[post.pk], has_lost_approval=post.pk in lost))
    return prepared


def brand_theme() -> Theme:
    """The theme of the brand as it is now."""
    return theme_of_brand(Brand.load())


def _prepare(post: Post, content: Content | None, theme: Theme) -> PreparedPost:
    if content is None:
        nothing = PostText("", Size(0, 0))
        problem = _("Its words are not published in this language.")
        return PreparedPost(post, None, nothing, None, theme, "", "", "", problem, False)
    item, piece, network = post.piece.item, post.piece, network_named(post.account.network)
    credit = credit_of(item, content.language)
    address = address_for_readers(content, item, piece.scheduled_at)
    link = with_utm(address, network.name, piece.campaign.slug) if address else ""
    excerpt = post.excerpt or piece.excerpt
    card = card_of(content, credit, list(content.topics.all()), excerpt, link)
    limits, warning = network.limits(post.account), network.warning_apart(item.content_warning)
    if post.text:
        post_text = measure(post.text, limits, warning, has_threads=network.has_threads)
    else:
        hashtags = tuple(piece.campaign.hashtags.split())
        source = Source(
            content.is_verbatim,
            parts_of(content),
            credit,
            link,
            hashtags,
            content.language,
            excerpt,
            "" if network.has_content_warning else item.content_warning,
        )
        post_text = compose(source, limits, warning)
    alt_text = post.alt_text or words_of(card)
    problem = problem_of(post, content, parts_of(content)[0], post_text, alt_text)
    return PreparedPost(
        post, content, post_text, card, theme, alt_text, credit, link, problem, False, content_warning=warning
    )


def language_of(post: Post) -> str:
    """In which language a post goes out: its account's, where it has one of its own."""
    return post.account.language or post.piece.campaign.language


def parts_of(content: Content) -> tuple[str, ...]:
    """The words a text may be made of, the most needed first."""
    with override_interface_language(content.language):
        # Without its hour, a webinar is not announced.
        line = line_of(content) if content.kind == Kind.WEBINAR else ""
    return tuple(part for part in (content.heading.strip(), line, content.gist.strip()) if part) or ("",)


def card_of(content: Content, credit: str, topics: Sequence[Topic], excerpt: str = "", link: str = "") -> CardContent:
    """The words on the card: exact words whole or their excerpt; of others the title, and a short summary."""
    first, *rest = parts_of(content)
    below = rest[0] if rest and len(rest[0]) <= CARD_SUMMARY else ""
    return CardContent(
        kind=content.kind.value,
        text=below or (excerpt if content.is_verbatim else "") or first,
        title=first if below else "",
        credit=credit,
        label=topics[0].name_in(content.language) if topics else "",
        footer=site_of(link),
    )


def site_of(link: str) -> str:
    """The site a link leads to, as a card may show it: a name, not a number."""
    host = urlsplit(link).hostname or ""
    return host if any(letter.isalpha() for letter in host) and "." in host else ""


def words_of(card: CardContent) -> str:
    """Everything a card says, for those who do not see it."""
    parts = [part for part in (card.title, card.text) if part]
    words = f"«{card.text}»" if card.look.is_quotation else "\n".join(parts)
    return f"{words} — {card.credit}" if card.credit else words
