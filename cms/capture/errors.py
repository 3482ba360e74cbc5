"""Why something does not arrive, in a sentence for whoever holds the phone (`cms.capture.public.phrases`)."""

from cms.core.errors import CosechaError


class CaptureError(CosechaError):
    """Nothing arrived. `reason` names the sentence, `status` is the answer's."""

    reason = "unreadable"
    status = 400


class LinkOverError(CaptureError):
    """The link ended or was closed."""

    reason, status = "over", 410


class OtherWordsError(CaptureError):
    """This key came before with other words: a second person must not vanish behind the first."""

    reason, status = "other_words", 409


class TooManyError(CaptureError):
    """The link, or the network address, had its share of this hour."""

    reason, status = "too_many", 429


class BusyError(CaptureError):
    """Other pictures are being prepared; the phone keeps the form and tries again by itself."""

    reason, status = "busy", 503


class BadPhotoError(CaptureError):
    reason = "bad_photo"


class BadSignatureError(CaptureError):
    reason = "bad_signature"


class BadVoiceError(CaptureError):
    reason = "bad_voice"
