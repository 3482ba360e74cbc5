from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content")

    def ready(self) -> None:
        from cms import channels
        from cms.admin.content import workflow, workflow_mail
        from cms.content import receivers, withdrawn_guard
        from cms.public.channel.channel import WebChannel

        receivers.connect()
        withdrawn_guard.connect()
        workflow_mail.connect()
        channels.register(WebChannel())
        post_migrate.connect(workflow.after_migrate, dispatch_uid="ensure_review")
