"""Topics of passages: by slug where there is such a topic, so that a renamed one keeps its passages; else by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cms.core.text import skeleton
from cms.models import Passage, Topic


@dataclass(frozen=True)
class TopicKeys:
    """What a passage keeps: slugs of topics that exist, and names of those that are made when it is accepted."""

    slugs: list[str] = field(default_factory=list)
    new_names: list[str] = field(default_factory=list)


class TopicIndex:
    """All topics, read once."""

    def __init__(self) -> None:
        self.topics = list(Topic.objects.order_by("name"))
        self.by_slug = {topic.slug: topic for topic in self.topics}
        self.by_name = {skeleton(topic.name): topic for topic in self.topics}

    @property
    def names(self) -> list[str]:
        return [topic.name for topic in self.topics]

    def keys_of(self, names: Iterable[str], slugs: Sequence[str] = ()) -> TopicKeys:
        """The keys of topics named in whatever accents and capitals, after those of `slugs` that there still are."""
        found = dict.fromkeys(slug for slug in slugs if slug in self.by_slug)
        new: dict[str, str] = {}
        for name in (" ".join(name.split()) for name in names):
            if topic := self.by_name.get(skeleton(name)):
                found[topic.slug] = None
            elif name:
                new.setdefault(skeleton(name), name)
        return TopicKeys(list(found), list(new.values()))

    def names_of(self, passage: Passage) -> list[str]:
        """The names of a passage's topics as they are now, those to be made last."""
        known = [self.by_slug[slug].name for slug in passage.topics if slug in self.by_slug]
        return [*known, *(name for name in passage.new_topics if name not in known)]


def topics_of(passage: Passage) -> list[Topic]:
    """The topics of a passage that is accepted. Those that are missing are made."""
    index = TopicIndex()
    keys = index.keys_of(passage.new_topics, passage.topics)
    made = [Topic.objects.create(name=name) for name in keys.new_names]
    return [*(index.by_slug[slug] for slug in keys.slugs), *made]
