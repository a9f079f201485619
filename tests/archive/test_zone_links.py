from archive.zone_links import link_zones

TEXT = "V Praze, 24. VIII. 1945\nProtokol\nAlex. Schmiedt, nar. 27. I. 1921, bývalý vězeň"


def test_each_region_gets_the_words_it_holds() -> None:
    zones = ["V Praze, 24. VIII. 1945", "Protokol", "Alex. Schmiedt,", "nar. 27. I. 1921"]

    found = link_zones(TEXT, (0, len(TEXT)), zones)

    assert [TEXT[it[0] : it[1]] for it in found if it] == [
        "V Praze, 24. VIII. 1945",
        "Protokol",
        "Alex. Schmiedt",
        "nar. 27. I. 1921",
    ]


def test_case_accents_and_punctuation_do_not_count() -> None:
    found = link_zones(TEXT, (0, len(TEXT)), ["BYVALY VEZEN."])

    assert [TEXT[it[0] : it[1]] for it in found if it] == ["bývalý vězeň"]


def test_a_region_of_other_words_is_not_linked() -> None:
    found = link_zones(TEXT, (0, len(TEXT)), ["Protokol", "stamp of the archive"])

    assert found == [(24, 32), None]


def test_words_before_the_page_are_not_taken() -> None:
    found = link_zones("Protokol\nProtokol", (9, 17), ["Protokol"])

    assert found == [(9, 17)]


def test_a_region_without_words_is_not_linked() -> None:
    assert link_zones(TEXT, (0, len(TEXT)), ["", "~~~"]) == [None, None]


def test_a_text_too_long_for_a_page_is_left_alone() -> None:
    text = "word " * 7_000

    assert link_zones(text, (0, len(text)), ["word"]) == [None]
