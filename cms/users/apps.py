from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "cms.users"
    label = "users"
    verbose_name = _("Users")

    def ready(self) -> None:
        from cms.users.granting import after_migrate

        post_migrate.connect(after_migrate, dispatch_uid="grant_roles")
