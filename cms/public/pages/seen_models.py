"""The models of which something stands in an answer to readers: writing to one raises the stamp.

A test reads every public address and fails for a table that is neither here nor in NOT_COUNTED.
"""

from cms.models import CONTENT_MODELS

SEEN_BY_READERS = (
    *(model._meta.label for model in CONTENT_MODELS),
    "cms.Item",
    "cms.Consent",
    "cms.ConsentTerms",
    "cms.ConsentTermsNetwork",
    "cms.Contributor",
    "cms.Organisation",
    "cms.Workshop",
    "cms.Topic",
    "cms.Translation",
    "cms.Approval",
    "media.Brand",
    "media.CustomImage",
    "media.CustomDocument",
    "wagtailcore.Locale",
)
# Read for readers, and yet no part of what an answer says.
NOT_COUNTED = {
    "media.Rendition": "made of an image when a size of it is first asked for; it says nothing that the image does not",
    "wagtailcore.Revision": "loaded beside a translation; readers see the live rows, never a revision",
    "contenttypes.ContentType": "numbers of models, which migrations alone write",
    "wagtailcore.Site": "asked for by Wagtail's templates; addresses begin with BASE_URL",
}
