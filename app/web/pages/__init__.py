"""The doors of the pages that show several domains."""

from app.web.pages import (
    certificates,
    developers,
    findings,
    guides,
    home,
    listing,
    paper_queue,
    papers,
    product,
    register,
    resolver,
    robots,
    seller,
)

routers = (
    developers.router,
    guides.router,
    home.router,
    listing.router,
    product.router,
    register.router,
    resolver.router,
    robots.router,
    seller.router,
)
"""The public pages."""

desks = (papers.router, paper_queue.router, certificates.router, findings.router)
"""Pages of the desks that show what several domains know."""
