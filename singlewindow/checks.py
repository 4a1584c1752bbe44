"""Mistakes of a deployment, told before it starts: `manage.py check` and every command run them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string

from declarations.dataset.disclosure.rules import Rules
from declarations.selection.strata import STRATA
from permits.crash_points import CRASH_POINTS
from singlewindow.env import FILES


@register()
def the_sandbox_is_not_in_production(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """In the sandbox the declarant scripts the outcome and sets the clock, with passwords that everyone knows."""
    if settings.SANDBOX and settings.ENVIRONMENT.is_production:
        return [Error("SANDBOX is on in production.", hint="Unset SANDBOX, or set STAGE.", id="singlewindow.E001")]
    return []


@register()
def nobody_crashes_on_purpose(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Crash points are for drills, and a name that no crash point has would make a drill prove nothing."""
    name = settings.ENVIRONMENT.crash_at
    if name and settings.ENVIRONMENT.is_production:
        return [Error("CRASH_AT is set in production.", hint="Unset CRASH_AT.", id="singlewindow.E008")]
    if name and name not in CRASH_POINTS:
        hint = f"Choose one of {', '.join(CRASH_POINTS)}."
        return [Error(f"CRASH_AT names no crash point: {name}.", hint=hint, id="singlewindow.E009")]
    return []


@register()
def the_random_share_is_a_share(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without a random share nobody can tell how much the profiles miss; above 1 it is none."""
    share, own = settings.RANDOM_SELECTION_SHARE, settings.RANDOM_SELECTION_SHARES
    hint = "Set it between 0 and 1, such as 0.05."
    if not 0 <= share <= 1:
        return [Error(f"RANDOM_SELECTION_SHARE is {share}.", hint=hint, id="singlewindow.E002")]
    if wrong := [f"{name}={each}" for name, each in own.items() if name not in STRATA or not 0 <= each <= 1]:
        hint = f"Set shares between 0 and 1 for {', '.join(STRATA)}."
        return [Error(f"RANDOM_SELECTION_SHARES has {', '.join(wrong)}.", hint=hint, id="singlewindow.E011")]
    if share == 0 and settings.ENVIRONMENT.is_production:
        hint = "A share of 0.05 to 0.10 lets the rate of non-compliance be estimated without bias."
        return [Warning("No declaration is drawn at random.", hint=hint, id="singlewindow.W001")]
    return []


@register()
def the_rules_of_disclosure_are_rules(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A rule that is misspelled would protect nothing, and nobody would be told."""
    try:
        msgspec.convert(settings.DISCLOSURE_RULES, Rules)
    except msgspec.ValidationError as wrong:
        hint = f"Its fields are {', '.join(Rules.__struct_fields__)}."
        return [Error(f"DISCLOSURE_RULES: {wrong}.", hint=hint, id="singlewindow.E014")]
    return []


@register()
def a_certificate_is_told_by_a_proxy(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A header that tells of a client's certificate is believed from a named proxy alone; without one it is never."""
    if settings.CLIENT_CERTIFICATE_HEADER and not settings.TRUSTED_PROXIES:
        hint = "Name the proxies in TRUSTED_PROXIES, or unset CLIENT_CERTIFICATE_HEADER."
        return [Error("CLIENT_CERTIFICATE_HEADER is set and no proxy is trusted.", hint=hint, id="singlewindow.E010")]
    return []


@register()
def a_process_of_the_service_has_a_role(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without a role a process works as the owner of the tables, for whom the walls between organisations are open."""
    environment = settings.ENVIRONMENT
    if environment.is_production and environment.is_of_the_service and not settings.DATABASE_ROLE:
        hint = "Set it to singlewindow_web for web processes, and to singlewindow_worker for the others."
        return [Error("DATABASE_ROLE is not set.", hint=hint, id="singlewindow.E011")]
    return []


@register()
def lines_are_encrypted(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """In production the service is reached, and reaches agencies, over TLS; inner lines are at least asked about."""
    environment = settings.ENVIRONMENT
    if not environment.is_production:
        return []
    told: list[CheckMessage] = []
    if urlsplit(settings.PUBLIC_URL).scheme != "https":
        told.append(Error("PUBLIC_URL is not https.", hint="Tokens must not cross in clear.", id="singlewindow.E012"))
    for code, address in settings.AGENCY_URLS.items():
        if urlsplit(address).scheme != "https":
            hint = "An answer that can be forged on its way is no permit."
            told.append(Error(f"The address of {code} in AGENCY_URLS is not https.", hint=hint, id="singlewindow.E013"))
    if environment.is_web and not settings.TRUSTED_PROXIES:
        hint = "Name the proxy that ends TLS in TRUSTED_PROXIES; from anyone else X-Forwarded-Proto is not believed."
        told.append(Warning("No proxy is trusted.", hint=hint, id="singlewindow.W003"))
    if environment.database_options.get("sslmode") not in {"verify-full", "verify-ca"} and not _is_here(
        environment.database["HOST"]
    ):
        hint = "Add ?sslmode=verify-full&sslrootcert=… to DATABASE_URL."
        told.append(Warning("PostgreSQL's certificate is not checked.", hint=hint, id="singlewindow.W004"))
    redis = urlsplit(environment.redis_url)
    if redis.scheme == "redis" and not _is_here(redis.hostname or ""):
        told.append(Warning("REDIS_URL is not encrypted.", hint="Use rediss://.", id="singlewindow.W005"))
    return told


def _is_here(host: str) -> bool:
    """Whether a line to it stays in this machine."""
    return host in {"", "localhost", "127.0.0.1", "::1"} or host.startswith("/")


@register()
def documents_can_be_kept(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The storage's class can be imported; files lie in a folder that somebody chose."""
    backend = settings.ENVIRONMENT.documents_storage
    try:
        import_string(backend)
    except ImportError as missing:
        hint = "Install the package that has it (django-storages[s3] for S3), or correct DOCUMENTS_STORAGE."
        return [Error(f"DOCUMENTS_STORAGE cannot be imported: {missing}", hint=hint, id="singlewindow.E003")]
    told = settings.ENVIRONMENT.documents_dir
    if backend == FILES and settings.ENVIRONMENT.is_production and not Path(told or "-").is_absolute():
        hint = "Name a folder that is backed up, that every web and worker process sees, and that is not served."
        return [Error("DOCUMENTS_DIR is no absolute path.", hint=hint, id="singlewindow.E004")]
    return []


@register()
def documents_are_scanned(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The scanner has an address, and in production it is a real one."""
    scanner = settings.DOCUMENT_SCANNER
    if scanner == "signatures":
        hint = "Set DOCUMENT_SCANNER to the address of a clamd, such as unix:///run/clamav/clamd.ctl."
        warning = Warning("Documents are looked at, but no virus scanner sees them.", hint=hint, id="singlewindow.W002")
        return [warning] if settings.ENVIRONMENT.is_production else []
    parts = urlsplit(scanner)
    if (parts.scheme == "tcp" and parts.hostname) or (parts.scheme == "unix" and parts.path):
        return []
    hint = "Use signatures, tcp://host:3310 or unix:///path."
    return [Error(f"DOCUMENT_SCANNER is {scanner}.", hint=hint, id="singlewindow.E005")]


@register()
def a_task_ends_before_it_is_given_out_again(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A message whose task runs longer than the visibility timeout is handed to a second worker, and a third."""
    visible_again = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    if settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT < visible_again:
        return []
    hint = "Keep CELERY_TASK_SOFT_TIME_LIMIT < CELERY_TASK_TIME_LIMIT < visibility_timeout."
    return [Error("A task may run longer than its message is hidden.", hint=hint, id="singlewindow.E006")]


@register(Tags.database)
def the_store_keeps_what_it_has_acknowledged(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """In production PostgreSQL writes to the disk before it says that it has."""
    if "default" not in (databases or ()) or not settings.ENVIRONMENT.is_production:
        return []
    off = []
    try:
        with connections["default"].cursor() as cursor:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                cursor.execute("SELECT current_setting(%s)", [name])
                if cursor.fetchone()[0] == "off":
                    off.append(name)
    except DatabaseError:
        return []  # no database yet: nothing to say about it
    hint = "A number that a declarant was given must survive a power cut."
    return [Error(f"PostgreSQL has {name} off.", hint=hint, id="singlewindow.E007") for name in off]
