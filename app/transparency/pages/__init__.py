"""The log for machines, the log for people, and the operator's page of self-audits."""

from app.transparency.pages import log, oversight, public

routers = (log.router, public.router, oversight.router)
