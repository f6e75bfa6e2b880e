"""Settings: every fault at once, and the surface that follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings, SettingsError, SlackMode, read_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Only what a test sets is set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("environment", "surface"),
    [
        ({}, SlackMode.LOCAL),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, SlackMode.SOCKET),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}, SlackMode.HTTP),
        ({"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}, SlackMode.LOCAL),
    ],
)
def test_the_tokens_choose_the_surface(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], surface: SlackMode
) -> None:
    """No token: the local workspace; an empty value is no value."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert read_settings().surface is surface


def test_every_fault_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever configures Relais mends everything in one go."""
    monkeypatch.setenv("RELAIS_WORKSPACE_PORT", "ninety")
    monkeypatch.setenv("RELAIS_LANGUAGE", "de")
    with pytest.raises(SettingsError, match=r"RELAIS_LANGUAGE.*RELAIS_WORKSPACE_PORT"):
        read_settings()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"),
        ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"),
        ("RASA_URL", "RASA_TOKEN"),
    ],
)
def test_half_a_pair_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    """A token without its other half names what is missing."""
    monkeypatch.setenv(name, "http://x")
    with pytest.raises(SettingsError, match=said):
        read_settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """A settings object that is printed or logged gives no secret away."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-secret")
    monkeypatch.setenv("REDIS_URL", "redis://:secret@h/0")
    assert "secret" not in repr(read_settings()).replace("signing_secret", "")


@pytest.mark.parametrize(
    ("environment", "managers"),
    [
        ({}, ("@manager",)),
        ({"RELAIS_MANAGERS": " @lea.m, U0AB1 ,S0CD2,"}, ("@lea.m", "U0AB1", "S0CD2")),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, ()),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "RELAIS_MANAGERS": "W0AB1"},
            ("W0AB1",),
        ),
    ],
    ids=["local", "local, named", "real", "real, named"],
)
def test_nobody_manages_unless_named(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], managers: tuple[str, ...]
) -> None:
    """In a real workspace no handle is trusted by default; the local one has its @manager."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert read_settings().managers == managers


def test_a_manager_who_cannot_be_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without @ would silently manage nothing."""
    monkeypatch.setenv("RELAIS_MANAGERS", "@lea, tom, #legal")
    with pytest.raises(SettingsError, match=r"^RELAIS_MANAGERS: tom, #legal: write a @handle"):
        read_settings()


def test_a_dotenv_file_is_read(tmp_path: Path) -> None:
    """`.env` stands for the environment."""
    (tmp_path / ".env").write_text("RELAIS_LANGUAGE=en\n", "utf-8")
    assert read_settings().relais_language == "en"


@pytest.mark.parametrize(("value", "advised"), [(None, False), ("nothing", False), ("advice", True)])
def test_guests_get_advice_where_it_is_set(
    monkeypatch: pytest.MonkeyPatch,
    value: str | None,
    advised: bool,  # noqa: FBT001  a parameter
) -> None:
    """Unset, they get a line that says so."""
    if value is not None:
        monkeypatch.setenv("RELAIS_GUESTS", value)
    assert read_settings().advises_outsiders is advised


def test_another_word_for_guests_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody hoped it would do is not guessed."""
    monkeypatch.setenv("RELAIS_GUESTS", "everything")
    with pytest.raises(SettingsError, match="RELAIS_GUESTS"):
        read_settings()
