"""What people write in the cells of a table, read in four languages: yes and no, days, kinds, names of things."""

from datetime import date

from cms.imports.columns import bare
from cms.models import ConsentTerms, Credit, Kind

How = ConsentTerms.How

_YES = frozenset(["si", "s", "yes", "y", "oui", "o", "ja", "j", "x", "1", "true", "verdadero", "vrai", "waar", "ok"])
_NO = frozenset(["no", "n", "non", "nee", "0", "false", "falso", "faux", "onwaar"])
_DAY_FIRST = "/.-"

_KINDS = {
    Kind.QUOTE: "cita quote citation citaat frase",
    Kind.TESTIMONY: "testimonio testimony temoignage getuigenis historia story",
    Kind.LEARNING: "aprendizaje learning apprentissage les leerpunt",
}
_CREDITS = {
    Credit.FULL_NAME: ("nombre completo", "full name", "nom complet", "volledige naam"),
    Credit.FIRST_NAME: (
        *("solo el nombre", "solo nombre", "nombre", "nombre de pila", "first name", "first name only"),
        *("prenom", "prenom seulement", "voornaam", "alleen voornaam"),
    ),
    Credit.ROLE_REGION: (
        *("rol y region", "rol y region sin nombre", "cargo y region", "role and region", "role and region no name"),
        *("role et region", "fonction et region", "rol en regio", "functie en regio"),
    ),
    Credit.ANONYMOUS: ("anonima", "anonimo", "anonymous", "anonyme", "anoniem"),
}
_HOWS = {
    How.SIGNED_FORM: (
        *("formulario firmado", "formulario", "firma", "firmado", "signed form", "form"),
        *("formulaire signe", "formulaire", "ondertekend formulier", "formulier"),
    ),
    How.RECORDED_VOICE: (
        *("voz grabada", "grabacion", "audio", "recorded voice", "recording"),
        *("voix enregistree", "enregistrement", "opgenomen stem", "opname"),
    ),
    How.MESSAGE: ("mensaje", "correo", "whatsapp", "message", "email", "courriel", "bericht", "e mail"),
    How.WITNESSED: (
        *("de palabra", "de palabra con testigo", "con testigo", "testigo", "verbal", "oral"),
        *("spoken", "spoken with a witness", "witness", "witnessed", "temoin", "avec temoin", "getuige", "mondeling"),
    ),
}
_LANGUAGES = {
    "es": "es espanol castellano spanish espagnol spaans",
    "en": "en ingles english anglais engels",
    "fr": "fr frances french francais frans",
    "nl": "nl neerlandes holandes dutch neerlandais nederlands",
    "qu": "qu quechua runasimi",
}

KINDS = {word: kind for kind, words in _KINDS.items() for word in words.split()}
CREDITS = {bare(text): credit for credit, texts in _CREDITS.items() for text in (*texts, credit.value)}
HOWS = {bare(text): how for how, texts in _HOWS.items() for text in (*texts, how.value)}
LANGUAGES = {word: code for code, words in _LANGUAGES.items() for word in words.split()}


def yes_or_no(text: str) -> bool | None:
    """Whether a cell says yes; None where it says neither."""
    said = bare(text) or ("x" if text.strip() in "✓✔☑" and text.strip() else "")
    if said in _YES:
        return True
    return False if said in _NO else None


def day(text: str) -> date | None:
    """A day written 2027-12-31, or 31/12/2027 with the day first; None for anything else."""
    for separator in _DAY_FIRST:
        parts = text.strip().split(separator)
        if len(parts) == 3 and all(part.strip().isascii() and part.strip().isdigit() for part in parts):
            first, month, last = (int(part) for part in parts)
            year, day_of_month = (first, last) if len(parts[0].strip()) == 4 else (last, first)
            try:
                return date(year, month, day_of_month) if year > 1900 else None
            except ValueError:
                return None
    return None
