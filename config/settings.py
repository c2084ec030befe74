"""All settings in one file; what differs between machines comes from the environment (README, docs/)."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from config.admin_sidebar import NAVIGATION

django_stubs_ext.monkeypatch()  # Django's classes take type arguments at run time too, so mypy can be strict

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / ".data"))
DATA_DIR.mkdir(parents=True, exist_ok=True)

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- What kind of place this is. Production is the default; the front door sets DEBUG and DEMO for a try-out.
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
TEST_ENGINE = env.str("TEST_ENGINE", default="")  # "sqlite" or "postgresql": set by the test suite alone
DEMO_TODAY = (
    datetime.date(2023, 9, 15) if DEMO else None
)  # domain.md §6; read by config.tools.thai.today() alone

if DEMO and not DEBUG:
    raise ImproperlyConfigured(
        "DEMO=1 ใช้กับระบบจริงไม่ได้ (DEBUG=0) ให้ลบ DEMO ออก · DEMO=1 needs DEBUG=1: demo people must not exist "
        "on a real server. Remove DEMO."
    )


def _required(name: str, example: str) -> str:
    """Return an environment value that production must have, or refuse with the remedy."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"ยังไม่ได้ตั้ง {name} เช่น {name}={example} หรือทดลองด้วย python3 -m config run · "
            f"{name} is not set. Set it, for example {name}={example}, or try out with python3 -m config run."
        )
    return value


if DEBUG or TEST_ENGINE:
    SECRET_KEY = env.str("SECRET_KEY", default="only-for-trying-out-on-one-machine")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
else:
    SECRET_KEY = _required("SECRET_KEY", "<50 random characters>")
    ALLOWED_HOSTS = [host.strip() for host in _required("ALLOWED_HOSTS", "phuenngan.example.org").split(",")]

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.simple_history",
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "simple_history",
    "axes",
    "csp",
    "areas",
    "projects",
    "meetings",
    "plans",
]

MIDDLEWARE = [
    "config.tools.requests.ReferenceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "areas.middleware.NoZeroByteCookieMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "areas.idle.IdleLimitMiddleware",
    "areas.visits.VisitMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "areas.middleware.LanguageOfPersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "areas.middleware.NoZeroByteMiddleware",
    "axes.middleware.AxesMiddleware",
]
if DEMO:
    MIDDLEWARE += ["config.tools.faults.TryOutMiddleware"]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "config.tools.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "areas.desk.page",
            ],
        },
    },
]

# --- Data. SQLite for one office, PostgreSQL for a region; TEST_ENGINE picks one of the two for the test suite.
if TEST_ENGINE == "postgresql":
    database_url = env.str("TEST_DATABASE_URL", default="postgresql:///phuenngan")
elif TEST_ENGINE == "sqlite":
    database_url = f"sqlite:///{DATA_DIR / 'test.sqlite3'}"
else:
    database_url = env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'phuenngan.sqlite3'}")

DATABASES = {"default": env.db_url_config(database_url)}
default = DATABASES["default"]
if default["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE and WAL: eight writers ran without one lock error; Django's defaults lost 537 of 671 writes.
    default["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    default["CONN_MAX_AGE"] = None
    # A file: in memory, tests that write at once got "table is locked" 210 times of 240.
    default["TEST"] = {"NAME": str(DATA_DIR / f"test-{os.getpid()}.sqlite3")}
else:
    # A pool and persistent connections exclude each other; the tests need neither.
    default["CONN_MAX_AGE"] = 0
    if not TEST_ENGINE:
        default.setdefault("OPTIONS", {})["pool"] = {
            "min_size": 1,
            "max_size": 10,
        }  # beside ?sslmode=… of the URL
        default["CONN_HEALTH_CHECKS"] = True  # Django hands it to the pool
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People
AUTH_USER_MODEL = "areas.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "areas.auth.PeopleBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# One person at one address is locked, never a whole office behind one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "config.tools.faults.too_many"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # a locked name opens by itself, or by manage.py axes_reset_username
ADDRESS_FAILURES = env.int("ADDRESS_FAILURES", default=200)  # in 15 minutes at one address; areas.throttle
IDLE_MINUTES = env.int("IDLE_MINUTES", default=60)  # of coordinators, cluster heads and admins; areas.idle
CSRF_FAILURE_VIEW = "config.tools.faults.csrf_failure"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "areas.auth.address_behind_proxy"

# --- E-mail: one-time links. A try-out prints them; without EMAIL_URL a real server sends none and says so.
MAIL_IS_SET = bool(env.str("EMAIL_URL", default="")) or DEBUG or bool(TEST_ENGINE)
_mail = env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "dummymail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"] or "localhost", _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="phuenngan@localhost")

# --- Language and time: Thai always, English by a person's saved choice, never by the browser's.
LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]  # ours, and what packages lack in Thai
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"

# --- Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TEST_ENGINE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a bulk act over a province's queue sends one field per item

# --- Doors and windows
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
if not DEBUG and not TEST_ENGINE:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("SECURE_COOKIES", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)

SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
SIMPLE_HISTORY_REVERT_DISABLED = True

UNFOLD = {
    "SITE_TITLE": "ผืนงาน",
    "SITE_HEADER": "ผืนงาน",
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("img/mark.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/favicon.svg")}
    ],
    "STYLES": [lambda request: static("css/admin.css")],
    "SCRIPTS": [lambda request: static("js/admin_choices.js")],
    "SHOW_HISTORY": True,
    "SIDEBAR": {"show_search": True, "show_all_applications": False, "navigation": NAVIGATION},
    # The indigo of the cloth (static/css/tokens.css) in unfold's eleven steps, light to dark.
    "COLORS": {
        "primary": {
            "50": "#f2f5fb",
            "100": "#eaeff8",
            "200": "#b9c8e6",
            "300": "#9dbcf8",
            "400": "#8ea9dc",
            "500": "#7f9fe0",  # links on the dark page, 6.6 : 1
            "600": "#234f9c",
            "700": "#234685",
            "800": "#1f3f7c",
            "900": "#1e2f55",
            "950": "#0f1830",
        }
    },
}

# --- Logs, without personal data (config.tools.logs): JSON lines and a line for each request; plain in a try-out.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"reference": {"()": "config.tools.logs.ReferenceFilter"}},
    "formatters": {
        "json": {"()": "config.tools.logs.JsonFormatter"},
        "line": {"format": "{asctime} {levelname} {name} {reference} {message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["reference"],
            "formatter": "line" if DEBUG else "json",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "config.access": {"level": "WARNING" if DEBUG else "INFO"},
        "django": {"handlers": [], "level": "WARNING"},  # its own would print twice and mail whole requests
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "axes": {"level": "WARNING"},
    },
}
