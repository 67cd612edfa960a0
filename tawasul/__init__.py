"""Tawasul: what all rooms stand on, and the commands that put them together."""

import os

os.environ.setdefault("PICCOLO_CONF", "tawasul.piccolo_conf")
