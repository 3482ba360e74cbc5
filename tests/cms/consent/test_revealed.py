"""If these fail, a name gets out in letters that nobody looked for, or ordinary words are taken for a name."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from cms.consent.hidden_words import Hidden, hidden_words
from cms.consent.revealed import revealed
from cms.harvest.formats.plain import blocks_of
from cms.models import ConsentTerms, Contributor, Credit
from tests.cms.consent.ordinary_sentences import SENTENCES
from tests.cms.harvest.reports import ROOT, SAMPLE
from tests.invisible_letters import JOINED, LOOK_ALIKE, OTHER_NAMES, OTHER_WORDS, SPELLED, UNSEEN

ANONYMOUS = ConsentTerms(credit=Credit.ANONYMOUS)
TEODORA = Contributor(
    full_name="Teodora Quispe Mamani", first_name="Teodora", phone="+51 987 654 321", email="teo@example.org"
)
# Where her name may stand: each reads its words a little otherwise.
PLACES = ("es.text", "es.photo", "es.topics", "es.workshop", "fr.title", "qu.text", "es.image", "es.file", "es.address")


def found(text: str, person: Contributor = TEODORA, where: str = "es.text") -> list[str]:
    return [finding["what"] for finding in revealed({where: text}, hidden_words(person, ANONYMOUS))]


def test_a_name_is_found_however_it_is_written_and_wherever_it_stands():
    hidden = (f"Teo{unseen}dora" for unseen in UNSEEN.values())
    for name in (*hidden, *LOOK_ALIKE, *SPELLED, *JOINED, *OTHER_NAMES):
        for where in PLACES:
            assert found(f"Lo dijo {name}, ayer.", where=where), (ascii(name), where)


def test_what_only_resembles_a_name_is_not_taken_for_it():
    for words in OTHER_WORDS:
        assert found(f"Lo dijo {words}, ayer.") == [], words


NUMBERS = (
    "987654321",
    "+51987654321",
    "0051-987-654-321",
    "９８７ ６５４ ３２１",
    "9.8.7.6.5.4.3.2.1",
    "(987) 65 43 21",
    "98\u00ad7654321",
    "987_654_321",
    "9....8....7....6....5....4....3....2....1",
    "98 (cel) 76 y luego 54, 32 y 1",
    "987 654 32l",
    "%39%38%37654321",
)


def test_a_telephone_number_is_found_however_it_is_divided():
    for written in NUMBERS:
        assert found(f"Al {written}.") == ["+51 987 654 321"], ascii(written)


ADDRESSES_AND_NAMES = (
    "teo@ex\u00adample.org",
    "teo(at)example(dot)org",
    "teo [arroba] example punto org",
    "teo+boletin@example.org",
    "ｔｅｏ@example.org",
    "#TejedorasDelValle",
    "tejedorasdelvalle.pe",
    "TEJEDORAS  del\nvalle",
    "#LaPaz",
    "La\u00a0Paz",
    "Lа Pаz",  # Cyrillic а
)


def test_an_address_a_place_and_an_organisation_are_found_like_names():
    hidden = [Hidden("teo@example.org"), Hidden("Tejedoras del Valle"), Hidden("La Paz")]
    for text in ADDRESSES_AND_NAMES:
        assert revealed({"es.text": text}, hidden), ascii(text)
    assert revealed({"es.text": "Queremos la paz, y tejer en el valle."}, hidden) == []


def test_a_long_text_made_to_be_slow_is_read_all_the_same():
    """Ten times as long takes about ten times as many steps: nothing looks at the whole for each place in it."""
    for piece in (
        "xt eo do ra ",
        "T e o d o r ",
        "teodor-a ",
        "x-teodora-",
        "teodora\n\n ",
        "9876543 ",
        "T. Q. ",
        "tttttttttt",
        "%25",
        "teo@",
    ):
        found(piece * 5_000)


SHORT_NAMES = [
    Contributor(full_name=name, first_name=name.split()[0])
    for name in ("Ana", "Eva", "Sol", "Luz", "Paz", "Rosa", "Cruz", "Ana Sol", "Eva Luz", "Luz Paz", "Rosa Cruz")
]


def whose_name_is_in(text: str) -> set[str]:
    hidden = list(dict.fromkeys(word for person in SHORT_NAMES for word in hidden_words(person, ANONYMOUS)))
    return {finding["what"] for finding in revealed({"es.text": text}, hidden)}


def test_ordinary_sentences_name_nobody():
    assert len(set(SENTENCES)) == 500
    assert whose_name_is_in("\n".join(SENTENCES)) == set()
    # A verb and an adjective, which are also what Eva and Sol are called by friends.
    assert whose_name_is_in("Evita que se pierda el agua. Solita llegó, y solitas se fueron.") == set()


def test_in_the_sample_and_the_real_reports_only_people_of_those_names_are_found():
    """Where they are written like names, that is: Luz Marina Soto, Nélida Paz and Rosa Maidana are told of there."""
    assert whose_name_is_in(as_read(SAMPLE)) == {"Luz"}
    reports = Path(os.environ.get("COSECHA_SHARED", ROOT.parent / "shared")) / "data" / "reports"
    if not reports.exists():
        pytest.skip(f"the real reports are not on this machine ({reports}); set COSECHA_SHARED")
    texts = {path: as_read(path) for path in sorted(reports.iterdir()) if path.suffix in (".md", ".txt")}
    assert len(texts) > 5
    for path, text in texts.items():
        expected = {name for name in ("Paz", "Rosa") if re.search(rf"\w+ {name}\b(?=,)|\b{name} [A-Z]\w+", text)}
        assert whose_name_is_in(text) <= expected, path


def as_read(path: Path) -> str:
    return "\n".join(block.text for block in blocks_of(path.read_text(encoding="utf-8")))
