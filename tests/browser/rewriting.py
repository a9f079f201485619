"""A proxy that answers under a host of its own and rewrites what it knows, as libraries run for readers off campus.

It treats text as EZproxy does: addresses of the archive in headers, pages, style sheets, scripts and JSON become
its own; what goes in is turned back (Host, Origin, Referer), and headers that scripts add are dropped.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

TEXTS = ("text/", "application/json", "application/javascript", "application/ld+json", "application/xml")
# Of one hop only, or counted anew; and the mark of scripts, which such proxies are known to lose.
DROPPED = {"connection", "keep-alive", "transfer-encoding", "content-length", "accept-encoding", "x-requested-with"}
TURNED = {"host", "origin", "referer"}


def _handler(upstream: str, seen: list[str]) -> type[BaseHTTPRequestHandler]:
    """Make the handler of a proxy to `upstream` (host:port); every address asked for is noted in `seen`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

        def _pass_on(self) -> None:
            own = self.headers["Host"]
            seen.append(self.path)
            sent = {
                name: value.replace(own, upstream) if name.lower() in TURNED else value
                for name, value in self.headers.items()
                if name.lower() not in DROPPED
            }
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with closing(http.client.HTTPConnection(upstream, timeout=60)) as client:
                client.request(self.command, self.path, body or None, sent)
                answer = client.getresponse()
                self._give_back(answer, answer.read(), own)

        def _give_back(self, answer: http.client.HTTPResponse, data: bytes, own: str) -> None:
            if (answer.getheader("Content-Type") or "").startswith(TEXTS):
                data = data.replace(upstream.encode(), own.encode())
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in DROPPED:
                    self.send_header(name, value.replace(upstream, own))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = _pass_on  # noqa: N815 the names are the library's

    return Handler


@contextmanager
def rewritten(address: str, host: str = "archive-example-org.proxy.localhost") -> Iterator[tuple[str, list[str]]]:
    """Run the proxy in front of an address; gives its own address and the list of what was asked of it."""
    seen: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(urlsplit(address).netloc, seen))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
