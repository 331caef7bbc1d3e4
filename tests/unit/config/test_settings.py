import dataclasses

import pytest

import config
from config.__main__ import page
from config.settings import PREFIX, unknown_variables
from tests.conftest import PROJECT


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch):
    for field in dataclasses.fields(config.Settings):
        monkeypatch.delenv(PREFIX + field.name.upper(), raising=False)


def test_without_any_variable_every_setting_has_its_default():
    assert config.load() == config.Settings()


def test_every_bad_variable_is_reported_at_once(monkeypatch):
    monkeypatch.setenv("STANDFIRST_BIND", "nowhere")
    monkeypatch.setenv("STANDFIRST_WORKERS", "0")
    monkeypatch.setenv("STANDFIRST_TIMEOUT", "soon")
    monkeypatch.setenv("STANDFIRST_DATABASE_URL", "mysql://x")
    monkeypatch.setenv("STANDFIRST_REQUIRE_KEYS", "perhaps")
    monkeypatch.setenv("STANDFIRST_RATE_LIMIT", "often")
    monkeypatch.setenv("STANDFIRST_RATE_LIMIT_STORAGE", "mongodb://x")
    monkeypatch.setenv("STANDFIRST_DATABASE_PASSWORD_FILE", "/no/such/file")

    with pytest.raises(config.SettingsError) as raised:
        config.load()

    for name in (
        *("BIND", "WORKERS", "TIMEOUT", "DATABASE_URL", "DATABASE_PASSWORD"),
        *("REQUIRE_KEYS", "RATE_LIMIT", "RATE_LIMIT_STORAGE"),
    ):
        assert f"STANDFIRST_{name}:" in str(raised.value)


def test_a_secret_is_read_from_a_file_without_its_last_line_end(monkeypatch, tmp_path):
    secret = tmp_path / "password"
    secret.write_text("hush\n")
    monkeypatch.setenv("STANDFIRST_DATABASE_PASSWORD_FILE", str(secret))

    assert config.load().database_password == "hush"


@pytest.mark.parametrize(
    ("bind", "private"),
    [
        ("127.0.0.1:8000", True),
        ("127.9.9.9:1", True),
        ("[::1]:8000", True),
        ("localhost:8000", True),
        ("0.0.0.0:8000", False),
        ("[::]:8000", False),
        (":8000", False),
        ("192.168.1.2:8000", False),
        ("example.org:80", False),
    ],
)
def test_only_a_loopback_address_is_private(bind, private):
    assert config.Settings(bind=bind).is_private is private


@pytest.mark.parametrize(("given", "meant"), [("true", True), ("1", True), ("false", False), ("0", False)])
def test_a_switch_is_read_as_people_write_it(monkeypatch, given, meant):
    monkeypatch.setenv("STANDFIRST_REQUIRE_KEYS", given)

    assert config.load().require_keys is meant


def test_settings_never_print_their_secrets():
    shown = repr(config.Settings(database_url="postgresql://me:hush@db/x", database_password="hush"))

    assert "hush" not in shown


def test_a_slip_of_the_pen_is_told_and_kubernetes_own_variables_are_not():
    environ = {"STANDFIRST_WORKER": "3", "STANDFIRST_WORKERS": "3", "STANDFIRST_PORT": "tcp://10.0.0.1:8000"}

    assert unknown_variables(environ) == ("STANDFIRST_WORKER",)


def test_the_page_of_settings_is_true():
    written = (PROJECT / "docs" / "settings.md").read_text()

    assert written == page(), "Write it anew: python -m config > docs/settings.md"
