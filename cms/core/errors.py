"""Errors with a sentence that a communications officer understands, and a detail for the log."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CosechaError(Exception):
    """Something the domain refuses. `str(error)` is the translated sentence to show; `detail` is for the log."""

    sentence: str | Promise = _("That is not possible.")

    def __init__(self, sentence: str | Promise | None = None, *, detail: str = "") -> None:
        self.sentence = sentence or self.sentence
        self.detail = detail
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class NotPermittedError(CosechaError, PermissionDenied):
    """The person may not do this. A view that does not catch it answers as for every other refusal."""

    sentence = _("You do not have permission to do this. Ask an administrator of your team.")


class WrongMomentError(CosechaError):
    """The state does not allow this any more: another person or a worker has changed it meanwhile."""

    sentence = _("This can no longer be done: it has changed since you opened this page. Look at it again.")


class ArchivedError(CosechaError):
    """It is archived: something refers to it, so it was not deleted."""

    sentence = _("This is archived. Bring it back first.")


class AppendOnlyError(CosechaError):
    """A recorded consent cannot be changed or deleted."""

    sentence = _("What was recorded about a consent is never changed. Record new terms instead.")


class StaleApprovalError(CosechaError):
    """What is being approved is no longer what was shown."""

    sentence = _("This changed after you opened it. Look at it again before you approve it.")


class FourEyesError(CosechaError):
    """A second person must approve, and this is the person who edited it last."""

    sentence = _("A second person must approve this: you were the last one to edit it.")


class WithdrawnError(CosechaError):
    """What was withdrawn does not come back."""

    sentence = _("The person withdrew these words. They cannot be published again.")


class ConsentTermsError(CosechaError):
    """These terms cannot be recorded as they are."""

    sentence = _("These terms cannot be recorded.")
