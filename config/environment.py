"""Reads what an operator says in environment variables; knows nothing of Django."""

import ipaddress
import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Environment = Mapping[str, str]

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


class SettingError(ValueError):
    """A variable whose value cannot be used; the message names it and says what to write."""


def text(name: str, default: str = "", env: Environment = os.environ) -> str:
    return env.get(name, default).strip()


def data_dir(env: Environment = os.environ) -> Path:
    """Where everything lives that must outlast a restart: DATA_DIR, else .data beside manage.py."""
    return Path(text("DATA_DIR", env=env) or Path(__file__).parent.parent / ".data").resolve()


def boolean(name: str, default: bool = False, env: Environment = os.environ) -> bool:
    value = env.get(name, "1" if default else "0").strip().lower()
    if value not in YES | NO:
        raise SettingError(f"{name} is {value!r}: write 1 or 0.")
    return value in YES


def integer(name: str, default: int, env: Environment = os.environ) -> int:
    value = env.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        raise SettingError(f"{name} is {value!r}: write a whole number.") from None


def items(name: str, default: str = "", env: Environment = os.environ) -> list[str]:
    """A comma-separated list, without empty entries."""
    return [item.strip() for item in env.get(name, default).split(",") if item.strip()]


def networks(name: str, env: Environment = os.environ) -> list[Network]:
    """CIDR networks, comma-separated; the word `none` says that there are none on purpose."""
    words = items(name, env=env)
    if [word.lower() for word in words] == ["none"]:
        return []
    try:
        return [ipaddress.ip_network(word) for word in words]
    except ValueError as error:
        raise SettingError(f"{name}: {error}. Write networks such as 10.0.0.0/8, or none.") from None


def secret(name: str, env: Environment = os.environ) -> str:
    """The value of NAME, or what stands in the file that NAME_FILE names; empty when neither is set."""
    value, file = env.get(name, ""), env.get(f"{name}_FILE", "")
    if value or not file:
        return value.strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(f"{name}_FILE: {file} cannot be read ({error.strerror}).") from None


def kept_secret(file: Path) -> str:
    """A random secret that is made once and kept in FILE, readable by its owner only.

    Several processes may start at once: the first to link its file into place wins, all read the winner's.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=file.parent)  # private from the start
        with os.fdopen(handle, "w") as writer:
            writer.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, file)
        Path(draft).unlink()
    return file.read_text(encoding="utf-8").strip()


def database(dsn: str) -> dict[str, Any]:
    """Django's DATABASES entry for a PostgreSQL address, as a URL or as libpq's key=value words.

    Whatever is neither name, user, password, host nor port (sslmode, application_name …) goes into OPTIONS.
    """
    try:
        words = conninfo_to_dict(dsn)
    except ProgrammingError as error:
        raise SettingError(f"DATABASE_URL: {str(error).strip()}. Write postgresql://user:password@host/name.") from None
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    entry = {ours: str(words.pop(theirs, "")) for theirs, ours in names.items()}
    if not entry["NAME"]:
        raise SettingError("DATABASE_URL names no database: write postgresql://user:password@host/name.")
    return {"ENGINE": "django.db.backends.postgresql", **entry, "OPTIONS": words}


def mail(url: str) -> dict[str, Any]:
    """Django's mail settings for smtp://user:password@host:port?tls=starttls (or tls=ssl, or neither)."""
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", [""])[0]
    if parts.scheme != "smtp" or not parts.hostname or tls not in {"", "starttls", "ssl"}:
        raise SettingError("EMAIL_URL: write smtp://user:password@host:587?tls=starttls (or tls=ssl).")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"": 25, "starttls": 587, "ssl": 465}[tls],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_USE_SSL": tls == "ssl",
    }
