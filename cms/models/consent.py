"""What contributors allowed: consents, and their terms, which are only ever added."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from cms.core import append_only
from cms.core.errors import AppendOnlyError
from cms.core.text.skeleton_search import FoundBySkeleton, SkeletonField
from cms.models.people import Contributor
from media.text.fields import KeptCharField, KeptTextField


class Consent(index.Indexed, FoundBySkeleton):
    """What one contributor allowed for a set of items. What it says is its newest `ConsentTerms`."""

    contributor = models.ForeignKey(
        Contributor, verbose_name=_("contributor"), on_delete=models.PROTECT, related_name="consents"
    )
    label = KeptCharField(
        _("what it covers"), max_length=160, help_text=_("For example: what she said at the October workshop.")
    )
    skeleton = SkeletonField(of=("label",))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    search_fields: ClassVar = [index.SearchField("label"), index.AutocompleteField("label")]

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.contributor} · {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises AppendOnlyError where it would give one person's recorded terms to another."""
        others = ~models.Q(contributor=self.contributor_id)
        if self.pk and Consent.objects.filter(others, pk=self.pk, terms__isnull=False).exists():
            raise AppendOnlyError
        super().save(*args, **kwargs)

    @property
    def current_terms(self) -> "ConsentTerms | None":
        """The terms in force: the newest recorded. Uses prefetched terms where there are some."""
        if "terms" in getattr(self, "_prefetched_objects_cache", {}):
            return max(self.terms.all(), key=lambda terms: terms.pk, default=None)
        return self.terms.order_by("-pk").first()


class Credit(models.TextChoices):
    """How a contributor is named."""

    FULL_NAME = "full_name", _("Full name")
    FIRST_NAME = "first_name", _("First name only")
    ROLE_REGION = "role_region", _("Role and region, no name")
    ANONYMOUS = "anonymous", _("Anonymous")


class ConsentTermsQuerySet(models.QuerySet["ConsentTerms"]):
    """Adds rows, and changes none. (A database trigger refuses updates that come another way.)"""

    def update(self, **changes: Any) -> int:
        # Who recorded it may be forgotten with their account.
        if set(changes) - {"recorded_by", "recorded_by_id"}:
            raise AppendOnlyError
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise AppendOnlyError

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Insert the terms, and the networks that each names, in one transaction."""
        rows: list[Any] = list(objs)
        for terms in rows:
            terms.network_count = len(terms.networks)
        with transaction.atomic(using=self.db):
            created = super().bulk_create(rows, *args, **kwargs)
            ConsentTermsNetwork.objects.using(self.db).bulk_create(
                ConsentTermsNetwork(terms=terms, name=name) for terms in created for name in terms.networks
            )
        return created


class ConsentTerms(models.Model):
    """One version of what was allowed. Append-only: a new row replaces the one before; none is ever edited.

    Social use covers all networks only where `allows_all_networks` says so; otherwise those that the terms name, as
    `ConsentTermsNetwork` rows written with them. `networks=["x"]` may be given like a field.
    """

    class How(models.TextChoices):
        SIGNED_FORM = "signed_form", _("Signed form")
        RECORDED_VOICE = "recorded_voice", _("Recorded voice")
        MESSAGE = "message", _("Message (email, WhatsApp…)")
        WITNESSED = "witnessed", _("Spoken, with a witness")
        OWN_PAGE = "own_page", _("On the person's own page")

    consent = models.ForeignKey(Consent, verbose_name=_("consent"), on_delete=models.PROTECT, related_name="terms")
    allows_web = models.BooleanField(_("website"), default=False)
    allows_newsletter = models.BooleanField(_("monthly email"), default=False)
    allows_social = models.BooleanField(_("social networks"), default=False)
    allows_all_networks = models.BooleanField(_("all social networks"), default=False)
    network_count = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How many networks were named: the database refuses further rows."
    )
    credit = models.CharField(_("named as"), max_length=20, choices=Credit.choices, default=Credit.ANONYMOUS)
    shows_face = models.BooleanField(_("face may be shown"), default=False)
    shows_place = models.BooleanField(_("place may be shown"), default=False)
    shows_organisation = models.BooleanField(_("organisation may be shown"), default=False)
    begins_on = models.DateField(_("given on"), default=timezone.localdate)
    expires_on = models.DateField(_("valid until"), null=True, blank=True, help_text=_("Last day included."))
    is_withdrawal = models.BooleanField(_("withdrawn"), default=False, editable=False)
    how = models.CharField(_("how it was given"), max_length=20, choices=How.choices, default=How.SIGNED_FORM)
    explained_in = KeptCharField(_("explained in"), max_length=60, blank=True, help_text=_("Language or languages."))
    evidence = models.ForeignKey(
        "media.CustomDocument",
        verbose_name=_("evidence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The signed form or recording. No public address serves it."),
    )
    is_minor = models.BooleanField(
        _("is a minor"), default=False, help_text=_("A guardian decides with them, and a second person approves.")
    )
    guardian = KeptCharField(
        _("guardian"), max_length=160, blank=True, help_text=_("Who decides with them. Shown to nobody outside.")
    )
    note = KeptTextField(_("note"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = ConsentTermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent terms")
        verbose_name_plural = _("consent terms")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["consent", "-id"], name="newest_terms")]
        permissions: ClassVar = [("open_evidence", "Can open the evidence of a consent")]

    def __str__(self) -> str:
        return f"{self.get_credit_display()} · {self.recorded_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and not self._state.adding:
            raise AppendOnlyError
        self.network_count = len(self.networks)
        with transaction.atomic(using=kwargs.get("using")):
            # An insert always: Django would update the row of a given primary key.
            super().save(*args, **(kwargs | {"force_insert": True}))
            ConsentTermsNetwork.objects.bulk_create(
                ConsentTermsNetwork(terms=self, name=name) for name in self.networks
            )

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks that the terms name, in the order given. With `allows_all_networks` there are none."""
        if not hasattr(self, "_networks"):
            rows = self.network_rows.all() if self.pk and self.network_count else ()
            self._networks = tuple(row.name for row in rows)
        return self._networks

    @networks.setter
    def networks(self, names: Iterable[str]) -> None:
        self._networks = tuple(dict.fromkeys(name.strip().lower() for name in names))

    def covers_network(self, name: str) -> bool:
        """Whether social use, where it is allowed, may be on this network."""
        return self.allows_all_networks or name in self.networks


class ConsentTermsNetworkQuerySet(models.QuerySet["ConsentTermsNetwork"]):
    def update(self, **changes: Any) -> int:
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError


class ConsentTermsNetwork(models.Model):
    """One social network that terms name. Written with the terms, and append-only as they are."""

    terms = models.ForeignKey(ConsentTerms, on_delete=models.PROTECT, related_name="network_rows")
    name = models.CharField(_("network"), max_length=20)

    objects = ConsentTermsNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["terms", "name"], name="a_network_once_in_terms")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError


# Who recorded them may be forgotten with their account; they go whole where the person is being erased.
append_only.register(
    append_only.AppendOnly(
        "cms.ConsentTerms",
        may_change=("recorded_by_id",),
        may_delete="EXISTS (SELECT 1 FROM cms_consent JOIN cms_erasure "
        "ON cms_erasure.contributor_id = cms_consent.contributor_id "
        "WHERE cms_consent.id = OLD.consent_id AND cms_erasure.finished_at IS NULL)",
    )
)

# As many as the terms say, and no more once they are recorded; they go after their terms.
append_only.register(
    append_only.AppendOnly(
        "cms.ConsentTermsNetwork",
        may_insert="(SELECT COUNT(*) FROM cms_consenttermsnetwork WHERE terms_id = NEW.terms_id) < "
        "(SELECT network_count FROM cms_consentterms WHERE id = NEW.terms_id AND NOT allows_all_networks)",
        may_delete="NOT EXISTS (SELECT 1 FROM cms_consentterms WHERE id = OLD.terms_id)",
    )
)


class ConsentNotice(models.Model):
    """What the clock already did about the end of some terms: each step once."""

    terms = models.ForeignKey(ConsentTerms, on_delete=models.CASCADE, related_name="notices")
    days_before = models.PositiveSmallIntegerField(help_text="30, 7 or 1: staff were told; 0: it ended, all is back.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("notice of a consent's end")
        verbose_name_plural = _("notices of a consent's end")
        constraints: ClassVar = [models.UniqueConstraint(fields=["terms", "days_before"], name="one_notice_per_step")]

    def __str__(self) -> str:
        return f"{self.terms_id}: {self.days_before}"
