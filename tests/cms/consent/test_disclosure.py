"""Nothing in text, file names or addresses says more about a person than they allowed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.admin.content.status import finding_sentence
from cms.consent.credit import credit_line
from cms.consent.disclosure import recheck
from cms.consent.gate import Clearance, Use, clearance
from cms.consent.hidden_words import hidden_words, initials
from cms.consent.revealed import revealed
from cms.content.slugs import item_slug
from cms.core.text import skeleton
from cms.models import ConsentTerms, Contributor, Credit, Item, Organisation, Topic, Voice
from tests.factories import (
    add_terms,
    make_consent,
    make_contributor,
    make_quote,
    make_testimony,
    make_topic,
    make_webinar,
    make_workshop,
    now,
)

ROSA = {
    "full_name": "María Rosa Quispe de la Cruz",
    "first_name": "Rosa",
    "role": "Lideresa",
    "region": "Ayacucho, Perú",
}


def person(**fields):
    return Contributor(**ROSA | fields)


def found(text, terms=None, where="es.text", **fields):
    return [finding["what"] for finding in revealed({where: text}, hidden_words(person(**fields), terms))]


ANONYMOUS = ConsentTerms(credit=Credit.ANONYMOUS)
FIRST = ConsentTerms(credit=Credit.FIRST_NAME)
FULL = ConsentTerms(credit=Credit.FULL_NAME)
ROLE = ConsentTerms(credit=Credit.ROLE_REGION)


@pytest.mark.parametrize(
    ("text", "terms", "is_found"),
    [
        ("Dijo Quispe.", ANONYMOUS, True),
        ("Dijo QUÍSPE.", ANONYMOUS, True),
        ("dijo quispe", ANONYMOUS, True),
        ("Los Quispes del valle", ANONYMOUS, False),
        ("Rosa habló primero.", ANONYMOUS, True),
        ("Una rosa roja.", ANONYMOUS, False),
        ("Rosa habló primero.", FIRST, False),
        ("María Rosa habló primero.", FIRST, True),
        ("Rosa Quispe habló.", FIRST, True),
        ("Llegó de la cruz al camino.", ANONYMOUS, False),
        ("La señora De la Cruz llegó.", ANONYMOUS, True),
        ("Contó M. R. Q. C. en el taller", ANONYMOUS, True),
        ("Contó M.R.Q.C. en el taller", ANONYMOUS, True),
        ("Nos vemos a las 7 p. m.", ANONYMOUS, False),
        ("En Ayacucho empezó todo.", ANONYMOUS, True),
        ("En Ayacucho empezó todo.", FULL, True),
        ("En Ayacucho empezó todo.", ROLE, False),
        ("En Ayacucho empezó todo.", ConsentTerms(credit=Credit.FIRST_NAME, shows_place=True), False),
        ("María Rosa Quispe de la Cruz", FULL, False),
    ],
)
def test_what_gives_a_person_away_is_found(text, terms, is_found):
    assert bool(found(text, terms)) is is_found


@pytest.mark.parametrize("terms", [ANONYMOUS, FULL])
@pytest.mark.parametrize(
    "text", ["Escriban a rosa@example.org hoy", "Al 987 654 321.", "Al 987-654-321", "Al 987654321"]
)
def test_how_to_reach_somebody_never_appears(text, terms):
    assert found(text, terms, email="rosa@example.org", phone="987 654 321")


def test_quechua_suffixes_do_not_hide_a_name():
    assert found("Rosapa simin, Quispeqa rimarqa", ANONYMOUS, where="qu.text") == ["Rosa", "Quispe"]
    assert found("Quispeqa rimarqa", ANONYMOUS, where="es.text") == []


@pytest.mark.parametrize(
    "name",
    ["rosa_quispe.jpg", "IMG-2031-RosaQuispe.jpg", "fotoquispe2.png", "QUISPE-taller.jpeg", "maria-rosa-quispe.jpg"],
)
def test_names_are_found_in_file_names_however_they_are_joined(name):
    assert "Quispe" in found(name, ANONYMOUS, where="es.image")


def test_ordinary_file_names_are_clean():
    assert found("IMG_20261022_taller_mujeres.jpg", ANONYMOUS, where="es.image") == []


def test_the_organisation_is_found_only_where_it_is_kept_back():
    organisation = Organisation(name="Tejedoras del Valle")
    text = "Con las Tejedoras del Valle aprendí."
    assert found(text, FULL, organisation=organisation)
    assert not found(text, ConsentTerms(credit=Credit.FULL_NAME, shows_organisation=True), organisation=organisation)


names = st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=3, max_size=12)


@given(st.lists(names, min_size=2, max_size=4), st.text(max_size=40), st.text(max_size=40))
def test_a_whole_name_between_spaces_is_always_found(parts, before, after):
    someone = Contributor(full_name=" ".join(parts), first_name=parts[0])
    text = f"{before} {someone.full_name.upper()} {after}"
    if skeleton(someone.full_name.upper()) == skeleton(someone.full_name):
        assert revealed({"es.text": text}, hidden_words(someone, ANONYMOUS))


@given(st.sampled_from(list(Credit)), st.booleans())
def test_the_credit_line_never_says_what_the_check_would_forbid(credit, shows_organisation):
    someone = person(organisation=Organisation(name="Tejedoras del Valle"))
    terms = ConsentTerms(credit=credit, shows_organisation=shows_organisation)
    line = credit_line(someone, Clearance(None, credit, shows_organisation=shows_organisation), "es")
    assert not revealed({"es.credit": line}, hidden_words(someone, terms))


def test_initials_of_a_single_name_say_nothing():
    assert initials("Rosa") == ""
    assert initials("Rosa de la Cruz") == "R. C."


@pytest.mark.django_db
class TestVerdict:
    def test_narrower_terms_reach_the_verdict_anew(self):
        item = make_quote("Me llamo Rosa Huamán.", consent=make_consent(make_contributor("Rosa Huamán"))).item
        assert clearance(Item.objects.get(pk=item.pk), Use.WEB, now()).is_cleared
        add_terms(item.consent, credit=Credit.ANONYMOUS)
        assert not clearance(Item.objects.get(pk=item.pk), Use.WEB, now()).is_cleared

    def test_a_renamed_organisation_reaches_it_too(self):
        organisation = Organisation.objects.create(name="Otra")
        consent = make_consent(make_contributor(organisation=organisation), shows_organisation=False)
        item = make_quote("Con las Tejedoras aprendí.", consent=consent).item
        organisation.name = "Tejedoras"
        organisation.save()
        assert not Item.objects.get(pk=item.pk).disclosure_is_clean

    def test_a_known_person_is_kept_back_even_where_words_count_as_nobodys(self):
        item = make_quote("Lo dijo Rosa.", voice=Voice.NOBODY).item
        item.contributor = make_contributor("Rosa Huamán")
        item.save()
        assert not Item.objects.get(pk=item.pk).disclosure_is_clean

    def test_an_address_that_says_the_name_changes_when_the_name_is_kept_back(self):
        testimony = make_testimony("Rosa Huamán cuenta", consent=make_consent(make_contributor("Rosa Huamán")))
        item = Item.objects.get(pk=testimony.item.pk)
        assert "rosa-huaman" in item.slug
        add_terms(item.consent, credit=Credit.ANONYMOUS)
        assert Item.objects.get(pk=item.pk).slug == item.translation_key.hex[:8]

    def test_an_address_that_says_nothing_stays(self):
        testimony = make_testimony("El camino largo", consent=make_consent(credit=Credit.ANONYMOUS))
        item = Item.objects.get(pk=testimony.item.pk)
        recheck(item)
        assert item.slug == item_slug(testimony)


@pytest.mark.django_db
def test_the_workshop_s_title_is_read_too_whenever_it_changes():
    person = make_contributor("Rosa Quispe", region="Ayacucho")
    workshop = make_workshop("Encuentro de saberes")
    quote = make_quote(consent=make_consent(person, credit=Credit.ANONYMOUS, shows_place=False), workshop=workshop)
    assert clearance(Item.objects.get(pk=quote.item.pk), Use.WEB, now()).is_cleared
    workshop.title = "Encuentro de Ayacucho"
    workshop.save()
    item = Item.objects.get(pk=quote.item.pk)
    assert not clearance(item, Use.WEB, now()).is_cleared
    assert item.disclosure_findings == [{"where": "es.workshop", "what": "Ayacucho"}]


@pytest.mark.django_db
class TestPlacesThatReadersSee:
    """The name is in none of the words, and beside them or behind them all the same."""

    def verdict(self, content) -> list[str]:
        return [finding["where"] for finding in Item.objects.get(pk=content.item.pk).disclosure_findings]

    def anonymous(self):
        return make_consent(make_contributor("Teodora Quispe"), credit=Credit.ANONYMOUS)

    def test_the_names_of_its_topics_in_the_reader_s_language(self, admin):
        topic = make_topic("Liderazgo")
        quote = make_quote("Nadie me calla.", consent=self.anonymous())
        quote.topics = [topic]
        quote.save_revision(user=admin).publish(user=admin)
        assert self.verdict(quote) == []
        topic.name = "El taller de Te\u200bodora"
        topic.save()
        assert self.verdict(quote) == ["es.topics"]
        finding = Item.objects.get(pk=quote.item.pk).disclosure_findings[0]
        assert finding_sentence(finding, quote) == "«Teodora» aparece en el nombre de un tema (es)."
        quote.topics = []
        quote.save_revision(user=admin).publish(user=admin)
        assert self.verdict(quote) == []

    def test_the_addresses_of_its_links(self):
        testimony = make_testimony("Mi camino", consent=self.anonymous())
        testimony.story = '<p>Está <a href="https://example.org/teodora%2Dquispe">aquí</a>.</p>'
        testimony.save()
        assert set(self.verdict(testimony)) == {"es.address"}
        finding = Item.objects.get(pk=testimony.item.pk).disclosure_findings[0]
        assert "la dirección de un enlace" in finding_sentence(finding, testimony)

    def test_a_line_break_or_a_title_of_rich_text_divides_words(self):
        testimony = make_testimony("Mi camino", consent=self.anonymous())
        testimony.story = "<h3>Contó</h3><p>Teo<b>do</b>ra<br/>de Ayacucho</p>"
        testimony.save()
        assert "es.story" in self.verdict(testimony)

    def test_a_topic_in_other_languages_and_the_address_it_keeps(self):
        for topic in (make_topic("Teodora, lideresa"), make_topic("Agua")):
            Topic.objects.filter(pk=topic.pk).update(name=f"Tema {topic.pk}", names={"fr": "L’eau"})
        by_name = make_topic("Río")
        Topic.objects.filter(pk=by_name.pk).update(names={"fr": "La rivière de Teodora"})
        verdicts = {
            topic.slug: self.verdict(make_quote(consent=self.anonymous(), topics=(topic,)))
            for topic in Topic.objects.all()
        }
        assert verdicts == {"teodora-lideresa": ["es.topics"], "agua": [], "rio": ["es.topics"]}

    def test_her_role_where_it_is_shown_instead_of_her_name(self):
        person = make_contributor("Teodora Quispe", role="Presidenta")
        quote = make_quote(consent=make_consent(person, credit=Credit.ROLE_REGION))
        assert self.verdict(quote) == []
        person.role = "Presidenta T.e.o.d.o.r.a"
        person.save()
        assert self.verdict(quote) == ["es.credit"]

    def test_an_address_that_stands_in_the_words(self):
        webinar = make_webinar(recording="https://example.org/charlateodora")
        quote = make_quote("Mira https://example.org/charlateodora", consent=self.anonymous())
        Item.objects.filter(pk=webinar.item.pk).update(contributor=quote.item.contributor)
        recheck(Item.objects.get(pk=webinar.item.pk))
        assert set(self.verdict(quote)) == set(self.verdict(webinar)) == {"es.address"}

    def test_another_name_of_somebody_whose_words_count_as_nobodys(self):
        person = make_contributor("Ana Soto")
        quote = make_quote("Lo dijo Teodora.", voice=Voice.NOBODY)
        Item.objects.filter(pk=quote.item.pk).update(contributor=person)
        person.full_name = "Teodora Soto"
        person.save()
        assert self.verdict(quote) == ["es.text"]
