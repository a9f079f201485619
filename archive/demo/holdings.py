"""The invented repository of the demonstration: what its fonds, opisi and dela are called."""

from __future__ import annotations

from archive.models import ArchivalUnit, Repository

REPOSITORY = {
    "name": "Kolva River Archive (fictional)",
    "code": "KRA",
    "place": "Kryazhsk (fictional)",
}
SLUG = "kra"
# path below the repository -> title and dates (EDTF)
UNITS = {
    "3": ("Executive committee of the Kryazhsk district", "1925/1938"),
    "3/2": ("Land department", "1930/1938"),
    "3/2/17": ("Statements and inquiries", "1935"),
    "17": ("Gauging post Verkhnyaya Kolva", "1916/1937"),
    "17/1": ("Papers of the post", "1916/1937"),
    "17/1/2": ("Circulars of the hydrological section", "1931/1936"),
    "17/1/3": ("Survey of the river in winter", "1916"),
    "17/1/11": ("Telegrams received", "1931/1935"),
    "17/1/52": ("Protocols of general meetings", "1932/1935"),
    "17/1/60": ("Ice: reports, soundings, plans, inventory", "1933/1935"),
    "17/1/71": ("The flood of May 1936: telegrams", "1936"),
    "17/1/204": ("Diary of the observer N. P. Ozerova", "1934"),
    "17/2": ("Correspondence with the Commission on River Ice", "1932/1937"),
    "17/2/5": ("Letters from and to Miss H. Penhallow", "1934"),
    "52": ("Papers of N. P. Ozerova", "1933/1937"),
    "52/1": ("Letters and leaves", "1933/1937"),
    "52/1/8": ("Family letters, a postcard, a drawing", "1933/1937"),
    "52/1/9": ("Letters written for others", "1934"),
    "52/1/10": ("Letters in English", "1936"),
    "52/1/12": ("Letters left at the post by visitors", "1935"),
}


def load_repository() -> None:
    """Make the repository before the documents that name it come in."""
    Repository.objects.get_or_create(slug=SLUG, defaults=REPOSITORY)


def name_units() -> None:
    """Give the units that the documents have made their titles and dates; titles that editors gave stay."""
    for unit in ArchivalUnit.objects.filter(repository__slug=SLUG, title=""):
        unit.title, unit.dates = UNITS.get(unit.path.removeprefix(f"{SLUG}/"), ("", ""))
        if unit.title:
            unit.save(update_fields=["title", "dates"])
