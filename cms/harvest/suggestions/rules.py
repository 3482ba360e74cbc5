"""The rules of the harvest, as data: which words mean what, in Spanish, English, French and Dutch.

Every pattern is matched against folded text: lower case, without accents, marks or double spaces.
"""

import re
from dataclasses import dataclass


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_MONTHS = (
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre|"
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    "januari|februari|maart|mei|juni|juli|augustus|oktober"
)

# ── The shape of a report ───────────────────────────────────────────────────────────────────────────────────────────

CONTENTS = _any(r"(tabla de )?contenidos?", r"indice", r"agenda", r"(table of )?contents", r"sommaire", r"inhoud")
# Whole words only: a long number that could be cut in many ways would keep the machine busy for hours.
DATE = re.compile(
    rf"((lugar y )?fecha|date|datum)?( ?\b(\d{{1,2}}|\d{{4}}|del?|al|y|a|the|of|to|le|du|au|van|tot|{_MONTHS})\b)+"
)
THANKS = _any(r"(muchas |mil )?gracias", r"thank", r"merci", r"(hartelijk )?(dank|bedankt)")

# The parts every activity of a workshop is told in; what follows OUTCOMES are its themes.
FACETS = _any(
    r"objetivos?( de la actividad)?|desarrollo|dinamica|metodologia|como lo hicimos|que hicimos|pasos",
    r"resultados?|sintesis( de resultados)?|aprendizajes|lo que (salio|surgio|aprendimos)|hallazgos",
    r"objectives?|aims?|process|steps|how we did it|results?|outcomes?|findings|learnings",
    r"objectifs?|deroulement|resultats?|apprentissages",
    r"doel(en|stelling)?|verloop|werkwijze|resultaten|lessen",
)
OUTCOMES = _any(
    r"resultados?|sintesis( de resultados)?|aprendizajes|lo que (salio|surgio|aprendimos)|hallazgos",
    r"results?|outcomes?|findings|learnings|resultats?|apprentissages|resultaten|lessen",
)
ACTIVITIES = _any(r"(las )?actividades", r"(main )?activities", r"(les )?activites", r"activiteiten", r"sesiones")
# Sections that come after the activities, so that one of them never swallows what follows it.
CLOSING_SECTIONS = _any(
    r"conclusi|compromisos|acuerdos|retroalimentacion|evaluacion|recomendaci|sugerencias|victorias|cierre|anexos?",
    r"testimonios?|voces|proximos pasos|feedback|commitments|recommendations|next steps|quick wins|evaluation|annex",
    r"engagements|retours|recommandations|prochaines etapes|toezeggingen|aanbevelingen|volgende stappen|bijlage",
)
STORIES = _any(r"testimonios?\b", r"(la |una )?historia de\b", r"relatos?\b", r"testimon(y|ies|ials?)", r"temoignage")

# ── What a passage may become ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Rule:
    """Under a title (or with words) like `pattern`, a passage is of this kind and, for learnings, of this type."""

    kind: str
    type: str
    pattern: re.Pattern[str]


# Titles that decide for all that stands under them. The innermost counts; earlier rules win on the same title.
# Under a title of the last rule a passage still has to look like a quote (`suggest._as_quote`).
SECTIONS = (
    Rule("commitment", "", _any(r"(los |nuestros )?compromisos", r"commitments", r"engagements", r"toezeggingen")),
    Rule(
        "feedback",
        "",
        _any(
            r"retroalimentacion|evaluacion del? (taller|encuentro)|lo que nos dijeron del encuentro",
            r"que (me|nos|les) gusto|que (se puede )?mejorar|feedback|evaluation|retours|evaluatie",
        ),
    ),
    Rule("learning", "quick_win", _any(r"victorias rapidas", r"quick wins?", r"victoires rapides", r"snelle winst")),
    Rule(
        "learning",
        "recommendation",
        _any(r"(conclusiones y )?recomendaciones", r"recommendations", r"recommandations", r"aanbevelingen"),
    ),
    Rule("learning", "proposal", _any(r"propuestas", r"sugerencias", r"proximos pasos", r"proposals", r"next steps")),
    Rule("learning", "challenge", _any(r"(retos|desafios|dificultades|obstaculos)$", r"challenges$", r"defis$")),
    Rule("learning", "learning", _any(r"(principales )?aprendizajes", r"lo que aprendimos", r"(key )?learnings")),
    Rule("learning", "learning", _any(r"conclusiones$", r"conclusions$", r"conclusies$")),
    Rule("resource", "", _any(r"recursos$", r"materiales$", r"bibliografia", r"para saber mas", r"resources$")),
    Rule("quote", "", _any(r"(las )?voces\b", r"frases\b", r"lo que dijeron", r"citas$", r"voices", r"quotes$")),
)
# How a sentence that reports a finding begins, and which type of learning it then is.
FINDINGS = (
    Rule(
        "learning",
        "proposal",
        _any(
            r"(se|las?|los|el grupo|los grupos) (propus|propon|sugir|sugier|plante|abog|recomend)",
            r"it was (proposed|suggested)|the groups? (proposed|suggested)|il a ete propose|er werd voorgesteld",
        ),
    ),
    Rule(
        "learning",
        "challenge",
        _any(
            r"(desafio|reto|obstaculo|dificultad)(es|s)? (claves?|principal(es)?|pendientes?|a superar)",
            r"(un|el|los|principal) (desafios?|retos?|obstaculos?|dificultad(es)?)",
            r"la resistencia (de|a)\b",
            r"(challenge|obstacle|difficulty|resistance) (is|was|of|to)|key challenge",
        ),
    ),
)
# What the sentence that opens a list of outcomes calls them.
ANNOUNCED_AS = (
    Rule("learning", "proposal", _any(r"planes? de accion", r"propuestas", r"action plans?", r"plans d action")),
    Rule("learning", "challenge", _any(r"(retos|desafios|challenges)\b")),
)
# What is taken off the front of a finding to make its title. Matched on the text as it stands, accents and all.
OPENINGS = re.compile(
    r"^(?:Se|El grupo|Las participantes|Los participantes|Los grupos)\s+"
    r"(?:reconoció|identificó|destacó|resaltó|enfatizó(?:\s+en)?|discutió(?:\s+sobre)?|observó|exploró|abordó|propuso|"
    r"sugirió|planteó|abogó\s+por|habló\s+de|enfocó\s+en|vio|subrayó|señaló|calculó|aprendió)\s+"
    r"(?:(?:(?:en\s+)?la\s+importancia\s+de|(?:en\s+)?la\s+necesidad\s+de|la\s+idea\s+de|en)\s+)?"
    r"(?:(?<=reconoció )que\s+|(?<=vio )que\s+|(?<=calculó )que\s+|(?<=aprendió )que\s+|(?<=identificó )que\s+)?",
)
IMPERSONAL_WEB = re.compile(r"https?://|www\.", re.IGNORECASE)
FIRST_PERSON = re.compile(
    r"\b(yo|mi|mis|me|conmigo|soy|era|fui|tengo|tenia|aprendi|empece|pense|senti|"
    r"nosotras|nosotros|nos|somos|I|my|je|j|ma|mon|ik|mijn)\b"
)
SPEECH = re.compile(
    r"\b(dijo|dice|conto|cuenta|afirmo|afirma|senalo|explico|recordo|resumio|compartio|said|says|told|a dit|zei)\b"
)

# ── Topics ──────────────────────────────────────────────────────────────────────────────────────────────────────────

# Topics common in this field, by their usual name, and the beginnings of the words that speak of them. They are
# suggested beside those already in use; a new one is only made when somebody accepts a passage with it.
TOPICS: dict[str, tuple[str, ...]] = {
    "Liderazgo": ("lidera", "lideres", "dirigen", "president", "asamblea", "tomar la palabra", "leader", "dirigeant"),
    "Participación política": ("participacion politica", "incidencia politica", "cargos", "political", "elecci"),
    "Masculinidades": ("masculinidad", "varones", "masculinit", "mannelijk"),
    "Educación": ("curricula", "escolar", "escuela", "educativ", "educacion", "school", "ecole"),
    "Juventudes": ("joven", "jovenes", "juventud", "generacional", "youth", "jeunes", "jongeren"),
    "Redes y alianzas": ("redes de", "alianza", "articulacion", "network", "alliance", "reseau", "netwerk"),
    "Comunicación": ("comunicacion", "campana", "redes sociales", "medios aliados", "radio", "communication"),
    "Mujeres rurales": ("mujeres rurales", "zonas rurales", "campesin", "rural women"),
    "Economía y trabajo": ("emprendimiento", "economia", "economic", "remunerad", "productiv", "ingresos"),
    "Cuidados": ("cuidado", "labores del hogar", "no remunerado", "roles de genero", "tareas de la casa", "care work"),
    "Agua": ("agua", "riego", "regar", "manantial", "acequia", "compuerta", "water"),
    "Tierra y territorio": ("tierra", "chacra", "predio", "titulacion", "territorio comunal", "land rights"),
    "Protección y no violencia": ("violencia", "proteccion", "defensor", "violence", "geweld"),
    "Diversidad sexual": ("lgb", "lgt", "diversidad sexual", "orientacion de genero"),
    "Metodologías": ("metodologia", "facilitacion", "mentoria", "methodolog"),
}
