"""How Piccolo's own commands find our database and packages (`PICCOLO_CONF=tawasul.piccolo_conf`)."""

from typing import Any

from piccolo.conf.apps import AppRegistry

from tawasul.core.db import registry
from tawasul.core.settings import settings

APP_REGISTRY = AppRegistry(apps=[f"{package}.piccolo_app" for package in registry.PACKAGES])


def __getattr__(name: str) -> Any:
    """`DB` is the engine in use; Piccolo's commands, which connect nothing, get that of the settings."""
    if name != "DB":
        raise AttributeError(name)
    try:
        return registry.engine()
    except RuntimeError:
        return registry.connect(settings().database_url)
