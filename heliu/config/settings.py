"""Settings of the one program; what an installation may change comes from the environment (environment.py)."""

import os
from pathlib import Path

from heliu.config import environment

PACKAGE_DIR = Path(__file__).resolve().parent.parent
HELIU_HOME = environment.home_directory()

DEBUG = environment.flag("HELIU_DEBUG")
SECRET_KEY = environment.secret_key(HELIU_HOME)
SECRET_KEY_FALLBACKS = environment.names("HELIU_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *environment.names("HELIU_ALLOWED_HOSTS")]
HTTPS = environment.flag("HELIU_HTTPS")

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django_tasks",
    "django_tasks_db",
    "heliu.core",
    "heliu.access",
    "heliu.catalog",
    "heliu.parties",
    "heliu.stock",
    "heliu.ledger",
    "heliu.posting",
    "heliu.finance",
    "heliu.warehouse",
    "heliu.purchasing",
    "heliu.sales",
    "heliu.integration",
    "heliu.reporting",
    "heliu.flows",
    "heliu.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "heliu.config.spa.Assets",
    "heliu.config.spa.ContentSecurityPolicy",
    "heliu.config.fence.CompanyFence",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "heliu.config.urls"
WSGI_APPLICATION = "heliu.config.wsgi.application"
TEMPLATES: list[dict[str, object]] = []
APPEND_SLASH = False

DATABASES = {"default": environment.database(HELIU_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False
ROW_SECURITY = environment.flag("HELIU_ROW_SECURITY")

AUTH_USER_MODEL = "access.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "heliu.access.session_store"
SESSION_COOKIE_NAME = "heliu_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "heliu_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = environment.names("HELIU_TRUSTED_ORIGINS")
CSRF_FAILURE_VIEW = "heliu.config.urls.csrf_refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
BEHIND_PROXY = environment.flag("HELIU_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("HELIU_TIME_ZONE", "Asia/Shanghai")

MEDIA_ROOT = HELIU_HOME / "files"
STATIC_URL = "/static/"
# a checkout serves its newest build; an installed package has the one that came with it
SPA_CANDIDATES = (PACKAGE_DIR.parent / "web" / "dist", PACKAGE_DIR / "config" / "static_spa")
SPA_BUILDS = [p for p in SPA_CANDIDATES if (p / "index.html").is_file()]
SPA_ROOT = max(SPA_BUILDS, key=lambda p: (p / "index.html").stat().st_mtime, default=None)
WHITENOISE_ROOT = SPA_ROOT
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/.+"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django.request": {"level": "ERROR"}},  # refusals that matter are logged by heliu.api
    "root": {"handlers": ["console"], "level": os.environ.get("HELIU_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]  # TLS is the proxy's duty; HELIU_HTTPS turns these on
