from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content")

    def ready(self) -> None:
        """Fill the registries by which lower packages reach higher ones, and connect the receivers."""
        from cms import channels
        from cms.admin.content import previews, workflow, workflow_mail
        from cms.content import create_draft, item_integrity, publish, receivers, withdrawn_guard
        from cms.content.shown import guard
        from cms.core import append_only
        from cms.core.cache import stamp
        from cms.core.local_folder import restrict_database
        from cms.drill import website_locations
        from cms.harvest.reading.document_text import text_of
        from cms.i18n.locales import ensure_locales
        from cms.jobs import holds
        from cms.models.previews import register_previews
        from cms.ops import deploy_checks, garbage  # noqa: F401  # checks register themselves
        from cms.public.channel.channel import WebChannel
        from cms.public.pages.seen_models import SEEN_BY_READERS
        from cms.search.configurations import ensure_configurations
        from media.documents.clean import register_text_reader

        connection_created.connect(restrict_database, dispatch_uid="restrict_database")
        create_draft.register()
        publish.register()
        receivers.connect()
        withdrawn_guard.connect()
        guard.connect()
        workflow_mail.connect()
        register_previews(previews)
        register_text_reader(text_of)
        holds.register_holder(holds.NoticesHolder())
        channels.register(WebChannel(website_locations.website_places))
        pre_migrate.connect(ensure_configurations, sender=self, dispatch_uid="ensure_search_configurations")
        stamp.register(*SEEN_BY_READERS)
        pre_migrate.connect(stamp.drop_triggers, sender=self, dispatch_uid="drop_stamp_triggers")
        pre_migrate.connect(append_only.drop_triggers, sender=self, dispatch_uid="drop_append_only_triggers")
        post_migrate.connect(append_only.create_triggers, sender=self, dispatch_uid="create_append_only_triggers")
        post_migrate.connect(stamp.create_triggers, sender=self, dispatch_uid="create_stamp_triggers")
        post_migrate.connect(item_integrity.ensure_foreign_keys, sender=self, dispatch_uid="ensure_item_keys")
        post_migrate.connect(ensure_locales, sender=self, dispatch_uid="ensure_locales")
        post_migrate.connect(workflow.after_migrate, dispatch_uid="ensure_review")
        garbage.keep_what_is_loaded()
