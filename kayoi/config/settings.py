"""The one settings file. Everything that differs between installations comes from the environment (env.py)."""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from kayoi.config import database, env, mailboxes
from kayoi.config.roles import PARTNER_ROLES, ROLES

ROOT = Path(__file__).resolve().parents[2]
VAR = database.VAR

DEMO = env.switch("KAYOI_DEMO", default=False, about="Show the demonstration: invented people, /_demo/.")
DEBUG = env.switch("KAYOI_DEBUG", default=False, about="Show error details in the browser. Never on a public machine.")
HTTPS = env.switch("KAYOI_HTTPS", default=not DEMO, about="The site is reached by https (secure cookies, HSTS).")
ALLOWED_HOSTS = env.words("KAYOI_HOSTS", "localhost,127.0.0.1,[::1]", "Host names under which the site is reached.")
CANONICAL_URL = env.text("KAYOI_URL", "http://localhost:8000", "Address of the site; passkeys are bound to it.")
KAYOI_PROXIES = env.number("KAYOI_PROXIES", 0, "Number of reverse proxies before the server (rate limits).")


def _secret(name: str) -> str:
    """Return a secret made on the first run, readable by this account only and never stored in the database."""
    path = VAR / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(draft)  # the first of two starts wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


SECRET_KEY = env.text("KAYOI_SECRET_KEY", "", "Signing key. Empty: made on the first run.") or _secret("key")

INSTALLED_APPS = [
    "kayoi.config",
    "kayoi.kit",
    "kayoi.foundation.tenancy",
    "kayoi.foundation.places",
    "kayoi.foundation.audit",
    "kayoi.foundation.identity",
    "kayoi.foundation.files",
    "kayoi.engines.casefiles",
    "kayoi.engines.openings",
    "kayoi.engines.rulesets",
    "kayoi.engines.ledger",
    "kayoi.engines.reservations",
    "kayoi.engines.selections",
    "kayoi.engines.questionnaires",
    "kayoi.engines.credentials",
    "kayoi.engines.messages",
    "kayoi.engines.followups",
    "kayoi.engines.imports",
    "kayoi.engines.procedures",
    "kayoi.programmes.consultations",
    "kayoi.programmes.appointments",
    "kayoi.programmes.fairs",
    "kayoi.programmes.settling",
    "kayoi.programmes.family_plans",
    "kayoi.programmes.village_sheets",
    "kayoi.programmes.rounds",
    "kayoi.programmes.homes",
    "kayoi.programmes.stays",
    "kayoi.programmes.schemes",
    "kayoi.programmes.furusato",
    "kayoi.programmes.tours",
    "kayoi.programmes.surveys",
    "kayoi.strategy.indicators",
    "kayoi.doors.workspace",
    "kayoi.doors.portal",
    "kayoi.doors.counter",
    *(["kayoi.doors.demo"] if DEMO else []),
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a town page is 400 KB of tables and drawings, 45 KB packed
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "kayoi.config.urls"
WSGI_APPLICATION = "kayoi.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kayoi.doors.workspace.selectors.frame.frame",
                "kayoi.doors.counter.selectors.frame",
                "kayoi.doors.portal.selectors.frame.frame",
                "kayoi.doors.portal.selectors.frame.demonstration",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

# --- database -------------------------------------------------------------------------------------------------------
DATABASES = {"default": database.settings()}
KAYOI_ROLES = database.ROLES
KAYOI_OWNER = database.owner()
KAYOI_LOGIN: str = DATABASES["default"]["USER"]  # of web and worker; as_owner() changes what stands in DATABASES
KAYOI_OWN_SERVER = bool(database.URL)  # a server of the installation, not the embedded one
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kayoi_cache"}}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 3 * 86_400}  # a PC that sleeps at night still runs the nightly jobs

# --- language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [ROOT / "kayoi" / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

# --- static files and uploads ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kayoi.config.static.StaticFiles"},
}
WHITENOISE_USE_FINDERS = False
UPLOADS = VAR / "uploads"
CARD_KEYS = VAR / "secrets" / "cards"  # private keys of towns, one file each, outside of the database
FILE_UPLOAD_HANDLERS = ["kayoi.kit.uploads.SizeLimitHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- who is who -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.User"
KAYOI_STAFF_ROLES = ROLES
KAYOI_PARTNER_ROLES = PARTNER_ROLES
# The room that knows in which registers of the town people are, for rooms that choose people by it.
KAYOI_KEEPER_OF_REGISTERS = "kayoi.programmes.furusato.selectors.belonging"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
ACCOUNT_ADAPTER = "kayoi.foundation.identity.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_RATE_LIMITS = {
    "ask": "60/h/ip",
    "book": "120/h/ip",
    "draft": "600/h/ip",
    "lead": "120/h/ip",
    "code": "120/h/ip",
}  # allauth's own limits stay as they are
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = KAYOI_PROXIES
USERSESSIONS_TRACK_ACTIVITY = False
MFA_ADAPTER = "kayoi.foundation.identity.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # passkeys on http://localhost
MFA_TOTP_ISSUER = "Kayoi"
DIGITAL_AUTH = {
    "issuer": env.text("KAYOI_DIGITAL_AUTH_ISSUER", "", "Issuer of デジタル認証アプリ. Empty: not offered."),
    "client_id": env.text("KAYOI_DIGITAL_AUTH_CLIENT", "", "Our client id at デジタル認証アプリ."),
    "private_key": env.text("KAYOI_DIGITAL_AUTH_KEY", "", "Private key (PEM) of the client; better as …_KEY_FILE."),
    "acr_values": env.text("KAYOI_DIGITAL_AUTH_ACR", "aal3", "Level asked of デジタル認証アプリ."),
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- headers --------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if KAYOI_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 86_400
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kayoi.doors.portal.views.errors.csrf_failure"

# --- mail -----------------------------------------------------------------------------------------------------------
MAIL_FOLDER = VAR / "mail"
EMAIL_HOST = env.text("KAYOI_SMTP_HOST", "", "Mail server. Empty: mails are written to KAYOI_VAR/mail.")
EMAIL_PORT = env.number("KAYOI_SMTP_PORT", 587, "Port of the mail server.")
EMAIL_HOST_USER = env.text("KAYOI_SMTP_USER", "", "Account at the mail server.")
EMAIL_HOST_PASSWORD = env.text("KAYOI_SMTP_PASSWORD", "", "Password at the mail server.")
EMAIL_USE_TLS = env.switch("KAYOI_SMTP_TLS", default=True, about="Use STARTTLS with the mail server.")
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = MAIL_FOLDER
DEFAULT_FROM_EMAIL = env.text("KAYOI_MAIL_FROM", "noreply@kayoi.example", "Sender address (envelope) of all mails.")
KAYOI_REINFOLIB_KEY = env.text(
    "KAYOI_REINFOLIB_KEY",
    "",
    "Key of the API of 不動産情報ライブラリ (hazard zones of vacant houses). Empty: not asked.",
)
KAYOI_REPLY_ADDRESS = env.text(
    "KAYOI_REPLY_ADDRESS",
    "",
    "Reply-To of mails about a file, as {town}+{token}@…. Empty: the town's own.",
)
mailboxes.check_reply_address(KAYOI_REPLY_ADDRESS)
KAYOI_MAILBOXES = mailboxes.read(
    env.text("KAYOI_IMAP", "", "Mailboxes of towns as TOML (docs/operate/mail.md); better as KAYOI_IMAP_FILE.")
)

# --- logs carry ids, never names or form values ---------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},  # scanners; answered with 400
}
