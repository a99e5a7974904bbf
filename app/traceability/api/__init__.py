"""JSON of lots: what everybody may read of one, and a seller's own with its growing areas."""

from app.traceability.api import areas, journeys, lots, public, steps

routers = (public.router, lots.router, steps.router, areas.router, journeys.router)
