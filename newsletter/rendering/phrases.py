"""The fixed words of an edition in each language readers can have it in.

Staff's screens are translated through catalogues; these are few, seen by thousands, and must be complete in every
language, so they stand here where a missing one is a type error.
"""

from dataclasses import dataclass, field

LANGUAGES = ("es", "en", "fr", "nl")


def language_or(language: str, fallback: str) -> str:
    """`language` where an edition is written in it, else `fallback`, else Spanish."""
    return next((choice for choice in (language, fallback) if choice in LANGUAGES), "es")


@dataclass(frozen=True)
class Phrases:
    web_version: str
    testimony: str
    learnings: str
    quotes: str
    read_testimony: str
    read_learning: str
    read_quote: str
    why: str
    since: str
    unsubscribe: str
    preferences: str
    sent_by: str
    subject: str
    preheader: str
    opening_quote: str
    closing_quote: str
    types: dict[str, str] = field(default_factory=dict)


PHRASES = {
    "es": Phrases(
        web_version="Ver en el navegador",
        testimony="Testimonio del mes",
        learnings="Lo que aprendimos",
        quotes="En sus palabras",
        read_testimony="Leer el testimonio completo",
        read_learning="Leer más sobre este aprendizaje",
        read_quote="Leer y compartir esta cita",
        why="Recibes este correo porque te suscribiste a «{audience}».",
        since="Fecha de tu suscripción:",
        unsubscribe="Cancelar mi suscripción",
        preferences="Cambiar mis preferencias",
        sent_by="Lo envía",
        subject="{month}: {topics}",
        preheader="Voces y aprendizajes del mes, contados por quienes los vivieron.",
        opening_quote="«",
        closing_quote="»",
        types={
            "learning": "Aprendizaje",
            "challenge": "Desafío",
            "recommendation": "Recomendación",
            "proposal": "Propuesta",
            "quick_win": "Victoria temprana",
        },
    ),
    "en": Phrases(
        web_version="View in your browser",
        testimony="Testimony of the month",
        learnings="What we learned",
        quotes="In their words",
        read_testimony="Read the full testimony",
        read_learning="Read more about this learning",
        read_quote="Read and share this quote",
        why="You receive this email because you subscribed to “{audience}”.",
        since="Date of your subscription:",
        unsubscribe="Unsubscribe",
        preferences="Change my preferences",
        sent_by="Sent by",
        subject="{month}: {topics}",
        preheader="This month’s voices and learnings, told by the people who lived them.",
        opening_quote="“",
        closing_quote="”",
        types={
            "learning": "Learning",
            "challenge": "Challenge",
            "recommendation": "Recommendation",
            "proposal": "Proposal",
            "quick_win": "Quick win",
        },
    ),
    "fr": Phrases(
        web_version="Voir dans le navigateur",
        testimony="Témoignage du mois",
        learnings="Ce que nous avons appris",
        quotes="Avec leurs mots",
        read_testimony="Lire le témoignage en entier",
        read_learning="En savoir plus sur cet apprentissage",
        read_quote="Lire et partager cette citation",
        why="Vous recevez ce message parce que vous êtes abonné·e à « {audience} ».",
        since="Date de votre abonnement :",
        unsubscribe="Me désabonner",
        preferences="Modifier mes préférences",
        sent_by="Envoyé par",
        subject="{month} : {topics}",
        preheader="Les voix et les apprentissages du mois, racontés par celles et ceux qui les ont vécus.",
        opening_quote="«\u00a0",
        closing_quote="\u00a0»",
        types={
            "learning": "Apprentissage",
            "challenge": "Défi",
            "recommendation": "Recommandation",
            "proposal": "Proposition",
            "quick_win": "Réussite rapide",
        },
    ),
    "nl": Phrases(
        web_version="Bekijk in de browser",
        testimony="Getuigenis van de maand",
        learnings="Wat we leerden",
        quotes="In hun eigen woorden",
        read_testimony="Lees de hele getuigenis",
        read_learning="Lees meer over deze les",
        read_quote="Lees en deel dit citaat",
        why="Je ontvangt deze e-mail omdat je je hebt ingeschreven voor “{audience}”.",
        since="Datum van je inschrijving:",
        unsubscribe="Uitschrijven",
        preferences="Mijn voorkeuren wijzigen",
        sent_by="Verzonden door",
        subject="{month}: {topics}",
        preheader="De stemmen en lessen van deze maand, verteld door wie ze beleefde.",
        opening_quote="“",
        closing_quote="”",
        types={
            "learning": "Les",
            "challenge": "Uitdaging",
            "recommendation": "Aanbeveling",
            "proposal": "Voorstel",
            "quick_win": "Snelle winst",
        },
    ),
}
