"""Payment by card against a double of the service on loopback; signatures are checked by the package itself."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client

from accounts.models import Order
from accounts.payments import PaymentError, adapter
from tests.factories.accounts import make_order, make_plan, make_product, make_user

pytestmark = pytest.mark.django_db
SECRET = "whsec_of_the_test"
ADDRESS = "/payments/stripe/"
PAGE = "https://checkout.example.org/pay/cs_1"


class Double(BaseHTTPRequestHandler):
    """Answers as the service documents it: a session with an address, or an error."""

    asked: list[Any] = []
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append((self.path, self.headers, parse_qs(body)))
        answer = {"id": "cs_1", "object": "checkout.session", "url": PAGE}
        if self.status != 200:
            answer = {"error": {"message": "no such price"}}  # type: ignore[dict-item]
        payload = json.dumps(answer).encode()
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(settings: Any) -> Iterator[type[Double]]:
    Double.asked, Double.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Double)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_1", SECRET
    settings.STRIPE_API = f"http://127.0.0.1:{server.server_port}"
    yield Double
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def order() -> Order:
    return make_order(make_plan(make_product()), make_user(), number="7KQ4-M2XD")


def told(order: Order, *, secret: str = SECRET, at: float | None = None, **changes: Any) -> Any:
    """Post an event as the service would sign it: v1 is HMAC-SHA256 of time, a dot and the body."""
    session = {
        "id": "cs_1",
        "object": "checkout.session",
        "payment_status": "paid",
        "client_reference_id": order.number,
        "amount_total": 4900,
        "currency": "eur",
        **changes,
    }
    event = {"id": "evt_1", "object": "event", "type": "checkout.session.completed", "data": {"object": session}}
    payload = json.dumps(event)
    moment = int(at or time.time())
    signature = hmac.new(secret.encode(), f"{moment}.{payload}".encode(), hashlib.sha256).hexdigest()
    headers = {"Stripe-Signature": f"t={moment},v1={signature}"}
    return Client().post(ADDRESS, payload, content_type="application/json", headers=headers)


def test_without_keys_there_is_no_card_payment(order: Order, client: Client) -> None:
    client.force_login(order.buyer)

    page = client.get(f"/orders/{order.number}/").content.decode()

    assert adapter() is None
    assert ("Pay by card" in page, "invoice" in page) == (False, True)
    assert told(order).status_code == 404


def test_way_to_the_payment_page(order: Order, client: Client, service: type[Double]) -> None:
    client.force_login(order.buyer)

    page = client.post(f"/orders/{order.number}/pay/")

    path, headers, asked = service.asked[0]
    assert f'href="{PAGE}"' in page.content.decode()
    assert (path, headers["Authorization"], headers["Idempotency-Key"]) == (
        "/v1/checkout/sessions",
        "Bearer sk_test_1",
        "order-7KQ4-M2XD",
    )
    assert (asked["line_items[0][price_data][unit_amount]"], asked["line_items[0][price_data][currency]"]) == (
        ["4900"],
        ["eur"],
    )
    assert asked["success_url"] == ["http://localhost:8000/orders/7KQ4-M2XD/"]


def test_service_that_refuses_is_explained_and_the_order_is_kept(
    order: Order, client: Client, service: type[Double]
) -> None:
    service.status = 400
    client.force_login(order.buyer)

    page = client.post(f"/orders/{order.number}/pay/")

    order.refresh_from_db()
    assert (page.status_code, "does not answer" in page.content.decode(), order.state) == (502, True, "pending")


@pytest.mark.usefixtures("service")
def test_signed_word_of_payment_marks_the_order_paid_once(order: Order) -> None:
    statuses = [told(order).status_code for _ in range(2)]

    order.refresh_from_db()
    assert (statuses, order.state, order.payment_reference) == ([200, 200], "paid", "cs_1")
    assert order.events.filter(event="paid").count() == 1


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    "forged",
    [
        {"secret": "whsec_of_somebody"},
        {"at": time.time() - 3600},
        {"amount_total": 1},
        {"currency": "usd"},
        {"client_reference_id": "NOSUCH"},
    ],
)
def test_forged_word_of_payment_is_refused(order: Order, forged: dict[str, Any]) -> None:
    response = told(order, **forged)

    order.refresh_from_db()
    assert (response.status_code, order.state) == (400, "pending")


@pytest.mark.usefixtures("service")
def test_word_of_something_else_changes_nothing(order: Order) -> None:
    response = told(order, payment_status="unpaid")

    order.refresh_from_db()
    assert (response.status_code, order.state) == (200, "pending")


@pytest.mark.usefixtures("service")
def test_nonsense_is_refused(client: Client) -> None:
    service = adapter()
    assert service is not None

    assert client.post(ADDRESS, b"\xff{", content_type="application/json").status_code == 400
    with pytest.raises(PaymentError):
        service.read(b"{}", {})
