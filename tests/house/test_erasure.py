"""Every column that refers to a person is signed in the registry, and nothing else is."""

from accounts.erasure import references_to_people, registered


def test_every_reference_to_a_person_is_registered() -> None:
    assert sorted(registered()) == references_to_people()


def test_every_reference_says_why() -> None:
    assert [reference.label for reference in registered().values() if len(str(reference.reason)) < 10] == []
