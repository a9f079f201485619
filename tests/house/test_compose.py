"""The shape of production, as far as it can be read: nothing runs as root, everything is watched."""

import re
from typing import Any

import pytest
import yaml

from config import install, postgres
from tests.tools import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ARCHIVE = {"prepare", "web", "worker"}


def test_services_are_those_of_the_plan() -> None:
    assert SERVICES.keys() == ARCHIVE | {"database", "nginx"}


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_no_privileges(name: str) -> None:
    service = SERVICES[name]
    image_user = re.findall(r"^USER (\w+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)

    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("privileged") is None
    assert (image_user == ["fonds"]) if name in ARCHIVE else service["user"] not in {"root", "0"}


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {"prepare"}))
def test_service_is_watched_and_started_again(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_waits_for_exists(name: str) -> None:
    for awaited, how in SERVICES[name].get("depends_on", {}).items():
        assert awaited in SERVICES
        assert how["condition"] == ("service_completed_successfully" if awaited == "prepare" else "service_healthy")


@pytest.mark.parametrize("name", SERVICES)
def test_volumes_and_networks_are_declared(name: str) -> None:
    volumes = {mount.split(":")[0] for mount in SERVICES[name].get("volumes", []) if mount[0] not in "./"}

    assert volumes <= COMPOSE["volumes"].keys()
    assert set(SERVICES[name]["networks"]) <= COMPOSE["networks"].keys()


def test_only_nginx_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


def test_secrets_are_asked_for_and_none_is_written_down() -> None:
    environment = SERVICES["web"]["environment"]

    assert environment["FONDS_ENV"] == "production"
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "CONTACT_EMAIL"):
        assert environment[name].startswith(f"${{{name}:?")
    assert "${DATABASE_PASSWORD:?" in environment["DATABASE_URL"]


def test_trusted_proxies_are_the_inner_network() -> None:
    (network,) = COMPOSE["networks"]["inside"]["ipam"]["config"]

    assert SERVICES["web"]["environment"]["TRUSTED_PROXIES"] == network["subnet"]


def test_database_is_made_with_the_locale_of_the_embedded_one() -> None:
    source = (ROOT / "config" / "postgres.py").read_text(encoding="utf-8")
    options = SERVICES["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()

    assert [option for option in options if f'"{option}"' not in source] == []
    assert SERVICES["database"]["environment"]["POSTGRES_DB"] == postgres.DATABASE


def test_internal_redirect_is_the_location_of_nginx() -> None:
    conf = (ROOT / "config" / "nginx.conf").read_text(encoding="utf-8")
    redirect = SERVICES["web"]["environment"]["INTERNAL_REDIRECT"]

    assert re.search(rf"location {redirect} {{\s+internal;\s+alias /srv/data/derivatives/;", conf)
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in conf


def test_image_is_built_from_what_is_there() -> None:
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    names = {name for line in copied for name in line.split() if name != "."}

    assert [name for name in names if not (ROOT / name).exists()] == []
    assert install.ROOT == ROOT
