"""The doors of import and export: the operator's desk, and each seller's own."""

from app.imports.pages import desk, own

routers = (desk.router, own.router)
