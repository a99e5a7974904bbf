"""The doors of the pages that show several domains."""

from app.web.pages import developers, guides, home, listing, product, register, robots, seller

routers = (
    developers.router,
    guides.router,
    home.router,
    listing.router,
    product.router,
    register.router,
    robots.router,
    seller.router,
)
"""The public pages."""
