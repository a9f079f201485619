import ipaddress
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest

from config import environment
from config.environment import SettingError


def test_text_strips_white_space() -> None:
    assert environment.text("NAME", env={"NAME": " a b \n"}) == "a b"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), ("Yes", True), ("on", True), ("0", False), ("false", False), ("", False)],
)
def test_boolean_words(value: str, expected: bool) -> None:
    assert environment.boolean("FLAG", env={"FLAG": value}) is expected


def test_boolean_unset_takes_default() -> None:
    assert environment.boolean("FLAG", default=True, env={}) is True


def test_boolean_refuses_other_words() -> None:
    with pytest.raises(SettingError, match=r"^FLAG is 'perhaps': write 1 or 0\.$"):
        environment.boolean("FLAG", env={"FLAG": "perhaps"})


def test_integer_reads_number_or_default() -> None:
    assert environment.integer("N", 3, env={"N": " 42 "}) == 42
    assert environment.integer("N", 3, env={"N": ""}) == 3


def test_integer_refuses_words() -> None:
    with pytest.raises(SettingError, match=r"^N is 'many': write a whole number\.$"):
        environment.integer("N", 3, env={"N": "many"})


def test_items_leaves_out_empty_entries() -> None:
    assert environment.items("HOSTS", env={"HOSTS": "a.org, ,b.org,"}) == ["a.org", "b.org"]


def test_networks_both_families() -> None:
    assert environment.networks("NETS", env={"NETS": "10.0.0.0/8, ::1"}) == [
        ipaddress.ip_network("10.0.0.0/8"),
        ipaddress.ip_network("::1/128"),
    ]


def test_networks_none_means_none() -> None:
    assert environment.networks("NETS", env={"NETS": "none"}) == []


@pytest.mark.parametrize("value", ["10.0.0.1/8", "proxy", "none,10.0.0.0/8"])
def test_networks_refuse_what_is_no_network(value: str) -> None:
    with pytest.raises(SettingError, match=r"^NETS: .*Write networks such as 10\.0\.0\.0/8, or none\.$"):
        environment.networks("NETS", env={"NETS": value})


def test_secret_from_variable_wins_over_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from file\n")

    assert environment.secret("KEY", env={"KEY": "direct", "KEY_FILE": str(file)}) == "direct"
    assert environment.secret("KEY", env={"KEY_FILE": str(file)}) == "from file"
    assert environment.secret("KEY", env={}) == ""


def test_secret_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"^KEY_FILE: .*absent cannot be read \(No such file or directory\)\.$"):
        environment.secret("KEY", env={"KEY_FILE": str(tmp_path / "absent")})


def test_kept_secret_is_made_once_and_private(tmp_path: Path) -> None:
    file = tmp_path / "data" / "secret_key"

    first = environment.kept_secret(file)

    assert environment.kept_secret(file) == first
    assert len(first) >= 50
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_data_dir_unset_is_beside_manage() -> None:
    assert environment.data_dir(env={}) == Path(environment.__file__).parent.parent / ".data"
    assert environment.data_dir(env={"DATA_DIR": "/srv/fonds/../archive"}) == Path("/srv/archive")


def test_database_from_url_keeps_options() -> None:
    entry = environment.database("postgresql://us%40er:p%2Fw@db.example.org:5433/archive?sslmode=require")

    assert entry == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "archive",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_database_from_words_with_socket() -> None:
    entry = environment.database("host=/run/postgresql dbname=archive")

    assert (entry["HOST"], entry["NAME"], entry["PORT"]) == ("/run/postgresql", "archive", "")


@pytest.mark.parametrize("dsn", ["mysql://host/name", "postgresql://host/", "nonsense"])
def test_database_refuses_other_addresses(dsn: str) -> None:
    with pytest.raises(SettingError, match=r"^DATABASE_URL.*rite postgresql://user:password@host/name\.$"):
        environment.database(dsn)


def test_mail_reads_every_part() -> None:
    assert environment.mail("smtp://us%40er:p%2Fw@mail.example.org?tls=starttls") == {
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "us@er",
        "EMAIL_HOST_PASSWORD": "p/w",
        "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
    }


@pytest.mark.parametrize("url", ["http://mail.example.org", "smtp://", "smtp://mail.example.org?tls=perhaps"])
def test_mail_refuses_other_addresses(url: str) -> None:
    with pytest.raises(SettingError, match=r"^EMAIL_URL: write smtp://"):
        environment.mail(url)


def test_kept_secret_made_by_several_at_once_is_one(tmp_path: Path) -> None:
    with ThreadPool(8) as pool:
        values = set(pool.map(environment.kept_secret, [tmp_path / "secret_key"] * 32))

    assert len(values) == 1
