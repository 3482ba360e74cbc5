"""What campaigns refuse to do, in sentences for staff."""

from django.utils.translation import gettext_lazy as _

from cms.core.errors import CosechaError


class NothingToPlanError(CosechaError):
    """No item may go into any empty slot."""

    sentence = _(
        "No item can go into these slots. It takes published content on the campaign's topics, "
        "in its language, whose consent covers social networks on those days."
    )


class NoAccountError(CosechaError):
    sentence = _("Choose at least one account for this campaign first.")


class CampaignOverError(CosechaError):
    sentence = _("There is no empty slot left between now and the campaign's last day.")


class CampaignEndedError(CosechaError):
    """Nothing of a campaign goes out after its last day."""

    sentence = _("Its campaign has ended. Give the campaign a later last day first, or cancel the post.")


class NotReadyError(CosechaError):
    """The post cannot be approved; the sentence says why."""


class WrongNumbersError(CosechaError):
    sentence = _("Write whole numbers, and leave empty what the network does not show.")


class NoPostAddressError(CosechaError):
    sentence = _("This is not the address of a post. Copy it from the network, or leave it empty.")
