"""One settings file, safe by default: a stage that is not named is production.

What differs between machines comes from the environment (`env.py`), everything else is decided here.
"""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from kombu import Queue

from singlewindow import env

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.read()

SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = list(ENVIRONMENT.secret_key_fallbacks)
DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
PUBLIC_URL = ENVIRONMENT.public_url

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "declarations.console.apps.ConsoleConfig",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "singlewindow.apps.SingleWindowConfig",
    "declarations.traders.apps.TradersConfig",
    "declarations.tariff.apps.TariffConfig",
    "declarations.selection.apps.SelectionConfig",
    "permits.apps.PermitsConfig",
    "declarations.apps.DeclarationsConfig",
    "declarations.dataset.apps.DatasetConfig",
    "declarations.audits.apps.AuditsConfig",
    "declarations.notifications.apps.NotificationsConfig",
    "declarations.web.apps.WebConfig",
]

MIDDLEWARE = [
    "singlewindow.correlation.CorrelationMiddleware",
    "singlewindow.answers.AnswersMiddleware",
    "singlewindow.language.LanguageMiddleware",
    "singlewindow.line.LineMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "singlewindow.doorstep.DoorstepMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "declarations.traders.sessions.SessionLimitsMiddleware",
    "singlewindow.seats.SeatMiddleware",  # whose session has just ended has no seat either
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "declarations.traders.throttles.LimitsMiddleware",
    "singlewindow.refusals.RefusalsMiddleware",
    "singlewindow.errors.StoreAwayMiddleware",
]

ROOT_URLCONF = "singlewindow.urls"
WSGI_APPLICATION = "singlewindow.wsgi.application"
APPEND_SLASH = False
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "singlewindow" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "singlewindow.home.sandbox",
            ]
        },
    }
]

# Limits of PostgreSQL. A worker or command may take longer over a statement than somebody who waits for a page.
STATEMENT_SECONDS = 10 if ENVIRONMENT.is_web else 60
# PostgreSQL is the only truth. No ATOMIC_REQUESTS: a refused submission is kept although the answer is an error.
# A process of the service works as the role of its kind; without one it is the owner's, for migrations and loading.
DATABASE_ROLE = ENVIRONMENT.database_role
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **ENVIRONMENT.database,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **ENVIRONMENT.database_options,
            "connect_timeout": 5,
            "server_side_binding": True,  # so that a statement sent again is prepared: planned once a connection
            "prepare_threshold": 3,
            "options": f"-c statement_timeout={STATEMENT_SECONDS}s"
            " -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s"
            + (f" -c role={DATABASE_ROLE}" if DATABASE_ROLE else " -c singlewindow.maintenance=on"),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATA_UPLOAD_MAX_NUMBER_FIELDS = 1999  # a grid of 98 goods items has some 1,300; two thousand are nobody's

# The doors: whose word is taken for another's address or certificate; how much one caller may do in a minute.
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
CLIENT_CERTIFICATE_HEADER = ENVIRONMENT.client_certificate_header  # empty: no token is bound to a certificate
WRITES_A_MINUTE = ENVIRONMENT.writes_a_minute  # and ten times as many looks, and as many tokens from one address
MISSES_A_MINUTE = 50  # answers of 404 to a number or id, of one caller

DISCLOSURE_RULES = ENVIRONMENT.disclosure_rules  # how strict: declarations/dataset/disclosure/rules.py

# People
AUTH_USER_MODEL = "traders.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "declarations.traders.own_words.OwnWordsValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",  # Argon2id
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # those of before, hashed anew at the next sign-in
]
PASSWORD_RESET_TIMEOUT = int(timedelta(days=1).total_seconds())  # how long a one-time link is good
OTP_TOTP_ISSUER = "Single Window"
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0  # wrong codes are counted with wrong passwords (lockout)
# How long a person stays signed in: without a request, in all, and until asked again before something grave.
SESSION_IDLE, SESSION_IDLE_STAFF = timedelta(minutes=30), timedelta(minutes=15)
SESSION_LONGEST, CONFIRMED_FOR = timedelta(hours=12), timedelta(minutes=10)
SESSION_ENGINE = "declarations.traders.session_store"
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if ENVIRONMENT.is_production:  # browsers take such a cookie from this very host alone, over TLS (RFC 6265bis)
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie of its own
CSRF_FAILURE_VIEW = "singlewindow.errors.csrf_failed"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENVIRONMENT.is_production
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.is_production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.is_production
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.is_production else None
X_FRAME_OPTIONS = "DENY"

FORMAT_MODULE_PATH = "singlewindow.formats"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "singlewindow" / "locale"]
LANGUAGE_COOKIE_NAME = "__Host-language" if ENVIRONMENT.is_production else "language"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = True, "Lax"
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.is_production
TIME_ZONE = "Asia/Tokyo"  # day borders are Japan's; instants are stored in UTC
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(ENVIRONMENT.static_dir) if ENVIRONMENT.static_dir else None  # filled by `collectstatic`
WHITENOISE_USE_FINDERS = STATIC_ROOT is None  # without, what is in the code is served, and uncompressed

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "declarations.traders.authentication.AccessTokenAuthentication",
        "declarations.traders.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": [f"declarations.traders.throttles.{name}" for name in ("Writes", "Reads", "Misses")],
    "DEFAULT_PARSER_CLASSES": ["singlewindow.parsing.StrictJSONParser", "singlewindow.xml_parsing.WCOParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "declarations.api.schema.ContractSchema",
    "EXCEPTION_HANDLER": "singlewindow.errors.problem",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Single Window API",
    "VERSION": "1",
    "DESCRIPTION": (
        "Import and export declarations, with the permits of other laws beside them.\n\n"
        "A program gets a token at `POST /oauth/token` (client credentials; HTTP Basic or private_key_jwt) and sends "
        "it as `Authorization: Bearer …`. Lodging needs an `Idempotency-Key`; sent again with the same key and body "
        "it gives the same answer, byte for byte. A refusal is `application/problem+json` with every error at once. "
        "Money, mass and quantity are decimal strings; days are days in Japan."
    ),
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["declarations.api.schema.add_contract"],
}

# Celery: Redis is a doorbell. The row in PostgreSQL is the queue (design: dispatch.py).
CELERY_BROKER_URL = ENVIRONMENT.redis_url
# A worker takes from two queues in turn, so that neither waits behind the other. What waits for somebody else's
# network has a queue and a worker of its own: agencies that do not answer keep nothing else waiting.
CELERY_TASK_QUEUES = (Queue("celery"), Queue("batches"))
CELERY_TASK_ROUTES = {
    "declarations.tasks.lodge_chunk": {"queue": "batches"},
    "permits.tasks.ask": {"queue": "agencies"},
    "declarations.notifications.tasks.*": {"queue": "messages"},
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 30
CELERY_TASK_SOFT_TIME_LIMIT = 20
CELERY_VISIBILITY_TIMEOUT = 120  # longer than any task may run
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": CELERY_VISIBILITY_TIMEOUT,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "max_retries": 1,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_DB_REUSE_MAX = 1000  # Celery closes the connection after every task unless told otherwise

# The sandbox: own references such as SBX-A-1 script the outcome, and a header sets the clock. Never in production.
SANDBOX = ENVIRONMENT.sandbox
# Share of declarations that are drawn at random for documents (design: dataset, section 4), and strata with their own.
RANDOM_SELECTION_SHARE = Decimal(ENVIRONMENT.random_selection_share)
RANDOM_SELECTION_SHARES = {stratum: Decimal(share) for stratum, share in ENVIRONMENT.random_selection_shares.items()}
# Files of registered models, named by their hash, and how long one may think inside a lodging.
SELECTION_MODELS_DIR = Path(ENVIRONMENT.selection_models_dir or BASE_DIR / ".state" / "selection-models")
SELECTION_MODEL_MS = ENVIRONMENT.selection_model_ms

# Messages to traders.
WEBHOOK_LOOPBACK_HOSTS = ENVIRONMENT.webhook_loopback_hosts
EMAIL_HOST, EMAIL_PORT = ENVIRONMENT.email["host"], int(ENVIRONMENT.email["port"])
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENVIRONMENT.email["user"], ENVIRONMENT.email["password"]
EMAIL_USE_TLS = ENVIRONMENT.email["tls"] == "on"
EMAIL_TIMEOUT = 15
EMAIL_BACKEND = f"django.core.mail.backends.{ENVIRONMENT.email['backend']}.EmailBackend"
DEFAULT_FROM_EMAIL = ENVIRONMENT.email["from"]

# Where each other-law agency answers, and the secret that signs its callbacks.
AGENCY_URLS = ENVIRONMENT.agency_urls
AGENCY_SECRET = ENVIRONMENT.agency_secret
# Threads of the worker that asks them. Each agency may keep a part of them and no more (Agency.most_at_once).
AGENCY_THREADS = ENVIRONMENT.agency_threads

# Where a drill kills this process (permits/crash_points.py). Never in production.
CRASH_AT = "" if ENVIRONMENT.is_production else ENVIRONMENT.crash_at

# Documents: the bytes lie in the storage `documents`, never below STATIC or any other folder that is served.
DOCUMENTS_DIR = Path(ENVIRONMENT.documents_dir or BASE_DIR / ".state" / "documents")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is kept here
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
    "documents": {
        "BACKEND": ENVIRONMENT.documents_storage,
        "OPTIONS": {"location": DOCUMENTS_DIR}
        if ENVIRONMENT.documents_storage == env.FILES
        else ENVIRONMENT.documents_storage_options,
    },
}
DOCUMENT_SCANNER = ENVIRONMENT.document_scanner  # signatures, tcp://host:port or unix:///path of a clamd

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "singlewindow.log_lines.Discreet"}},
    "formatters": {
        "text": {
            "()": "singlewindow.log_lines.Line",
            "format": "%(asctime)s %(levelname)s %(name)s [%(correlation_id)s] %(message)s",
        },
        "json": {"()": "singlewindow.log_lines.JsonLine"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": ENVIRONMENT.log_format, "filters": ["discreet"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},  # it tells each step of each paper, and each property that it does not know
        "fontTools": {"level": "ERROR"},
    },
}
