"""The forms of pieces and accounts."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from campaigns.models import Account, Piece, Post
from campaigns.networks import network_named
from campaigns.networks.connection import ConnectForm, NotConnectedError
from campaigns.posts.edit import Change
from campaigns.posts.text import is_faithful, measure
from campaigns.sandbox.open_account import open_account
from cms.core.text import collapse_spaces
from cms.models import Content

UNFAITHFUL = gettext_lazy("The excerpt must be the person's own words, with “(…)” wherever something is left out.")


def text_help(post: Post) -> str:
    sentence = _("Leave it empty and the text composes itself from the words, the credit and the link.")
    if network_named(post.account.network).has_threads:
        return " ".join([sentence, _("A line with nothing but --- parts it into a thread.")])
    return sentence


def counted(post: Post, what: str, rows: int) -> dict[str, str]:
    """Attributes of a text area below which its length is said; `what` is "text" or "alt"."""
    return {
        "rows": str(rows),
        "data-controller": "text-counter",
        "data-action": "text-counter#update",
        "data-text-counter-url-value": reverse("posts:count", args=[post.pk]),
        "data-text-counter-what-value": what,
    }


class PieceForm(forms.Form):
    """A piece's time in the campaign's zone, the excerpt of a quote, and the text and description for each account."""

    def __init__(self, piece: Piece, posts: list[Post], content: Content | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.piece, self.posts, self.content = piece, posts, content
        self.zone: ZoneInfo = piece.campaign.zone
        local = piece.scheduled_at.astimezone(self.zone).replace(tzinfo=None)
        self.initial_time = local.replace(second=0, microsecond=0)  # the field shows no seconds
        self.fields["scheduled_at"] = forms.DateTimeField(
            label=_("Goes out at"),
            widget=AdminDateTimeInput(),
            initial=local,
            help_text=_("Time zone: {zone}").format(zone=piece.campaign.time_zone.replace("_", " ")),
        )
        if content is not None and content.is_verbatim:
            self.fields["excerpt"] = forms.CharField(
                label=_("Excerpt"),
                required=False,
                initial=piece.excerpt,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Only if the quote is too long: its own words, with “(…)” where you leave something out."),
            )
        for post in posts:
            if content is not None and content.is_verbatim and len(posts) > 1:
                self.fields[f"excerpt-{post.pk}"] = forms.CharField(
                    label=_("Excerpt for {account} alone").format(account=post.account),
                    required=False,
                    initial=post.excerpt,
                    widget=forms.Textarea(attrs={"rows": 2}),
                    help_text=_("Only where this network takes less than the others."),
                )
            self.fields[f"text-{post.pk}"] = forms.CharField(
                label=_("Text for {account}").format(account=post.account),
                required=False,
                initial=post.text,
                widget=forms.Textarea(attrs=counted(post, "text", rows=6)),
                help_text=text_help(post),
            )
            if network_named(post.account.network).limits(post.account).alt is None:
                continue
            self.fields[f"alt-{post.pk}"] = forms.CharField(
                label=_("Description of the image for {account}").format(account=post.account),
                required=False,
                initial=post.alt_text,
                widget=forms.Textarea(attrs=counted(post, "alt", rows=3)),
                help_text=_("Leave it empty and it says all the words on the card."),
            )

    def clean_scheduled_at(self) -> datetime:
        naive: datetime = self.cleaned_data["scheduled_at"].replace(tzinfo=None)
        if naive == self.initial_time:
            return self.piece.scheduled_at
        at = naive.replace(tzinfo=self.zone).astimezone(timezone.get_default_timezone())
        if at <= timezone.now():
            raise forms.ValidationError(_("This time has already passed."))
        return at

    def clean_excerpt(self) -> str:
        excerpt: str = self.cleaned_data["excerpt"].strip()
        words = self.content.gist if self.content else ""
        if excerpt and not is_faithful(excerpt, words):
            raise forms.ValidationError(UNFAITHFUL)
        return "" if collapse_spaces(excerpt) == collapse_spaces(words) else excerpt

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for post in self.posts:
            name = f"text-{post.pk}"
            text = self.cleaned_data.get(name, "").strip()
            own = self.cleaned_data.get(f"excerpt-{post.pk}", "").strip()
            if own and self.content and not post.account.language and not is_faithful(own, self.content.gist):
                self.add_error(f"excerpt-{post.pk}", UNFAITHFUL)
            network = network_named(post.account.network)
            warning = network.warning_apart(post.piece.item.content_warning)
            size = measure(text, network.limits(post.account), warning, has_threads=network.has_threads).size
            if text and not size.fits:
                self.add_error(name, size.sentence)
        return cleaned

    def change(self) -> Change:
        """The submitted values as a `Change`."""
        data = self.cleaned_data
        return Change(
            scheduled_at=data["scheduled_at"],
            excerpt=data.get("excerpt", self.piece.excerpt),
            excerpts={post.pk: data.get(f"excerpt-{post.pk}", post.excerpt).strip() for post in self.posts},
            texts={post.pk: data[f"text-{post.pk}"].replace("\r\n", "\n").strip() for post in self.posts},
            alt_texts={
                post.pk: data.get(f"alt-{post.pk}", post.alt_text).replace("\r\n", "\n").strip() for post in self.posts
            },
        )


class ReactionsForm(forms.Form):
    """What a person reads on a network that tells it to nobody else."""

    views = forms.IntegerField(label=gettext_lazy("views"), min_value=0, max_value=10**9, required=False)
    likes = forms.IntegerField(label=gettext_lazy("likes"), min_value=0, max_value=10**9, required=False)
    shares = forms.IntegerField(label=gettext_lazy("shares"), min_value=0, max_value=10**9, required=False)
    replies = forms.IntegerField(label=gettext_lazy("replies"), min_value=0, max_value=10**9, required=False)


class AccountForm(forms.ModelForm):
    """What staff decide of an account that is connected."""

    class Meta:
        model = Account
        fields = ("label", "language", "most_a_week", "monthly_budget")

    language = forms.ChoiceField(
        label=gettext_lazy("language"),
        help_text=gettext_lazy("Of its posts."),
        required=False,
        choices=[("", gettext_lazy("That of the campaign")), *settings.LANGUAGES],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not network_named(self.instance.network).is_billed:
            del self.fields["monthly_budget"]


class SandboxAccountForm(ConnectForm):
    """A new account on the sandbox."""

    intro = gettext_lazy(
        "An account on the sandbox network: a timeline of your own, inside Cosecha, where you see how your posts would "
        "look. Nobody outside reads it."
    )

    label = forms.CharField(
        label=gettext_lazy("name"), max_length=80, help_text=gettext_lazy("As readers see it on the network.")
    )
    handle = forms.SlugField(
        label=gettext_lazy("user name"),
        max_length=40,
        help_text=gettext_lazy("Without @. Letters without accents, digits and hyphens."),
    )

    def connect(self, renewed: Account | None) -> Account:
        handle = self.cleaned_data["handle"]
        if renewed is None and Account.objects.filter(network="sandbox", handle=handle).exists():
            raise NotConnectedError(gettext_lazy("There is already an account with this user name."))
        return open_account(self.cleaned_data["label"], handle if renewed is None else renewed.handle)
