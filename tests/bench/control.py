"""The control view: the same middleware, two queries, a template of 20 KiB; every figure is a ratio to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from accounts.models import Product, User

ROW = "<tr><td>{{ row.name }}</td><td>{{ row.number }}</td><td>An entry as plain as any other in a list</td></tr>\n"
PAGE = engines["django"].from_string(
    "<!doctype html><html lang=en><title>Control</title><body><p>{{ people }} {{ products }}</p><table>"
    "{% for row in rows %}" + ROW + "{% endfor %}</table></body></html>"
)
ROWS = [{"name": f"Entry {number}", "number": number} for number in range(205)]


def control(_request: HttpRequest) -> HttpResponse:
    """Ask the database twice, fill a template, answer."""
    people = User.objects.filter(is_staff=True).count()
    products = list(Product.objects.all()[:20])
    return HttpResponse(PAGE.render({"people": people, "products": products, "rows": ROWS}))


urlpatterns = [path("control/", control), path("", include("config.urls"))]
