"""The web application for any ASGI server: `tawasul.asgi:app`."""

from tawasul.core import db, log
from tawasul.core.settings import settings
from web.app import create_app

log.configure(settings())
db.connect(settings().database_url)
app = create_app()
