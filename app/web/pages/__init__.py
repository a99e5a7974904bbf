"""The doors of the pages that show several domains."""

from app.web.pages import guides, home, listing, product, register, robots, seller

routers = (
    guides.router,
    home.router,
    listing.router,
    product.router,
    register.router,
    robots.router,
    seller.router,
)
"""The public pages."""
