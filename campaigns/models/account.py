"""Where posts go: an account on a network."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.text.fields import KeptCharField

_networks: dict[str, Any] = {}


def offer_network(name: str, label: Any) -> None:
    """Offer a network in the account form. `campaigns.networks` calls this for each that is registered."""
    _networks[name] = label


def network_choices() -> list[tuple[str, Any]]:
    """The networks this installation can publish to, in the order of registration."""
    return list(_networks.items())


class Account(models.Model):
    """An account on a network, with what is needed to publish there."""

    class State(models.TextChoices):
        CONNECTED = "connected", _("Connected")
        NEEDS_RECONNECT = "needs_reconnect", _("Must be connected again")

    network = models.CharField(_("network"), max_length=20, choices=network_choices, default="sandbox")
    label = KeptCharField(_("name"), max_length=80, help_text=_("As readers see it on the network."))
    handle = KeptCharField(_("user name"), max_length=200, help_text=_("As the network writes it."))
    server = models.URLField(_("server"), max_length=200, blank=True, editable=False)
    remote_id = models.CharField(max_length=120, blank=True, editable=False)
    limits = models.JSONField(
        default=dict, blank=True, editable=False, help_text="What fits in a post, as its server says."
    )
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Of its posts."),
    )
    most_a_week = models.PositiveSmallIntegerField(
        _("posts a week"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("The most that campaigns plan for it, all together. Empty: as many as they have slots."),
    )
    monthly_budget = models.DecimalField(
        _("most it may cost a month"),
        max_digits=7,
        decimal_places=2,
        default=Decimal(5),
        validators=[MinValueValidator(0)],
        help_text=_("In US dollars. What would cost more is not approved, and waits if it was."),
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.CONNECTED, editable=False)
    not_before = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="Its network asked to wait, or takes no more until then.",
    )
    take_down_not_before = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="The same for removing.",
    )
    last_tried_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When a post of it was last taken up: others come first."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering: ClassVar = ["network", "label"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["network", "handle"], name="one_account_a_handle")]

    def __str__(self) -> str:
        return f"{self.label} · {self.get_network_display()}"

    @property
    def is_waiting(self) -> bool:
        """Whether its network takes nothing for now."""
        return self.not_before is not None and self.not_before > timezone.now()

    @property
    def is_connected(self) -> bool:
        return self.state == self.State.CONNECTED


class Credentials(models.Model):
    """What an account's network wants to see before it publishes, encrypted (campaigns/networks/credentials.py)."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="credentials")
    encrypted = models.TextField(editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    scopes = models.CharField(max_length=500, blank=True, editable=False)
    renewing_until = models.DateTimeField(null=True, editable=False, help_text="A worker renews them until then.")
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.account)


class ServerApp(models.Model):
    """This installation as a server knows it whose accounts are connected by its own page, with its keys encrypted."""

    network = models.CharField(max_length=20)
    server = models.URLField(max_length=200)
    encrypted = models.TextField(editable=False)
    is_proven = models.BooleanField(
        default=False, help_text="An account was connected with it since it was last sent along."
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["network", "server"], name="one_app_a_server")]

    def __str__(self) -> str:
        return self.server
