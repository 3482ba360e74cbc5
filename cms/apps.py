from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content")

    def ready(self) -> None:
        """Fill the registries by which lower packages reach higher ones, and connect the receivers."""
        from cms import channels
        from cms.admin.content import previews, workflow, workflow_mail
        from cms.api import v3_errors
        from cms.content import create_draft, publish, receivers, withdrawn_guard
        from cms.drill import website_locations
        from cms.models.previews import register_previews
        from cms.public.channel.channel import WebChannel

        create_draft.register()
        publish.register()
        receivers.connect()
        withdrawn_guard.connect()
        workflow_mail.connect()
        v3_errors.register()
        register_previews(previews)
        channels.register(WebChannel(website_locations.places))
        post_migrate.connect(workflow.after_migrate, dispatch_uid="ensure_review")
