"""Which of the content languages a text is written in, by its commonest words."""

import re
from collections import Counter

_COMMON = {
    "es": "de la que el en y los las se con para por una del al como más su",
    "en": "the of and to in that is was for with as on by are from this we",
    "fr": "de la le les et des en du une que pour dans est qui sur par au avec",
    "nl": "de het een en van in is dat op te voor met zijn niet aan er ook",
}


def language_of(text: str, default: str = "es") -> str:
    """The code of the language most of its commonest words belong to."""
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    scores = {code: sum(words[word] for word in set(common.split())) for code, common in _COMMON.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > scores.get(default, 0) else default
