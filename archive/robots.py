"""Tells machines from readers by what they call themselves, so that reports do not count them.

The Code of Practice (COUNTER 5.1, chapter 7, "Internet Robots and Crawlers") asks that known robots be left out
and keeps a public list of their names. The words here are our own and cover what that list covers by kind; a
robot that calls itself a browser is not found by any such list.
"""

from __future__ import annotations

import re

# What a machine says it is, wherever the word stands ("Googlebot/2.1", "facebookexternalhit").
_TRADES = (
    "bot",
    "crawl",
    "spider",
    "slurp",
    "scrape",
    "archiver",
    "indexer",
    "fetcher",
    "harvest",
    "externalhit",
    "preview",
    "validator",
    "checker",
    "monitor",
    "headless",
    "lighthouse",
    "phantomjs",
    "feedreader",
    "feedly",
    "heritrix",
    "httrack",
    "nutch",
    "wayback",
)
# Programming libraries and command-line tools: a person may stand behind them, but text mining is counted apart.
_TOOLS = (
    "aiohttp",
    "apache-httpclient",
    "axios",
    "curl",
    "faraday",
    "go-http-client",
    "guzzle",
    "httpx",
    "java/",
    "libwww",
    "lwp::",
    "node-fetch",
    "okhttp",
    "perl/",
    "php/",
    "postman",
    "powershell",
    "python",
    "ruby",
    "rust",
    "undici",
    "wget",
    "zotero",
)
# Words above that are part of innocent names.
_INNOCENT = re.compile(r"cubot")  # a maker of telephones
_MACHINE = re.compile("|".join(re.escape(word) for word in (*_TRADES, *_TOOLS)))


def is_robot(user_agent: str) -> bool:
    """Tell whether a User-Agent header names a machine; an empty one is a machine's."""
    said = _INNOCENT.sub("", user_agent.lower())
    return len(said.strip()) < 2 or _MACHINE.search(said) is not None
