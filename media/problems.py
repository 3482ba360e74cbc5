"""Why a picture or a document is refused, as values: `media.refusals` has the sentence for each."""

from enum import StrEnum


class PictureProblem(StrEnum):
    EMPTY = "empty"
    NOT_A_PICTURE = "not_a_picture"
    HEIC = "heic"
    DAMAGED = "damaged_picture"
    ANIMATED = "animated"
    TOO_MANY_PIXELS = "too_many_pixels"


class DocumentProblem(StrEnum):
    UNKNOWN_KIND = "unknown_kind"
    NOT_TEXT = "not_text"
    DAMAGED = "damaged_document"
    ENCRYPTED = "encrypted"
    TOO_BIG_INSIDE = "too_big_inside"
    # What somebody put there on purpose, and must decide about. `about` says what it is.
    COMMENTS = "comments"
    TRACKED_CHANGES = "tracked_changes"
    EMBEDDED = "embedded"
    FILLED_FORM = "filled_form"
    SIGNED = "signed"
    MACROS = "macros"
    LOCAL_PATH = "local_path"
    PICTURE_INSIDE = "picture_inside"
