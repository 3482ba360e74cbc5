"""The columns that a table may have, by the headings people write over them in four languages."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from cms.core.text import fold_words, skeleton

# Of each column, what a heading may be: Spanish, English, French, Dutch. The first of a language is the template's.
HEADINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "words": {
        "es": ("cita", "palabras", "frase", "texto", "citas", "lo que dijo", "testimonio"),
        "en": ("words", "quote", "text", "quotes", "what was said"),
        "fr": ("citation", "paroles", "texte", "propos", "citations"),
        "nl": ("citaat", "woorden", "tekst", "uitspraak", "citaten"),
    },
    "kind": {
        "es": ("clase", "tipo", "clase de contenido", "tipo de contenido"),
        "en": ("kind", "type", "kind of content"),
        "fr": ("genre", "type de contenu", "sorte"),
        "nl": ("soort", "type inhoud"),
    },
    "title": {"es": ("título",), "en": ("title",), "fr": ("titre",), "nl": ("titel",)},
    "name": {
        "es": ("persona", "nombre", "nombre completo", "participante", "quién", "quién lo dijo", "autora", "autor"),
        "en": ("person", "name", "full name", "contributor", "who", "who said it", "speaker", "participant"),
        "fr": ("personne", "nom", "nom complet", "qui", "participante"),
        "nl": ("persoon", "naam", "volledige naam", "wie", "deelnemer", "deelneemster"),
    },
    "role": {
        "es": ("rol", "cargo", "función"),
        "en": ("role", "position", "function"),
        "fr": ("rôle", "fonction"),
        "nl": ("rol", "functie"),
    },
    "organisation": {
        "es": ("organización", "institución", "organización o colectivo"),
        "en": ("organisation", "organization", "institution"),
        "fr": ("organisation", "institution"),
        "nl": ("organisatie", "instelling"),
    },
    "region": {
        "es": ("región", "lugar", "región o lugar", "departamento", "comunidad"),
        "en": ("region", "place", "region or place", "community"),
        "fr": ("région", "lieu", "communauté"),
        "nl": ("regio", "streek", "plaats"),
    },
    "workshop": {
        "es": ("taller", "encuentro", "evento"),
        "en": ("workshop", "meeting", "event"),
        "fr": ("atelier", "rencontre"),
        "nl": ("workshop", "werksessie", "bijeenkomst"),
    },
    "topics": {
        "es": ("temas", "tema", "etiquetas"),
        "en": ("topics", "topic", "tags", "themes", "theme"),
        "fr": ("thèmes", "thème", "sujets", "sujet"),
        "nl": ("onderwerpen", "onderwerp", "thema", "themas", "thema's"),
    },
    "language": {"es": ("idioma", "lengua"), "en": ("language",), "fr": ("langue",), "nl": ("taal",)},
    "web": {
        "es": ("web", "sitio web", "permite web", "página web"),
        "en": ("web", "website", "allows web"),
        "fr": ("web", "site web", "site internet"),
        "nl": ("web", "website"),
    },
    "email": {
        "es": ("correo", "boletín", "correo mensual", "permite correo", "email"),
        "en": ("email", "newsletter", "monthly email", "e-mail"),
        "fr": ("courriel", "infolettre", "e-mail", "lettre d'information"),
        "nl": ("e-mail", "nieuwsbrief", "maandelijkse mail"),
    },
    "social": {
        "es": ("redes", "redes sociales", "permite redes"),
        "en": ("social", "social networks", "social media"),
        "fr": ("réseaux", "réseaux sociaux"),
        "nl": ("sociale media", "sociale netwerken"),
    },
    "credit": {
        "es": ("se la nombra como", "nombrada como", "cómo se la nombra", "crédito", "se nombra como"),
        "en": ("named as", "credit", "how named"),
        "fr": ("nommée comme", "crédit", "comment la nommer", "nommé comme"),
        "nl": ("genoemd als", "vermelding"),
    },
    "until": {
        "es": ("hasta", "válido hasta", "vale hasta", "vence"),
        "en": ("until", "valid until", "expires"),
        "fr": ("jusqu'au", "jusque", "valable jusqu'au"),
        "nl": ("tot", "geldig tot"),
    },
    "how": {
        "es": ("cómo lo dio", "cómo se dio", "cómo", "forma del consentimiento"),
        "en": ("how given", "how it was given", "how"),
        "fr": ("comment donné", "comment", "comment il a été donné"),
        "nl": ("hoe gegeven", "hoe"),
    },
    "given_on": {
        "es": ("dado el", "fecha del consentimiento", "fecha de consentimiento"),
        "en": ("given on", "consent date", "date of consent"),
        "fr": ("donné le", "date du consentement"),
        "nl": ("gegeven op", "datum toestemming", "datum van toestemming"),
    },
}
CONSENT = ("web", "email", "social", "credit", "until", "how", "given_on")


@lru_cache(maxsize=16_384)
def bare(heading: str) -> str:
    """A heading without accents, capitals and punctuation: "Tema(s):" and "temas" are one."""
    return fold_words(skeleton(heading).replace("(s)", "s"))


_KNOWN = {
    bare(heading): name for name, languages in HEADINGS.items() for texts in languages.values() for heading in texts
}


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """Which columns a row of headings names, by position. The first of two for the same thing counts."""
    found: dict[str, int] = {}
    for position, cell in enumerate(cells):
        name = _KNOWN.get(bare(cell))
        if name is not None:
            found.setdefault(name, position)
    return found


def is_heading_row(found: Mapping[str, int]) -> bool:
    """Whether a row with these columns is the row of headings: it says where the words are, and something else."""
    return "words" in found and len(found) > 1


def template_heading(name: str, language: str) -> str:
    """What the template writes over a column."""
    heading = HEADINGS[name].get(language, HEADINGS[name]["en"])[0]
    return heading[:1].upper() + heading[1:]
