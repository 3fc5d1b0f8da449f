"""Accounts and portal accounts, in every memory."""

import pytest

from core.apps import AccountId, PortalAccountId
from core.errors import InvalidValue
from ports.memory import Memory


def test_an_account_is_found_by_its_name(memory: Memory) -> None:
    anna = memory.accounts.add("Anna's shop")
    assert anna.name == "Anna's shop"
    assert memory.accounts.find("Anna's shop") == anna
    assert memory.accounts.find("Ben's shop") is None
    assert memory.of(anna.id).account == anna


def test_blanks_at_the_edges_of_a_name_do_not_count(memory: Memory) -> None:
    anna = memory.accounts.add("  Anna ")
    assert anna.name == "Anna"
    assert memory.accounts.find(" Anna  ") == anna


def test_accounts_come_by_name_whatever_language_the_database_sorts_by(memory: Memory) -> None:
    names = ["Anna", "Zoo", "anna", "zebra", "Österreich"]
    for name in sorted(names, key=str.lower, reverse=True):
        memory.accounts.add(name)
    assert [account.name for account in memory.accounts.all()] == names


def test_ids_cannot_be_guessed_from_each_other(memory: Memory) -> None:
    ids = {memory.accounts.add(f"shop {number}").id for number in range(5)}
    assert len(ids) == 5
    assert all(len(identity) == 32 for identity in ids)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\0b", "a\nb", "\ud800"])
def test_a_name_that_nobody_could_read_is_refused_at_its_field(memory: Memory, name: str) -> None:
    with pytest.raises(InvalidValue) as failure:
        memory.accounts.add(name)
    assert failure.value.field == "name"
    assert memory.accounts.find(name) is None
    assert memory.accounts.all() == []


def test_a_name_is_given_once(memory: Memory) -> None:
    memory.accounts.add("Anna")
    with pytest.raises(InvalidValue) as failure:
        memory.accounts.add(" Anna")
    assert failure.value.field == "name"
    assert len(memory.accounts.all()) == 1


@pytest.mark.parametrize("unknown", ["", "0" * 32, "a\0b", "\ud800"])
def test_nothing_belongs_to_an_account_that_does_not_exist(memory: Memory, unknown: str) -> None:
    memory.accounts.add("Anna")
    with pytest.raises(InvalidValue):
        memory.of(AccountId(unknown))


def test_a_portal_account_is_made_once(memory: Memory) -> None:
    anna = memory.of(memory.accounts.add("Anna").id)
    otto = anna.portal_accounts.find_or_add("OTTO")
    assert anna.portal_accounts.find_or_add(" OTTO ") == otto
    shop = anna.portal_accounts.find_or_add("My shop")
    assert anna.portal_accounts.all() == [shop, otto]
    assert anna.portal_accounts.get(otto.id) == otto


@pytest.mark.parametrize("name", ["", "x" * 201])
def test_a_portal_account_needs_a_name(memory: Memory, name: str) -> None:
    anna = memory.of(memory.accounts.add("Anna").id)
    with pytest.raises(InvalidValue) as failure:
        anna.portal_accounts.find_or_add(name)
    assert failure.value.field == "portal_account"


def test_two_accounts_name_their_portal_accounts_alike(memory: Memory) -> None:
    anna, ben = (memory.of(memory.accounts.add(name).id) for name in ("Anna", "Ben"))
    hers, his = anna.portal_accounts.find_or_add("OTTO"), ben.portal_accounts.find_or_add("OTTO")
    assert hers.id != his.id
    for unknown in (his.id, PortalAccountId("0" * 32)):
        with pytest.raises(InvalidValue) as failure:
            anna.portal_accounts.get(unknown)
        assert failure.value.field == "portal_account"
