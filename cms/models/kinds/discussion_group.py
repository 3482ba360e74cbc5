"""Discussion groups."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from cms.core.text import html_to_lines
from cms.models.content import Content
from cms.models.items import Kind, Voice
from media.text.fields import KeptCharField, KeptRichTextField, KeptTextField, KeptURLField


class DiscussionGroup(Content):
    """Where a conversation goes on. Its invitation is part of what readers see only where everybody may have it."""

    kind = Kind.DISCUSSION_GROUP
    usual_voice = Voice.NOBODY
    nobodys = _("Nobody's: there are no words and no face of anybody in it")
    shared_fields = ("platform", "invitation", "seen_by")

    class Platform(models.TextChoices):
        WHATSAPP = "whatsapp", "WhatsApp"
        TELEGRAM = "telegram", "Telegram"
        SIGNAL = "signal", "Signal"
        FACEBOOK = "facebook", "Facebook"
        EMAIL = "email", _("Mailing list")
        FORUM = "forum", _("Forum on the web")
        OTHER = "other", _("Somewhere else")

    class SeenBy(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody: it is on the page")
        REGISTERED = "registered", _("Those who registered")
        STAFF = "staff", pgettext_lazy("who sees an invitation", "Only the team")

    title = KeptCharField(_("title"), max_length=160)
    summary = KeptTextField(_("summary"), help_text=_("What is talked about, and who is in it. Two or three lines."))
    body = KeptRichTextField(_("text"), blank=True, help_text=_("How people treat each other there, for example."))
    platform = models.CharField(
        _("where it goes on"), max_length=20, choices=Platform.choices, default=Platform.WHATSAPP
    )
    seen_by = models.CharField(
        _("who may see the invitation"), max_length=20, choices=SeenBy.choices, default=SeenBy.STAFF
    )
    invitation = KeptURLField(
        _("link of the invitation"),
        max_length=500,
        blank=True,
        help_text=_("Unless everybody may see it, it is on no page, in no email and no post."),
    )

    search_fields: ClassVar = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("id"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
        index.FilterField("platform"),
    ]

    class Meta(Content.Meta):
        verbose_name = _("discussion group")
        verbose_name_plural = _("discussion groups")

    @property
    def open_invitation(self) -> str:
        """The invitation, where everybody may see it."""
        return self.invitation if self.seen_by == self.SeenBy.EVERYBODY else ""

    @property
    def gist(self) -> str:
        return self.summary

    @property
    def long_text(self) -> str:
        return str(self.body)

    def texts(self) -> dict[str, str]:
        return {
            "title": self.title,
            "summary": self.summary,
            "body": html_to_lines(self.body),
            "platform": self.platform,
            "invitation": self.open_invitation,
        }

    def lacking(self, *, has_person: bool) -> dict[str, str]:
        if self.seen_by == self.SeenBy.EVERYBODY and not self.invitation:
            return {"invitation": gettext("Add the invitation that everybody may see, or say that not everybody may.")}
        return {}
