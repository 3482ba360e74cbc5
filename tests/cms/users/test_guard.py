"""If these fail, somebody takes over an account, or gives a right, that they may not: by whatever way it is written."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from wagtail.log_actions import LogContext
from wagtail.models import Collection, GroupCollectionPermission

from cms.core.errors import NotPermittedError
from cms.users.guard import EvidenceNameError
from cms.users.invitation import add_colleague
from cms.users.models import User
from cms.users.rights import Rights, may_manage
from cms.users.roles import ADMINISTRATOR, EDITOR, EVIDENCE
from tests.factories import make_user

places = st.tuples(
    st.sampled_from(["collection", "page"]), st.integers(1, 3), st.sampled_from(["", "01", "0102", "02"])
)
rights = st.builds(Rights, st.frozensets(st.integers(1, 5)), st.frozensets(places))


@given(rights, rights, rights)
def test_covering_is_an_order_that_unions_keep(one, two, three):
    assert one.covers(one)
    assert (one | two).covers(one)
    if one.covers(two) and two.covers(three):
        assert one.covers(three)
    assert (one | two).covers(three) or not (one.covers(three) or two.covers(three))


def test_a_right_on_a_collection_counts_below_it_and_not_beside_it():
    above, below = (Rights(places=frozenset({("collection", 1, path)})) for path in ("01", "0102"))
    assert above.covers(below)
    assert not below.covers(above)
    assert not above.covers(Rights(places=frozenset({("collection", 1, "02")})))
    assert not above.covers(Rights(places=frozenset({("page", 1, "0102")})))


def save(user: User, **fields: object) -> None:
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()


ATTACKS = {
    "a password for the superuser": lambda chief, _weak, _by: save(chief, password="x"),
    "another address for the superuser": lambda chief, _weak, _by: save(chief, email="mala@example.org"),
    "the flag by form": lambda _chief, weak, _by: save(weak, is_superuser=True),
    "the flag for oneself": lambda _chief, _weak, by: save(by, is_superuser=True),
    "a new superuser": lambda _chief, _weak, _by: User.objects.create_superuser("otra", "otra@example.org", "x"),
    "the flag by update": lambda _chief, weak, _by: User.objects.filter(pk=weak.pk).update(is_superuser=True),
    "the superuser off": lambda _chief, _weak, _by: User.objects.all().update(is_active=False),
    "many at once": lambda _chief, _weak, _by: User.objects.bulk_create([User(username="z", is_superuser=True)]),
    "by bulk_update": lambda chief, _weak, _by: User.objects.bulk_update([User(pk=chief.pk, email="")], ["email"]),
    "the superuser deleted": lambda chief, _weak, _by: chief.delete(),
    "all deleted": lambda _chief, _weak, _by: User.objects.all().delete(),
    "a group of more rights": lambda _chief, weak, _by: weak.groups.add(Group.objects.get(name="Tesorería")),
    "from the group's side": lambda _chief, weak, _by: Group.objects.get(name="Tesorería").user_set.add(weak),
    "a right of one's own": lambda _chief, _weak, by: by.user_permissions.add(
        Permission.objects.get(codename="add_site")
    ),
    "a right for a role": lambda _c, _w, _b: Group.objects.get(name=EDITOR).permissions.set(Permission.objects.all()),
    "the superuser out of a group": lambda chief, _weak, _by: chief.groups.clear(),
    "a colleague of more rights": lambda _c, _w, _b: save(User.objects.get(username="tesorera"), password="x"),
    "a right on a collection": lambda _chief, _weak, _by: GroupCollectionPermission.objects.create(
        group=Group.objects.get(name=EDITOR),
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="delete_collection"),
    ),
}


def is_refused(by, write):
    try:
        with LogContext(user=by), transaction.atomic():
            write()
    except NotPermittedError:
        return True
    return False


@pytest.mark.django_db
def test_no_way_of_writing_gives_more_than_the_acting_person_has():
    chief, by, weak = make_user(is_superuser=True), make_user(groups=(ADMINISTRATOR,)), make_user(groups=(EDITOR,))
    treasury = Group.objects.create(name="Tesorería")
    treasury.permissions.add(Permission.objects.get(codename="change_site"))
    make_user("tesorera", groups=(EDITOR, "Tesorería"))
    chief.groups.add(treasury)
    before = list(User.objects.order_by("pk").values())
    for attack, write in ATTACKS.items():
        users = [User.objects.get(pk=user.pk) for user in (chief, weak, by)]
        assert is_refused(by, lambda write=write, users=users: write(*users)), attack
    assert list(User.objects.order_by("pk").values()) == before
    with LogContext(user=chief):  # and for a superuser none of it is an attack
        save(User.objects.get(pk=weak.pk), is_superuser=True)


@pytest.mark.django_db
def test_administrators_still_run_the_team():
    by, weak = make_user(groups=(ADMINISTRATOR,)), make_user(groups=(EDITOR,))
    with LogContext(user=by):
        weak.groups.set(Group.objects.filter(name=ADMINISTRATOR))
        save(weak, email="otra@example.org", is_active=False)
        add_colleague("nueva@example.org", "Nueva", "", ADMINISTRATOR, by)
    assert may_manage(by, weak)
    assert not may_manage(weak, make_user(is_superuser=True))


@pytest.mark.django_db
def test_no_second_collection_takes_the_name_of_the_evidence():
    root = Collection.get_first_root_node()
    photos = root.add_child(name="Fotos")
    for by in (make_user(groups=(ADMINISTRATOR,)), make_user(is_superuser=True)):
        with LogContext(user=by), transaction.atomic():
            photos.name = EVIDENCE
            with pytest.raises(EvidenceNameError):
                photos.save()
            with pytest.raises(EvidenceNameError):
                root.add_child(name=EVIDENCE)
    assert Collection.objects.filter(name=EVIDENCE).count() == 1
