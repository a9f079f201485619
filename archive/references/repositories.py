"""Well-known repositories by the acronyms scholars cite them with, in both scripts, former names included."""

import re

_TABLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "RGASPI",
        "РГАСПИ",
        (
            "РЦХИДНИ",
            "RTsKhIDNI",
            "ЦПА ИМЛ",
            "TsPA IML",
            "Российский государственный архив социально-политической истории",
            "Russian State Archive of Socio-Political History",
        ),
    ),
    (
        "GARF",
        "ГАРФ",
        (
            "ГА РФ",
            "GA RF",
            "ЦГАОР",
            "TsGAOR",
            "ЦГАОР СССР",
            "TsGAOR SSSR",
            "Государственный архив Российской Федерации",
            "State Archive of the Russian Federation",
        ),
    ),
    ("RGANI", "РГАНИ", ("ЦХСД", "TsKhSD")),
    ("RGAE", "РГАЭ", ("ЦГАНХ", "TsGANKh")),
    ("RGVA", "РГВА", ("ЦГАСА", "TsGASA")),
    ("APRF", "АПРФ", ("АП РФ",)),
    ("AVPRF", "АВПРФ", ("АВП РФ", "АВП СССР", "AVP SSSR")),
    ("AVPRI", "АВПРИ", ("АВПР", "AVPR")),
    ("TsAMO", "ЦАМО", ("ЦАМО РФ", "TsAMO RF")),
    ("TsA FSB", "ЦА ФСБ", ("ЦА ФСБ РФ", "TsA FSB RF", "ЦА ФСБ России")),
    ("RGALI", "РГАЛИ", ("ЦГАЛИ", "TsGALI")),
    ("RGADA", "РГАДА", ("ЦГАДА", "TsGADA")),
    ("RGIA", "РГИА", ("ЦГИА", "TsGIA")),
    ("RGVIA", "РГВИА", ("ЦГВИА", "TsGVIA")),
    ("RGAVMF", "РГАВМФ", ("РГА ВМФ", "ЦГАВМФ", "TsGAVMF")),
    ("RGAKFD", "РГАКФД", ()),
    ("RGANTD", "РГАНТД", ()),
    ("ARAN", "АРАН", ("Архив РАН", "Arkhiv RAN")),
    ("OR RGB", "ОР РГБ", ("НИОР РГБ", "NIOR RGB")),
    ("OR RNB", "ОР РНБ", ()),
    ("IRLI", "ИРЛИ", ("РО ИРЛИ", "RO IRLI")),
    ("TsGA SPb", "ЦГА СПб", ()),
    ("TsGAIPD SPb", "ЦГАИПД СПб", ()),
    ("TsGAM", "ЦГАМ", ("ЦАГМ", "TsAGM")),
    ("TsDAHO", "ЦДАГО", ("ЦДАГОУ", "TsDAHOU")),
    ("NARB", "НАРБ", ()),
)
_LETTERS_ONLY = re.compile(r"[\W\d_]+")


def _key(text: str) -> str:
    return _LETTERS_ONLY.sub("", text).casefold()


_CYRILLIC = {latin: cyrillic for latin, cyrillic, _ in _TABLE}
_BY_SPELLING = {_key(spelling): latin for latin, cyrillic, others in _TABLE for spelling in (latin, cyrillic, *others)}


def find_repository(text: str) -> str | None:
    """Give the Latin acronym of a well-known repository by any of its names, former ones included."""
    return _BY_SPELLING.get(_key(text))


def name_repository(acronym: str, language: str = "en") -> str:
    """Write a repository's acronym in the script of the language; a name not in the table stays as it is."""
    return _CYRILLIC.get(acronym, acronym) if language == "ru" else acronym
