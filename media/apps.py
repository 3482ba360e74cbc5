from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        """Let the files of Wagtail's own models be cleaned as ours are."""
        from wagtail.admin.views.account import AvatarSettingsPanel
        from wagtail.models import UploadedFile
        from wagtail.users.models import UserProfile

        from media.fields import ProfilePicture, WaitingUpload
        from media.forms import ProfilePictureForm

        UserProfile._meta.get_field("avatar").attr_class = ProfilePicture
        UploadedFile._meta.get_field("file").attr_class = WaitingUpload
        AvatarSettingsPanel.form_class = ProfilePictureForm
        AvatarSettingsPanel.template_name = "media/profile_picture.html"
