"""The newsletter's part of the sample: two audiences, 300 invented readers, a recipe, a draft to review.

Everybody is called by first names drawn in turn and lives at example.org: the same sample every time.
"""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.channels import Sample
from cms.core.errors import CosechaError
from newsletter.addresses import address_hash
from newsletter.editions.compose import compose_edition
from newsletter.editions.send_times import months_from, send_moment
from newsletter.models import Audience, OptIn, Recipe, RecipeSection, Subscriber

NAMES = [
    "Abril",
    "Aurora",
    "Beatriz",
    "Camila",
    "Clara",
    "Dalia",
    "Elena",
    "Flor",
    "Gabriela",
    "Inés",
    "Jacinta",
    "Karina",
    "Lourdes",
    "Maritza",
    "Nélida",
    "Ofelia",
    "Pilar",
    "Quilla",
    "Rocío",
    "Sonia",
    "Teófila",
    "Úrsula",
    "Violeta",
    "Wayra",
    "Yolanda",
    "Zoila",
]
SURNAMES = [
    "Arce",
    "Benavides",
    "Ccori",
    "Dávila",
    "Espino",
    "Flores",
    "Guerra",
    "Huanca",
    "Ibarra",
    "Jara",
    "Lazo",
    "Mamani",
    "Núñez",
    "Ordóñez",
    "Paz",
    "Quiroz",
    "Rímac",
]
# How 300 readers are spread: mostly Spanish, as the network is.
LANGUAGES = ("es",) * 6 + ("en",) * 2 + ("fr", "nl")
READERS = 300


@transaction.atomic
def load(sample: Sample) -> None:
    """Add the newsletter's part. The draft is built from the sample's items that may go out by email."""
    network, allies = make_audiences()
    make_readers(network, allies)
    recipe = make_recipe(network, sample)
    month = next_month_to_send(recipe)
    try:
        edition, _created = compose_edition(recipe, month)
    except CosechaError as error:
        sample.say(str(error))
        return
    sample.say(_("A draft waits for review: %(edition)s") % {"edition": edition})


def make_audiences() -> tuple[Audience, Audience]:
    network = Audience.objects.create(
        name="Boletín de la red",
        slug="boletin-de-la-red",
        description="Para las organizaciones y lideresas de la red.",
        from_name="Red Semilla",
        from_email="boletin@semilla.example.org",
        reply_to="comunicaciones@semilla.example.org",
    )
    allies = Audience.objects.create(
        name="Amigas y aliados",
        slug="amigas-y-aliados",
        description="Para quienes apoyan desde otros países.",
        from_name="Red Semilla",
        from_email="boletin@semilla.example.org",
        reply_to="comunicaciones@semilla.example.org",
        default_language="en",
    )
    return network, allies


def make_readers(network: Audience, allies: Audience) -> None:
    """300 readers in bulk, two thirds in the network's audience and the others among the allies."""
    readers = []
    for number in range(READERS):
        name = f"{NAMES[number % len(NAMES)]} {SURNAMES[number // len(NAMES) % len(SURNAMES)]}"
        email = f"lectora{number + 1:03d}@example.org"
        language = LANGUAGES[number % len(LANGUAGES)]
        readers.append(Subscriber(email=email, address_hash=address_hash(email), name=name, language=language))
    Subscriber.objects.bulk_create(readers)
    asked = timezone.now() - timedelta(days=90)
    OptIn.objects.bulk_create(
        OptIn(
            subscriber=reader,
            address_hash=reader.address_hash,
            audience=allies if number % 3 == 2 else network,
            how=OptIn.How.FORM,
            text_shown="Quiero recibir el boletín una vez al mes.",
            language=reader.language,
            asked_at=asked - timedelta(days=number),
            confirmed_at=asked - timedelta(days=number),
        )
        for number, reader in enumerate(Subscriber.objects.filter(email__startswith="lectora").order_by("email"))
    )


def make_recipe(audience: Audience, sample: Sample) -> Recipe:
    recipe = Recipe(name="Edición mensual de la red", audience=audience, day=5)
    recipe.reviewers = [sample.user]
    recipe.sections = [
        RecipeSection(kind="testimony", count=1, minimum=0, sort_order=0),
        RecipeSection(kind="learning", count=3, minimum=1, sort_order=1),
        RecipeSection(kind="quote", count=3, minimum=1, sort_order=2),
    ]
    recipe.save()
    return recipe


def next_month_to_send(recipe: Recipe) -> date:
    """The first month whose hour has not come yet."""
    zone, now = ZoneInfo(recipe.time_zone), timezone.now()
    months = months_from(timezone.localdate().replace(day=1), 2)
    return next(month for month in months if send_moment(month, recipe.day, recipe.hour, zone) > now)
