"""Typed settings, read from ``STANDFIRST_…`` environment variables once, at start."""

import dataclasses
import ipaddress
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import limits
from environs import EnvError, EnvValidationError, FileAwareEnv
from marshmallow import ValidationError, validate

PREFIX = "STANDFIRST_"

# Kubernetes gives every container variables of this form when a Service is called 'standfirst'.
KUBERNETES_LINKS = re.compile(r"STANDFIRST_(SERVICE_(HOST|PORT(_\w+)?)|PORT(_\d+_(TCP|UDP)(_\w+)?)?)$")


class SettingsError(Exception):
    """One or more variables are wrong; the message lists each with what it should be."""


def setting(default: Any, about: str, check: Callable[[Any], Any] | None = None, *, secret: bool = False) -> Any:
    """A field of ``Settings`` with what the settings table and the reader need to know of it."""
    return dataclasses.field(default=default, metadata={"about": about, "check": check, "secret": secret})


def a_rate(value: str) -> None:
    """One or more rates as Flask-Limiter reads them, or none."""
    if value:
        try:
            limits.parse_many(value)
        except ValueError as error:
            raise ValidationError("Give a rate such as 60/minute, or several behind semicolons.") from error


def at_least(low: int) -> validate.Range:
    return validate.Range(min=low)


def networks(listed: str) -> None:
    """A validator of lists of networks."""
    for part in filter(None, listed.split(",")):
        try:
            ipaddress.ip_network(part.strip())
        except ValueError as error:
            raise ValidationError(f"'{part.strip()}' is no network. Give for example 10.2.0.0/16,fd12::/48.") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting with its default. The variable is the field's name in capitals behind ``STANDFIRST_``.

    A variable ``…_FILE`` may name a file that holds the value instead, for secrets.
    """

    bind: str = setting(
        "127.0.0.1:8000",
        "Where to listen, as host:port.",
        validate.Regexp(r"^\S+:\d{1,5}$", error="Give host:port, for example 0.0.0.0:8000."),
    )
    database_url: str = setting(
        "sqlite:///standfirst.sqlite3",
        "Where articles and summaries are kept: sqlite:///path or postgresql://user:password@host/name.",
        validate.Regexp(
            r"^(sqlite:///.+|postgresql(\+psycopg)?://.+)$",
            error="Give sqlite:///path or postgresql://user:password@host/name.",
        ),
        secret=True,
    )
    database_password: str = setting(
        "", "Password for database_url, where it is kept apart from the address.", secret=True
    )
    require_keys: bool = setting(
        False,
        "Whether callers must send a key, made with `standfirst keys create`.",
    )
    rate_limit: str = setting(
        "",
        "How many requests a caller may send, for example 60/minute or 10/second;1000/day; empty is no limit. "
        "A key may have its own. A caller is a key or, without one, an address.",
        a_rate,
    )
    rate_limit_storage: str = setting(
        "memory",
        "Where requests are counted: memory (each worker by itself) or redis://host:port/number (all together).",
        validate.Regexp(r"^(memory|rediss?://.+)$", error="Give memory or redis://host:port/number."),
        secret=True,
    )
    trusted_proxies: int = setting(
        0,
        "How many proxies in front of the service set X-Forwarded-For; with 0 the header is not read.",
        validate.Range(min=0, max=10),
    )
    workers: int = setting(2, "Worker processes.", validate.Range(min=1, max=256))
    threads: int = setting(100, "Threads of each worker.", validate.Range(min=1, max=1024))
    timeout: int = setting(30, "Seconds after which a worker that gives no sign of life is replaced.", at_least(1))
    graceful_timeout: int = setting(8, "Seconds that requests in flight get to finish at a stop.", at_least(1))
    log_level: str = setting("info", "How much is logged.", validate.OneOf(["debug", "info", "warning", "error"]))
    log_format: str = setting(
        "auto",
        "How a log line looks: json, human, or auto (human on a terminal).",
        validate.OneOf(["auto", "json", "human"]),
    )
    max_body_bytes: int = setting(4_194_304, "Largest request body, in bytes.", at_least(1_024))
    max_text_characters: int = setting(1_000_000, "Longest text of one article, in characters.", at_least(100))
    max_sentences: int = setting(10_000, "Most sentences in one article.", at_least(1))
    max_metadata_bytes: int = setting(16_384, "Largest metadata object, in bytes of JSON.", at_least(0))
    max_batch_items: int = setting(10_000, "Most items in one batch.", validate.Range(min=1, max=100_000))
    max_batch_bytes: int = setting(67_108_864, "Largest request body of a batch, in bytes.", at_least(1_024))
    batch_workers: int = setting(
        2,
        "Processes that work off batches, beside those that answer requests; 0 for none here.",
        validate.Range(min=0, max=256),
    )
    broker_url: str = setting(
        "",
        "Redis or RabbitMQ, where batches are worked off by `standfirst worker` on other machines: redis://host or "
        "amqp://user:password@host. None are worked off beside the server then.",
        validate.Regexp(r"^((rediss?|amqps?)://.+)?$", error="Give redis://host or amqp://user:password@host."),
        secret=True,
    )
    callback_secret: str = setting(
        "",
        "What the callbacks of batches are signed with; none are sent without it, or where URLs are not fetched.",
        secret=True,
    )
    events_seconds: int = setting(
        60, "Seconds after which a stream of events ends, and its client comes again.", at_least(1)
    )
    job_timeout: int = setting(30, "Seconds that one item of a batch may take.", at_least(1))
    job_lease: int = setting(
        15, "Seconds after which the items of a worker that gives no sign of life go to another.", at_least(1)
    )
    retention_days: int = setting(
        0,
        "Days after which `standfirst db purge` deletes an article and its summaries; 0 keeps them for ever.",
        validate.Range(min=0, max=36_500),
    )
    learn_furniture: bool = setting(
        True,
        "Whether lines that recur in the stored articles of a site are left out of the next one; false learns nothing.",
    )
    max_json_depth: int = setting(32, "Deepest nesting of a JSON body.", validate.Range(min=2, max=200))
    max_at_work: int = setting(4, "Requests that one worker process works on at once.", validate.Range(min=1, max=256))
    max_waiting: int = setting(
        16,
        "Requests that may wait for their turn in one worker process; above it a 503, and fewer while that lasts.",
        validate.Range(min=0, max=4096),
    )
    deadline: int = setting(
        30, "Seconds after which a request that is worked on is a 503 and its process is replaced.", at_least(1)
    )
    fetch_urls: bool = setting(
        False,
        "Whether the service fetches the article of a request that gives only a URL: true or false.",
    )
    fetch_seconds: int = setting(
        10, "Seconds for fetching all URLs of one request, look-ups and redirects too.", validate.Range(min=1, max=60)
    )
    fetch_redirects: int = setting(5, "Redirects that are followed from one URL.", validate.Range(min=0, max=20))
    fetch_allow_networks: str = setting(
        "",
        "Networks that are fetched from although they are not public, on any port, such as `10.2.0.0/16,fd12::/48`.",
        networks,
    )

    @property
    def is_private(self) -> bool:
        """Whether only this machine can reach the service."""
        host = self.bind.rpartition(":")[0].strip("[]")
        if host == "localhost":
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    def __repr__(self) -> str:
        """Names and values, secrets masked, so that a log or a traceback cannot give one away."""
        shown = ", ".join(f"{f.name}={'***' if f.metadata['secret'] else getattr(self, f.name)!r}" for f in _fields())
        return f"Settings({shown})"


def _fields() -> Iterable[dataclasses.Field[Any]]:
    return dataclasses.fields(Settings)


def load() -> Settings:
    """Read the settings from the environment.

    Raises:
        SettingsError: with every bad variable at once.
    """
    env = FileAwareEnv(eager=False, prefix=PREFIX, strip_whitespace=True)
    problems: list[str] = []
    values: dict[str, Any] = {}
    for field in _fields():
        reader: Any = {int: env.int, bool: env.bool}.get(type(field.default), env.str)
        try:
            values[field.name] = reader(field.name.upper(), field.default, validate=field.metadata["check"])
        except (EnvError, OSError, ValueError) as error:  # a missing or unreadable …_FILE is not deferred
            problems.append(f"{PREFIX}{field.name.upper()}: {error}")
    try:
        env.seal()
    except EnvValidationError as error:
        messages = cast("Mapping[str, list[str]]", error.error_messages)
        problems += [f"{name}: {' '.join(faults)}" for name, faults in messages.items()]
    if problems:
        raise SettingsError("These settings are wrong:\n  " + "\n  ".join(problems))
    return Settings(**values)


def listing(settings: Settings, environ: Mapping[str, str] = os.environ) -> list[tuple[str, str, str]]:
    """Variable, value and where it comes from, of every setting; secrets that were set are masked."""
    rows = []
    for field in _fields():
        variable = PREFIX + field.name.upper()
        origin = next((name for name in (f"{variable}_FILE", variable) if name in environ), "default")
        hidden = field.metadata["secret"] and origin != "default"
        rows.append((variable, "***" if hidden else str(getattr(settings, field.name)), origin))
    return rows


def unknown_variables(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """``STANDFIRST_…`` variables that no setting reads, most often a slip of the pen."""
    known = {PREFIX + field.name.upper() + suffix for field in _fields() for suffix in ("", "_FILE")}
    return tuple(
        sorted(
            name
            for name in environ
            if name.startswith(PREFIX) and name not in known and not KUBERNETES_LINKS.match(name)
        )
    )
