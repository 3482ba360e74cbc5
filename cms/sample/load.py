"""The sample, so that a newcomer sees everything at work on the first start."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from cms.channels import Sample, channels
from cms.core.errors import CosechaError
from cms.harvest.reading.import_report import harvest_report
from cms.models import Item, Topic, Workshop
from cms.sample.content import Publisher, publish_all
from cms.sample.people import make_people
from cms.users.models import User
from cms.users.roles import EDITOR

FOLDER = Path(__file__).resolve().parent


class NotEmptyError(CosechaError):
    """The sample never mixes with somebody's content."""


@transaction.atomic
def load_sample(by: User, say: Callable[[str], None] = print) -> Sample:
    """Fill an empty installation; all of it or nothing. Raises NotEmptyError where there is content already."""
    if Item.objects.exists():
        raise NotEmptyError(_("There is content here already: the sample is only for an empty installation."))
    data = tomllib.loads((FOLDER / "content.toml").read_text(encoding="utf-8"))
    author = _make_author()
    workshop = Workshop.objects.create(
        title="Encuentro de Saberes: agua, tierra y voz",
        place="Chaupiwasi",
        starts_on=date(2026, 10, 9),
        ends_on=date(2026, 10, 10),
    )
    topics = {row["name"]: Topic.objects.create(**row) for row in data["topics"]}
    consents = make_people(data["people"], data["organisations"], author)
    publisher = Publisher(consents, topics, workshop, author, by)
    sample = Sample(user=by, items=list(publish_all(data, publisher)), say=say)
    say(_("Sample content published: {count} items.").format(count=len(sample.items)))
    report = FOLDER / "report.md"
    harvest_report(report.read_bytes(), report.name, by=by, workshop=workshop)
    for channel in channels():
        channel.load_sample(sample)
    return sample


def _make_author() -> Any:
    """Who wrote the sample: somebody else than the newcomer, so that they can be its second pair of eyes."""
    author = get_user_model().objects.create(
        username="muestra", first_name="Autora", last_name="de la muestra", email="muestra@cosecha.example.org"
    )
    author.set_unusable_password()
    author.save()
    author.groups.set(Group.objects.filter(name=EDITOR))
    return author
