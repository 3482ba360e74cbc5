"""The one workflow of content: what an editor hands in, a reviewer looks at."""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from cms.models import CONTENT_MODELS
from cms.users.roles import ADMINISTRATOR, REVIEWER
from cms.users.sync_groups import last_app

NAME = "Revisión"


def after_migrate(app_config: AppConfig, **_: Any) -> None:
    if app_config == last_app() and apps.is_installed("wagtail"):
        ensure_review()


def ensure_review() -> None:
    """The workflow exists, reviewers decide in it, and content that has no workflow yet gets it. Safe to repeat."""
    task, _created = GroupApprovalTask.objects.get_or_create(name=NAME)
    task.groups.add(*Group.objects.filter(name__in=[REVIEWER, ADMINISTRATOR]))
    workflow, _created = Workflow.objects.get_or_create(name=NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for model in CONTENT_MODELS:
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(model), defaults={"workflow": workflow}
        )
