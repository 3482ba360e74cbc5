from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(AppConfig):
    name = "cms.users"
    label = "users"
    verbose_name = _("Users")

    def ready(self) -> None:
        from cms.users import guard, policies
        from cms.users.sync_groups import after_migrate

        guard.connect()
        policies.register()
        post_migrate.connect(after_migrate, dispatch_uid="grant_roles")


class TeamConfig(WagtailUsersAppConfig):
    """Wagtail's users app, with the team's own screens."""

    user_viewset = "cms.users.views.TeamViewSet"
