"""Users, invitations and sessions, in every memory."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from core.apps import AccountId
from core.errors import InvalidValue
from core.users import Invitation, Role, User, UserId
from ports.memory import Memory
from tests.orders import NOON

DAY: Final = timedelta(days=1)
ANNA: Final = "Anna@Example.com"


def invited(memory: Memory, email: str | None = None, digest: str = "link", **parts: object) -> str:
    memory.users.invite(digest, replace(Invitation(NOON + DAY, email), **parts), NOON)  # type: ignore[arg-type]
    return digest


def joined(memory: Memory, email: str, **parts: object) -> User:
    link = invited(memory, email, f"link of {email}", **parts)
    return memory.users.accept(link, email=email, name="Somebody", password_hash="hash", now=NOON)


def test_the_first_operator_comes_through_a_link_and_says_who_he_is(memory: Memory) -> None:
    assert not memory.users.has_operator()
    user = memory.users.accept(invited(memory), email=ANNA, name=" Anna ", password_hash="hash", now=NOON)
    assert (user.email, user.name, user.operator, dict(user.roles)) == (ANNA, "Anna", True, {})
    assert memory.users.has_operator()
    assert memory.users.all() == [user]


def test_a_link_is_good_once_and_not_for_ever(memory: Memory) -> None:
    link = invited(memory)
    assert memory.users.invitation(link, NOON) == Invitation(NOON + DAY)
    assert memory.users.invitation(link, NOON + DAY) is None
    assert memory.users.invitation("other", NOON) is None
    with pytest.raises(InvalidValue):
        memory.users.accept(link, email=ANNA, name="Anna", password_hash="hash", now=NOON + DAY)
    memory.users.accept(link, email=ANNA, name="Anna", password_hash="hash", now=NOON)
    assert memory.users.invitation(link, NOON) is None
    with pytest.raises(InvalidValue):
        memory.users.accept(link, email="ben@example.com", name="Ben", password_hash="hash", now=NOON)
    assert len(memory.users.all()) == 1


def test_a_link_for_somebody_is_for_nobody_else(memory: Memory) -> None:
    link = invited(memory, ANNA)
    with pytest.raises(InvalidValue):
        memory.users.accept(link, email="ben@example.com", name="Ben", password_hash="hash", now=NOON)
    assert memory.users.accept(link, email=ANNA.lower(), name="Anna", password_hash="hash", now=NOON)


def test_somebody_is_found_whatever_the_capitals(memory: Memory) -> None:
    user = joined(memory, ANNA)
    for spelling in (ANNA, ANNA.upper(), f" {ANNA.lower()} "):
        found = memory.users.find(spelling)
        assert found is not None
        assert (found.user, found.password_hash) == (user, "hash")
    for nobody in ("", "anna", "a\0b", "\ud800"):
        assert memory.users.find(nobody) is None


def test_a_role_is_for_one_account_and_can_be_taken_away(memory: Memory) -> None:
    shop, other = (memory.accounts.add(name).id for name in ("shop", "other"))
    user = joined(memory, ANNA, account=shop, role=Role.STAFF)
    assert (user.role_in(shop), user.role_in(other)) == (Role.STAFF, None)
    memory.users.give_role(user.id, other, Role.ADMIN)
    memory.users.give_role(user.id, shop, Role.VIEWER)
    (found,) = memory.users.of(shop)
    assert dict(found.roles) == {shop: Role.VIEWER, other: Role.ADMIN}
    memory.users.give_role(user.id, shop, None)
    assert memory.users.of(shop) == []
    assert [each.id for each in memory.users.of(other)] == [user.id]


def test_a_second_invitation_adds_a_role_and_leaves_the_password(memory: Memory) -> None:
    shop, other = (memory.accounts.add(name).id for name in ("shop", "other"))
    joined(memory, ANNA, account=shop, role=Role.STAFF)
    link = invited(memory, ANNA, account=other, role=Role.ADMIN)
    user = memory.users.accept(link, email=ANNA, name="x", password_hash=None, now=NOON)
    assert dict(user.roles) == {shop: Role.STAFF, other: Role.ADMIN}
    found = memory.users.find(ANNA)
    assert found is not None
    assert (found.password_hash, found.user.name) == ("hash", "Somebody")


def test_a_reset_changes_the_password_ends_the_sessions_and_makes_nobody(memory: Memory) -> None:
    user = joined(memory, ANNA)
    memory.sessions.open("session", user.id, NOON, NOON + DAY)
    link = invited(memory, ANNA, resets=True)
    memory.users.accept(link, email=ANNA, name="x", password_hash="new", now=NOON)
    found = memory.users.find(ANNA)
    assert found is not None
    assert found.password_hash == "new"
    assert memory.sessions.find("session", NOON) is None
    link = invited(memory, "ben@example.com", resets=True)
    with pytest.raises(InvalidValue):
        memory.users.accept(link, email="ben@example.com", name="Ben", password_hash="hash", now=NOON)


def test_what_was_refused_is_as_if_it_had_not_been(memory: Memory) -> None:
    link = invited(memory)
    for wrong in ({"name": " "}, {"password_hash": None}, {"email": "x" * 201}, {"email": "a\0b"}):
        parts = {"email": ANNA, "name": "Anna", "password_hash": "hash", **wrong}
        with pytest.raises(InvalidValue):
            memory.users.accept(link, now=NOON, **parts)  # type: ignore[arg-type]
    assert memory.users.all() == []
    assert memory.users.invitation(link, NOON) is not None


def test_links_that_make_operators_can_be_forgotten_without_the_others(memory: Memory) -> None:
    shop = memory.accounts.add("shop").id
    links = [
        invited(memory, digest="operator"),
        invited(memory, ANNA, "staff", account=shop, role=Role.STAFF),
        invited(memory, ANNA, "reset", resets=True),
    ]
    memory.users.forget_operator_links()
    assert [memory.users.invitation(link, NOON) is None for link in links] == [True, False, False]


def test_a_session_is_found_until_it_ends_or_is_closed(memory: Memory) -> None:
    user = joined(memory, ANNA)
    memory.sessions.open("one", user.id, NOON, NOON + DAY)
    memory.sessions.open("two", user.id, NOON, NOON + DAY)
    memory.sessions.seen("one", NOON + DAY / 2)
    found = memory.sessions.find("one", NOON + DAY / 2)
    assert found is not None
    assert (found.user, found.begun_at, found.seen_at) == (user, NOON, NOON + DAY / 2)
    memory.sessions.close("one")
    assert memory.sessions.find("one", NOON) is None
    assert memory.sessions.find("two", NOON) is not None
    assert memory.sessions.find("two", NOON + DAY) is None
    assert memory.sessions.find("three", NOON) is None


def test_a_session_knows_the_role_of_now(memory: Memory) -> None:
    shop = memory.accounts.add("shop").id
    user = joined(memory, ANNA, account=shop, role=Role.ADMIN)
    memory.sessions.open("one", user.id, NOON, NOON + DAY)
    memory.users.give_role(user.id, shop, None)
    found = memory.sessions.find("one", NOON)
    assert found is not None
    assert found.user.role_in(shop) is None


def test_a_new_password_ends_all_sessions(memory: Memory) -> None:
    user, other = joined(memory, ANNA), joined(memory, "ben@example.com")
    for digest, who in (("one", user), ("two", user), ("three", other)):
        memory.sessions.open(digest, who.id, NOON, NOON + DAY)
    memory.users.set_password(user.id, "new")
    assert [memory.sessions.find(digest, NOON) is None for digest in ("one", "two", "three")] == [
        *(True, True),
        False,
    ]


def test_nothing_is_kept_for_nobody(memory: Memory) -> None:
    nobody, nowhere = UserId("0" * 32), AccountId("0" * 32)
    user = joined(memory, ANNA)
    with pytest.raises(InvalidValue):
        memory.sessions.open("one", nobody, NOON, NOON + DAY)
    with pytest.raises(InvalidValue):
        memory.users.set_password(nobody, "hash")
    with pytest.raises(InvalidValue):
        memory.users.give_role(user.id, nowhere, Role.STAFF)
    with pytest.raises(InvalidValue):
        invited(memory, ANNA, account=nowhere, role=Role.STAFF)
