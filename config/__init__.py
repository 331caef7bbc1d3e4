"""All that an operator can set: settings, logs and gunicorn, in one folder."""

from config.settings import Settings, SettingsError, load

__all__ = ["Settings", "SettingsError", "load"]
