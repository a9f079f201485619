"""My archive for somebody who reads Russian: no English left on its pages, numbers in their forms."""

from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import ngettext

from tests.asking import client_of
from tests.factories.accounts import make_user
from tests.factories.annotations import make_folder, make_item, make_note
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db
RUSSIAN = {"Accept-Language": "ru"}
PAGES: dict[str, tuple[str, ...]] = {
    "/desk/": ("Заметки и закладки", "1 заметка", "Только я", "Выгрузить этот список"),
    "/desk/folders/": ("Папки", "Письма", "1 вещь", "Создать папку"),
    "/desk/reports/": ("Жалобы и обжалования", "Вы ни на что не жаловались."),
    "/desk/unattached/": ("Заметки без места", "Все ваши заметки стоят там, где написаны."),
    "/desk/news/": ("Новости", "Ничего нового.", "одним письмом в день"),
}
ENGLISH = ("Search", "Folders", "Notes", "Save", "Only me", "Sign out", "thing", "Reports")


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_the_desk_are_russian(path: str) -> None:
    user = make_user()
    document = make_document(make_volume(title="Том"), "letter", title="Письмо")
    make_note(user, document, "Слова.")
    make_item(make_folder(user, "Письма"), document)

    page = client_of(user).get(path, headers=RUSSIAN).content.decode()

    assert [words for words in PAGES[path] if words not in page] == []
    assert [words for words in ENGLISH if f">{words}" in page or f"{words}<" in page] == []


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 заметка"), (3, "3 заметки"), (11, "11 заметок"), (21, "21 заметка")]
)
def test_numbers_take_their_form(count: int, said: str) -> None:
    with translation.override("ru"):
        words: Any = ngettext("%(count)s note", "%(count)s notes", count) % {"count": count}

    assert words == said
