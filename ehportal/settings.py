"""Settings of the portal, read from the environment (see .env.example)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from environ import Env

from ehportal.env import address_of, boolean, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
DEBUG = boolean(env, "DEBUG")
# A demonstration: synthetic quarters, demo accounts, "Illustrative figures" on every page.
DEMO = boolean(env, "DEMO")
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="early-help-demo")
# Signed-out visitors may read the dashboards and /data/.
PUBLIC_DASHBOARDS = boolean(env, "PUBLIC_DASHBOARDS")
# Anybody may read "You said, we did", as far as the coordinator made it public.
PUBLIC_VOICE = boolean(env, "PUBLIC_VOICE")
# Anybody may send feedback, without an account; the coordinator reads it first.
PUBLIC_FEEDBACK = boolean(env, "PUBLIC_FEEDBACK")
# Everyone who signs in with a password must also have an authenticator app.
REQUIRE_MFA = boolean(env, "REQUIRE_MFA")
SECRET_KEY = secret_key(env, data_dir=DATA_DIR, relaxed=DEBUG or DEMO)

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG or DEMO else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The portal sits behind a proxy that ends TLS, except on one's own machine.
HTTPS = boolean(env, "HTTPS", default=not (DEBUG or DEMO))
# Where people reach the portal: the links in e-mails begin with it.
PORTAL_URL = env.str("PORTAL_URL", default=address_of(ALLOWED_HOSTS, https=HTTPS)).rstrip("/")

INSTALLED_APPS = [
    "dashboards",
    "outcomes",
    "governance",
    "ehportal",
    "ehportal.admin.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "crispy_forms",
    "csp",
]

# The first two put their headers on every answer, so nothing that answers stands before them.
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ehportal.health.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ehportal.compression.CompressPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "governance.middleware.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ehportal.requests.NulMiddleware",
    "governance.middleware.SignInMiddleware",
    "governance.middleware.RequireMfaMiddleware",
    "ehportal.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "ehportal.urls"
WSGI_APPLICATION = "ehportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ehportal.context.portal",
            ],
        },
    }
]

# Databases: an embedded SQLite file unless DATABASE_URL names another.
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'ehportal.sqlite3'}")
}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    _database["CONN_MAX_AGE"] = None
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL, not NORMAL: a figure acknowledged as saved survives a power cut. With recursive
        # triggers a row that may not be deleted cannot be replaced either.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    _database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    _database["CONN_HEALTH_CHECKS"] = True

# Sign-in attempts are counted in the cache, so every worker must share it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    # Pages of published figures, ready-made. Each process keeps its own: to fetch a page from its
    # memory takes a hundredth of a query, and nothing has to be told to others, because a page is
    # found by all that it depends on. A template that is being written shows at once.
    "pages": {
        "BACKEND": "django.core.cache.backends."
        + ("dummy.DummyCache" if DEBUG else "locmem.LocMemCache"),
        "LOCATION": "pages",
        # About 20 MiB; those that nobody has asked for longest make room.
        "OPTIONS": {"MAX_ENTRIES": 200},
        # What nobody recorded, such as rows that were changed by hand, shows within an hour to who
        # asks anew; to whoever holds the page, on the next day.
        "TIMEOUT": 3600,
    },
}

AUTH_USER_MODEL = "governance.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboards:home"
ACCOUNT_ADAPTER = "governance.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Beside the library's own limits: how often what was typed is kept for somebody who was signed out.
# Many people may share one address. Then: how often a program may send a token that is wrong.
# Last: how much feedback one address may send; in a family hub, many people share one.
ACCOUNT_RATE_LIMITS = {
    "keep_typing": "60/5m/ip",
    "wrong_data_token": "10/5m/ip",
    "feedback": "20/h/ip",
}
# A new password is asked for only by who has an account; nobody else is written to.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Early Help Outcomes: "
ACCOUNT_FORMS = {
    "login": "governance.account_forms.LoginForm",
    "reset_password": "governance.account_forms.ResetPasswordForm",
    "reset_password_from_key": "governance.account_forms.ResetPasswordKeyForm",
    "change_password": "governance.account_forms.ChangePasswordForm",
    "set_password": "governance.account_forms.SetPasswordForm",
    "reauthenticate": "governance.account_forms.PasswordAgainForm",
}
# Addresses are given by an administrator, so there is nobody to prove their own to.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "governance.adapters.MfaAdapter"
MFA_FORMS = {
    "authenticate": "governance.account_forms.AuthenticateForm",
    "reauthenticate": "governance.account_forms.CodeAgainForm",
    "activate_totp": "governance.account_forms.ActivateTOTPForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Early Help Outcomes"

CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# A mail server that does not answer holds nothing up for longer than this.
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="no-reply@ehportal.example")
# Whom the help pages say to ask, and where answers to the portal's e-mails go. Empty: they name
# the partnership coordinator by role alone.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "ehportal.static_files.PortalStaticFilesStorage"
    },
}

# A session ends 30 minutes after the last request; drafts are kept on the server.
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "governance.signed_out.form_expired"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
TRUST_PROXY = boolean(env, "TRUST_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
# Sign-in attempts are counted by the visitor's address, not by the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUST_PROXY else 0
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Preloading is for whoever owns the whole council domain to decide.
SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
# Files beside reports: never in a folder that a web server shows.
ATTACHMENTS = DATA_DIR / "attachments"
FILE_UPLOAD_HANDLERS = ["ehportal.uploads.SmallFilesHandler"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

FIXTURES = BASE_DIR / "fixtures"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
