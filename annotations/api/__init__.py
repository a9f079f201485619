"""Notes over the wire, as the Web Annotation Protocol asks: containers, pages, single notes."""
