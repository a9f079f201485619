"""The tables of the room: holdings, volumes, documents, texts, names, images, search, usage."""

from archive.models.anchors import Anchor
from archive.models.documents import Document, EarlierIdentifier, Page
from archive.models.holdings import ArchivalUnit, Repository
from archive.models.images import Image, Zone, ZoneLink
from archive.models.loads import Load
from archive.models.names import Name, NameIdentifier, NameMerge, NameRole, NameVariant
from archive.models.search import DocumentIndex, FrequentWords, PageIndex, WordForm
from archive.models.texts import EditorialNote, PageBreak, Text, TextVersion
from archive.models.usage import ActorKey, MonthlyUsage, UsageEvent
from archive.models.volumes import Section, Volume

__all__ = [
    "ActorKey",
    "Anchor",
    "ArchivalUnit",
    "Document",
    "DocumentIndex",
    "EarlierIdentifier",
    "EditorialNote",
    "FrequentWords",
    "Image",
    "Load",
    "MonthlyUsage",
    "Name",
    "NameIdentifier",
    "NameMerge",
    "NameRole",
    "NameVariant",
    "Page",
    "PageBreak",
    "PageIndex",
    "Repository",
    "Section",
    "Text",
    "TextVersion",
    "UsageEvent",
    "Volume",
    "WordForm",
    "Zone",
    "ZoneLink",
]
