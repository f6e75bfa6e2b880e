"""`Settings`, read once from the environment and `.env`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from actions.language import Language

# A reference to people: a handle, a user id or a user group id.
_REFERENCE = re.compile(r"@[\w.-]+|[UWS][A-Z0-9]+")
# The manager of the local workspace where RELAIS_MANAGERS is not set.
_LOCAL_MANAGERS = ("@manager",)


@dataclass(frozen=True, slots=True)
class SlackAccess:
    """How to reach a workspace, and who its managers are; `api_url` is None for Slack's own.

    `advises_outsiders` where guests and people of other organisations get advice.
    """

    bot_token: str
    api_url: str | None = None
    signing_secret: str | None = None
    managers: tuple[str, ...] = ()
    advises_outsiders: bool = False


@dataclass(frozen=True, slots=True)
class Backends:
    """The addresses of Redis and Rasa, whether configured or started here."""

    redis_url: str
    rasa_url: str
    rasa_token: str


class SettingsError(Exception):
    """The settings cannot be used; the message names every fault."""


class SlackMode(StrEnum):
    """How Relais connects to Slack."""

    LOCAL = "local"  # the local workspace, in Socket Mode
    SOCKET = "socket"  # a real workspace, in Socket Mode
    HTTP = "http"  # a real workspace, by signed HTTP requests


class Guests(StrEnum):
    """What guests and people of other organisations get."""

    NOTHING = "nothing"  # one line that says so
    ADVICE = "advice"  # answers, and nothing of cases, calculators or assessments


class LogFormat(StrEnum):
    """The form of log lines: for a person, or for a log store."""

    CONSOLE = "console"
    JSON = "json"


class Settings(BaseSettings):
    """Every setting; each is documented in `.env.example` under the same name in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str | None = None

    redis_url: SecretStr | None = None
    rasa_url: str | None = None
    rasa_token: SecretStr | None = None

    relais_language: Language = Language.FR
    relais_managers: str = ""
    relais_guests: Guests = Guests.NOTHING
    relais_departments: Path | None = None
    relais_readiness: Path | None = None
    relais_workspace_port: int = Field(default=3900, ge=1, le=65535)
    relais_http_host: str = "127.0.0.1"
    relais_http_port: int = Field(default=3978, ge=1, le=65535)
    relais_data_dir: Path = Path(".data")
    relais_reload_knowledge: bool = False
    relais_connections: int = Field(default=1, ge=1, le=10)
    relais_concurrency: int = Field(default=8, ge=1, le=64)
    relais_log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")
    relais_log_format: LogFormat = LogFormat.CONSOLE

    @field_validator("relais_managers")
    @classmethod
    def _names_people(cls, value: str) -> str:
        wrong = [name for name in _listed(value) if not _REFERENCE.fullmatch(name)]
        if wrong:
            sentence = "{wrong}: write a @handle, a member ID or a user group ID"
            raise PydanticCustomError("no_reference", sentence, {"wrong": ", ".join(wrong)})
        return value

    @property
    def managers(self) -> tuple[str, ...]:
        """References to the managers; where none are set, only the local workspace has one."""
        if self.surface is SlackMode.LOCAL and not self.relais_managers:
            return _LOCAL_MANAGERS
        return _listed(self.relais_managers)

    @property
    def advises_outsiders(self) -> bool:
        """Whether guests and people of other organisations get advice."""
        return self.relais_guests is Guests.ADVICE

    @property
    def surface(self) -> SlackMode:
        """The local workspace unless a bot token is set; an app token means Socket Mode."""
        if self.slack_bot_token is None:
            return SlackMode.LOCAL
        return SlackMode.SOCKET if self.slack_app_token is not None else SlackMode.HTTP

    def check(self) -> None:
        """Refuse a combination that cannot work.

        Raises:
            SettingsError: names every setting that is missing.
        """
        missing = []
        if self.slack_bot_token is None and (self.slack_app_token or self.slack_signing_secret):
            missing.append("SLACK_BOT_TOKEN (xoxb-…) is missing beside the other Slack settings")
        if self.slack_bot_token is not None and not (self.slack_app_token or self.slack_signing_secret):
            missing.append("SLACK_APP_TOKEN (xapp-…, Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing")
        if self.rasa_url is not None and self.rasa_token is None:
            missing.append("RASA_TOKEN is missing beside RASA_URL")
        if missing:
            raise SettingsError("; ".join(missing))


def _listed(line: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in line.split(",") if name.strip())


def read_settings() -> Settings:
    """Read the environment once.

    Raises:
        SettingsError: names every value that is missing or cannot be read.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        faults = (f"{fault['loc'][0]!s}".upper() + f": {fault['msg']}" for fault in error.errors())
        raise SettingsError("; ".join(faults)) from error
    settings.check()
    return settings
