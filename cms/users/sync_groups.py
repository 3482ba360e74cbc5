"""Bringing the groups in step with the table of roles, after every migrate. Safe to repeat."""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission

from cms.users.roles import COLLECTION, EVIDENCE, ROLES, OnFiles, permissions_of


def after_migrate(app_config: AppConfig, using: str = "default", plan: Any = (), **_: Any) -> None:
    """Grant once per migrate, when the last app has made its permissions."""
    if app_config != last_app():
        return
    grant_roles()


def last_app() -> AppConfig:
    """The app for which Django sends post_migrate last."""
    return [config for config in apps.get_app_configs() if config.models_module is not None][-1]


def grant_roles() -> None:
    """The groups exist with exactly the permissions of the table, and the evidence of consents has its own place."""
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set(existing(permissions_of(role)))
    grant_files()


def existing(names: tuple[str, ...]) -> list[Permission]:
    """The permissions of these names. One whose app has no tables yet is granted when it has."""
    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    return [by_name[name] for name in names if name in by_name]


def missing(names: tuple[str, ...]) -> list[str]:
    """Names in the table for which there is no permission: a slip of the pen. Apps without tables are left out."""
    there = {
        f"{app}.{codename}" for app, codename in Permission.objects.values_list("content_type__app_label", "codename")
    }
    apps_there = {name.partition(".")[0] for name in there}
    return [name for name in names if name not in there and name.partition(".")[0] in apps_there]


def grant_files() -> None:
    """Everybody on the team keeps images and documents; the evidence is in a collection that no page serves.

    Wagtail asks for permissions on collections themselves at a collection too, and not at the group.
    """
    root = Collection.get_first_root_node()
    if root is None:
        return
    evidence = Collection.objects.filter(name=EVIDENCE).first() or root.add_child(name=EVIDENCE)
    restriction, _created = CollectionViewRestriction.objects.get_or_create(
        collection=evidence, restriction_type=CollectionViewRestriction.GROUPS
    )
    groups = Group.objects.filter(name__in=ROLES)
    restriction.groups.set([group for group in groups if "cms.open_evidence" in permissions_of(group.name)])
    codenames = [*OnFiles().images, *OnFiles().documents]
    on_files = Permission.objects.filter(
        codename__in=codenames, content_type__app_label__in=["wagtailimages", "wagtaildocs"]
    )
    for group in groups:
        on_collections = existing(tuple(set(permissions_of(group.name)) & set(COLLECTION)))
        for permission in [*on_files, *on_collections]:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
