"""How big a source may be; what is bigger is refused with its name and the limit."""

from archive.formats.xml import MAX_BYTES

MAX_TEXT_FILE = MAX_BYTES
MAX_IMAGE_FILE = 1 << 30
MAX_ENTRIES = 200_000
MAX_UNPACKED = 64 << 30
# Text and page images shrink to a twentieth at most; what shrinks to a hundredth was made to burst.
MAX_RATIO = 100
RATIO_FROM = 16 << 20
