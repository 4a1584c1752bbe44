"""The environment, read once and named when something is missing.

Every variable the service reads is listed here, so that a deployment can be checked against one page.
"""

import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured

PRODUCTION, DEVELOPMENT = "production", "development"
FILES = "singlewindow.storage.DurableFiles"


@dataclass(frozen=True)
class Environment:
    """What the process was told from outside. Secrets may come by `NAME` or, as a file, by `NAME_FILE`."""

    stage: str
    is_web: bool
    secret_key: str
    secret_key_fallbacks: tuple[str, ...]
    database: dict[str, str]
    database_options: dict[str, str]
    database_role: str
    redis_url: str
    allowed_hosts: tuple[str, ...]
    sandbox: bool
    random_selection_share: str
    random_selection_shares: dict[str, str]
    selection_models_dir: str
    selection_model_ms: int
    agency_urls: dict[str, str]
    agency_secret: str
    agency_threads: int
    public_url: str
    static_dir: str
    documents_dir: str
    documents_storage: str
    documents_storage_options: dict[str, Any]
    document_scanner: str
    crash_at: str
    webhook_loopback_hosts: frozenset[str]
    email: dict[str, str]
    trusted_proxies: frozenset[str]
    client_certificate_header: str
    writes_a_minute: int
    disclosure_rules: dict[str, Any]
    log_format: str

    @property
    def is_production(self) -> bool:
        return self.stage == PRODUCTION

    @property
    def is_of_the_service(self) -> bool:
        """Whether this process serves: web, worker or dispatcher; the others are commands of the owner."""
        program = "/".join(Path(sys.argv[0]).parts[-2:])
        return self.is_web or "celery" in program or "dispatch" in sys.argv[1:2]


def _value(name: str, default: str | None = None) -> str:
    if path := os.environ.get(f"{name}_FILE"):
        with open(path, encoding="utf-8") as secret:
            return secret.read().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name} (or {name}_FILE). See README.md.")
    return value


def _database(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql://")
    return {
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


_OF_THE_LINE = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "channel_binding", "target_session_attrs"})


def _database_options(url: str) -> dict[str, str]:
    """What the address says after its question mark: how the line is encrypted, and to which server it leads."""
    said = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    if unknown := said.keys() - _OF_THE_LINE:
        raise ImproperlyConfigured(f"DATABASE_URL has {', '.join(sorted(unknown))}, which is not one of its options.")
    return said


def _role(name: str) -> str:
    if not re.fullmatch("[a-z_]{0,63}", name):
        raise ImproperlyConfigured("DATABASE_ROLE is no name of a role: small letters and underscores.")
    return name


def _flag(name: str, *, default: str) -> bool:
    return _value(name, default).lower() in {"1", "true", "yes", "on"}


def _number(name: str, *, default: int) -> int:
    """A whole number above nothing."""
    value = _value(name, str(default))
    if not value.isascii() or not value.isdecimal() or int(value) == 0:
        raise ImproperlyConfigured(f"{name} is no whole number above 0.")
    return int(value)


def _one_of(name: str, known: tuple[str, ...]) -> str:
    """One of these words; the first where none is said."""
    value = _value(name, known[0])
    if value not in known:
        raise ImproperlyConfigured(f"{name} is none of {', '.join(known)}.")
    return value


def _pairs(text: str) -> dict[str, str]:
    """`FD=http://a,PL=http://b` as a dictionary."""
    return dict(pair.split("=", 1) for pair in text.split(",") if pair)


def _options(name: str) -> dict[str, Any]:
    """A JSON object from a variable; empty where it is not set."""
    try:
        return dict(json.loads(_value(name, "{}")))
    except (ValueError, TypeError):
        raise ImproperlyConfigured(f"{name} is not a JSON object.") from None


def _email(*, stage: str) -> dict[str, str]:
    """How mail leaves. Without EMAIL_HOST none does: in development it is printed instead."""
    host = _value("EMAIL_HOST", "")
    unsent = "console" if stage == DEVELOPMENT else "dummy"
    return {
        "backend": "smtp" if host else unsent,
        "host": host,
        "port": _value("EMAIL_PORT", "587"),
        "user": _value("EMAIL_HOST_USER", ""),
        "password": _value("EMAIL_HOST_PASSWORD", ""),
        "tls": "on" if _flag("EMAIL_USE_TLS", default="on") else "off",
        "from": _value("EMAIL_FROM", "single-window@localhost"),
    }


def read() -> Environment:
    """The environment of this process. In production nothing secret has a default."""
    stage = _value("STAGE", PRODUCTION)
    secret_default = None if stage == PRODUCTION else "development-only-not-a-secret-key-of-any-deployment"
    return Environment(
        stage=stage,
        is_web=os.environ.get("PROCESS") == "web",  # wsgi.py says so itself
        secret_key=_value("SECRET_KEY", secret_default),
        secret_key_fallbacks=tuple(filter(None, _value("SECRET_KEY_FALLBACKS", "").split(","))),
        database=_database(_value("DATABASE_URL")),
        database_options=_database_options(_value("DATABASE_URL")),
        database_role=_role(_value("DATABASE_ROLE", "")),
        redis_url=_value("REDIS_URL"),
        allowed_hosts=tuple(filter(None, _value("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(","))),
        sandbox=_flag("SANDBOX", default="off"),
        random_selection_share=_value("RANDOM_SELECTION_SHARE", "0.05"),
        random_selection_shares=_pairs(_value("RANDOM_SELECTION_SHARES", "")),
        selection_models_dir=_value("SELECTION_MODELS_DIR", ""),
        selection_model_ms=_number("SELECTION_MODEL_MS", default=25),
        agency_urls=_pairs(_value("AGENCY_URLS", "")),
        agency_secret=_value("AGENCY_SECRET", secret_default),
        agency_threads=_number("AGENCY_THREADS", default=16),
        public_url=_value("PUBLIC_URL", "http://127.0.0.1:8000"),
        static_dir=_value("STATIC_DIR", ""),
        documents_dir=_value("DOCUMENTS_DIR", ""),
        documents_storage=_value("DOCUMENTS_STORAGE", FILES),
        documents_storage_options=_options("DOCUMENTS_STORAGE_OPTIONS"),
        document_scanner=_value("DOCUMENT_SCANNER", "signatures"),
        crash_at=_value("CRASH_AT", ""),
        webhook_loopback_hosts=frozenset(filter(None, _value("WEBHOOK_LOOPBACK_HOSTS", "").split(","))),
        email=_email(stage=stage),
        trusted_proxies=frozenset(filter(None, _value("TRUSTED_PROXIES", "").split(","))),
        client_certificate_header=_value("CLIENT_CERTIFICATE_HEADER", ""),
        writes_a_minute=_number("WRITES_A_MINUTE", default=600),
        disclosure_rules=_options("DISCLOSURE_RULES"),
        log_format=_one_of("LOG_FORMAT", ("text", "json")),
    )
