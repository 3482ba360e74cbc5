"""What a passage seems to be, about what, and why: pure, by the rules in `rules.py`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cms.core.text import fold_words
from cms.harvest.reading.passages import Split
from cms.harvest.suggestions.rules import (
    ANNOUNCED_AS,
    FACETS,
    FINDINGS,
    FIRST_PERSON,
    IMPERSONAL_WEB,
    OPENINGS,
    OUTCOMES,
    SECTIONS,
    SPEECH,
    STORIES,
    TOPICS,
    Rule,
)

_NAME = r"[A-ZÁÉÍÓÚÑÜ][\w'’-]+(?:\s+(?:de|del|la|las|los|van|den|der|[A-ZÁÉÍÓÚÑÜ][\w'’-]+)){0,4}"
_SAID = re.compile(
    rf"^(?:«(?P<a>.+)»|“(?P<b>.+)”|\"(?P<c>.+)\"|(?P<d>.+?))[.,]?\s*(?:\n|\s)\s*[—–-]\s*(?P<name>{_NAME})"
    r"(?:\s*[,(·]\s*(?P<role>[^\n]{1,240}?)\)?)?\.?$",
    re.DOTALL,
)
_TOLD = re.compile(r"[«“\"](?P<words>[^«»“”\"]{20,})[»”\"]", re.DOTALL)
_SPEAKER = re.compile(rf"(?P<name>{_NAME})(?:,\s*(?P<role>[^,«“:]+)(?=[,:]),?)?\s*(?:\b\w+\b\s*){{0,3}}:?\s*$")
# Who speaks is named right before the words: so many letters are looked through for a name.
_BEFORE_WORDS = 400
_WORDS_OF_A_STORY = 60
# The kinds of passages whose drafts have a title.
TITLED = frozenset({"learning", "testimony", "resource"})
_MOST_TOPICS = 3
_LONGEST_TITLE = 120


@dataclass(frozen=True)
class SuggestionReason:
    """Why: a code, of which `reason_labels.py` makes a translated sentence, and what it is about."""

    code: str
    about: str = ""


@dataclass(frozen=True)
class Suggestion:
    """What a passage may become. `words` is what was said where `text` holds more than that; `speaker` who said it."""

    kind: str
    reason: SuggestionReason
    type: str = ""
    topics: tuple[str, ...] = ()
    title: str = ""
    words: str = ""
    speaker: str = ""
    role: str = ""


@dataclass(frozen=True)
class Stems:
    """A topic and the beginnings of the words that speak of it, on folded text."""

    name: str
    beginnings: tuple[str, ...]
    is_in_use: bool

    @cached_property
    def key(self) -> str:
        return fold_words(self.name)

    def weight(self, text: str) -> int:
        """How many of its words `text`, folded, speaks with."""
        return sum(f" {beginning}" in f" {text}" for beginning in self.beginnings)


@dataclass
class Surroundings:
    """What a suggestion may look at besides the passage: what opened the list it stands in, and the topics."""

    topics: Sequence[Stems] = ()
    announcements: dict[tuple[str, ...], str] = field(default_factory=dict)
    openings: set[int] = field(default_factory=set)


def suggest(passages: Sequence[Split], topics_in_use: Iterable[str] = ()) -> list[Suggestion]:
    """A suggestion for each passage, in the same order."""
    in_use = list(topics_in_use)
    names = dict.fromkeys([*in_use, *TOPICS])
    around = Surroundings([Stems(name, TOPICS.get(name) or _stems(name), name in in_use) for name in names])
    unclaimed = 0
    for place, passage in enumerate(passages):
        if place and passages[place - 1].path != passage.path:
            unclaimed = place
        if is_opening(passage):
            around.announcements[passage.path] = passage.text
            # The paragraphs under the same title that lead to the sentence that opens its list.
            around.openings.update(range(unclaimed, place))
            unclaimed = place
    return [_suggestion(place, passage, around) for place, passage in enumerate(passages)]


def is_opening(passage: Split) -> bool:
    """Whether it only leads to what comes next."""
    return passage.text.rstrip().endswith(":") or ":\n- " in passage.text


def _suggestion(place: int, passage: Split, around: Surroundings) -> Suggestion:
    quote = _as_quote(passage)
    if quote:
        kind, reason, learning_type = "quote", quote.reason, ""
    else:
        kind, learning_type, reason = _kind(place, passage, around)
    return Suggestion(
        kind=kind,
        reason=reason,
        type=learning_type,
        topics=_topics(passage, around.topics) if kind not in ("nothing", "feedback") else (),
        title=_title(passage) if kind in TITLED else "",
        words=quote.words if quote else "",
        speaker=quote.speaker if quote else "",
        role=quote.role if quote else "",
    )


def _as_quote(passage: Split) -> Suggestion | None:
    """Somebody's words with a name, or in quotation marks."""
    said = _SAID.match(passage.text)
    if said and (passage.is_quoted or not said["d"]):
        words = next(filter(None, (said[group] for group in "abcd"))).strip()
        words = words.strip('«»“”"') if passage.is_quoted else words
        role = (said["role"] or "").strip().rstrip(".")
        return Suggestion(
            "quote", SuggestionReason("said_by", said["name"]), words=words, speaker=said["name"], role=role
        )
    told = _TOLD.search(passage.text)
    if told and len(told["words"].split()) >= 5 and not _is_story(passage):
        before = passage.text[: told.start()]
        speaker = (
            _SPEAKER.search(before[-_BEFORE_WORDS:])
            if SPEECH.search(fold_words(before)) or before.endswith(": ")
            else None
        )
        if speaker:
            role = (speaker["role"] or "").strip()
            reason = SuggestionReason("told_by", speaker["name"])
            return Suggestion("quote", reason, words=told["words"], speaker=speaker["name"], role=role)
        if len(told["words"]) * 2 > len(passage.text):
            return Suggestion("quote", SuggestionReason("in_quotation_marks"), words=told["words"])
    return Suggestion("quote", SuggestionReason("set_apart"), words=passage.text) if passage.is_quoted else None


def _kind(place: int, passage: Split, around: Surroundings) -> tuple[str, str, SuggestionReason]:
    if is_opening(passage):
        return "nothing", "", SuggestionReason("opens_a_list")
    if place in around.openings:
        return "nothing", "", SuggestionReason("introduces", passage.path[-1] if passage.path else "")
    if _is_story(passage):
        return "testimony", "", SuggestionReason("first_person")
    decided = _by_section(passage)
    if decided:
        return decided
    if IMPERSONAL_WEB.search(passage.text):
        return "resource", "", SuggestionReason("has_an_address")
    return _as_finding(passage, around)


def _is_story(passage: Split) -> bool:
    words = passage.text.split()
    persons = len(FIRST_PERSON.findall(fold_words(passage.text)))
    if any(STORIES.match(fold_words(title)) for title in passage.path):
        return persons >= 1 and len(words) >= _WORDS_OF_A_STORY // 3
    return len(words) >= _WORDS_OF_A_STORY and persons >= 4


def _by_section(passage: Split) -> tuple[str, str, SuggestionReason] | None:
    """The innermost title that decides, by its own words or by what the table of contents calls it."""
    for alias in passage.aliases:
        rule = _first(SECTIONS, fold_words(alias))
        if rule:
            return rule.kind, rule.type, SuggestionReason("called_in_contents", alias)
    for title in reversed(passage.path):
        rule = _first(SECTIONS, fold_words(title))
        if rule and title != passage.activity and rule.kind != "quote":
            return rule.kind, rule.type, SuggestionReason("under_title", title)
    return None


def _as_finding(passage: Split, around: Surroundings) -> tuple[str, str, SuggestionReason]:
    """In an activity, what stands under its outcomes was learned; what tells how it went is nothing to keep."""
    theme = passage.path[-1] if passage.path else ""
    if not _is_outcome(passage):
        return "nothing", "", SuggestionReason("tells_how_it_went", theme) if theme else SuggestionReason("no_sign")
    for rule in FINDINGS:
        match = rule.pattern.search(fold_words(passage.text))
        if match:
            return rule.kind, rule.type, SuggestionReason("says", _as_written(passage.text, match))
    for depth in range(len(passage.path), 0, -1):
        announced = around.announcements.get(passage.path[:depth], "")
        called = _first(ANNOUNCED_AS, fold_words(announced), search=True)
        if called:
            return called.kind, called.type, SuggestionReason("announced_as", announced)
    return "learning", "learning", SuggestionReason("in_activity", passage.activity)


def _is_outcome(passage: Split) -> bool:
    if not passage.activity:
        return False
    below = [fold_words(title) for title in passage.path[passage.path.index(passage.activity) + 1 :]]
    return any(OUTCOMES.fullmatch(title) for title in below) or (bool(below) and not FACETS.fullmatch(below[-1]))


def _as_written(text: str, match: re.Match[str]) -> str:
    """The words that a match on folded text found, with their accents and capitals."""
    start = len(match.string[: match.start()].split())
    stop = start + len(match.string[match.start() :].split()) - len(match.string[match.end() :].split())
    words = list(re.finditer(r"[^\W_]+", text))
    stop += 0 if match.end() == len(match.string) or match.string[match.end()] == " " else 1
    return text[words[start].start() : words[min(stop, len(words)) - 1].end()] if start < len(words) else ""


def _first(rules: Iterable[Rule], text: str, *, search: bool = False) -> Rule | None:
    return next((rule for rule in rules if (rule.pattern.search if search else rule.pattern.match)(text)), None)


def _topics(passage: Split, topics: Sequence[Stems]) -> tuple[str, ...]:
    """Topics that the passage or its innermost title speaks of; the title weighs more, those in use come first."""
    title, text = fold_words(passage.path[-1] if passage.path else ""), fold_words(passage.text)
    scores: dict[str, tuple[int, str]] = {}
    for topic in topics:
        found = 2 * topic.weight(title) + topic.weight(text)
        if found and topic.key not in scores:
            scores[topic.key] = (found + (1 if topic.is_in_use else 0), topic.name)
    best = sorted(scores.values(), key=lambda score: -score[0])[:_MOST_TOPICS]
    return tuple(name for _score, name in best)


def _stems(name: str) -> tuple[str, ...]:
    """The beginnings of a topic's telling words: long enough to mean something, short enough to match the plural."""
    return tuple(word[: max(5, len(word) - 3)] for word in fold_words(name).split() if len(word) > 4)


def _title(passage: Split) -> str:
    """A title to start from, in the passage's own words."""
    head, colon, rest = passage.text.partition(": ")
    if colon and rest and len(head.split()) <= 10 and "." not in head:
        return head
    if any(STORIES.match(fold_words(title)) for title in passage.path[-1:]):
        return passage.path[-1]
    bare = OPENINGS.sub("", passage.text.split("\n")[0])
    clause = re.split(r"[.;:](?:\s|$)| \(|, (?=\w+(?:ando|iendo)\b|así\b|con\b|para\b|y\b)", bare)[0]
    for divider in (r", ", r" y (?=\w+[aei]r\b)", r" y a través ", r" y "):
        if len(clause) <= _LONGEST_TITLE:
            break
        clause = re.split(divider, clause)[0]
    if len(clause) > _LONGEST_TITLE or len(clause.split()) < 3:
        return passage.path[-1] if passage.path else clause[:_LONGEST_TITLE]
    return clause[0].upper() + clause[1:]
