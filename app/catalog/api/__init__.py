"""JSON of a seller's products, and the trades that products stand in."""

from app.catalog.api import approval, categories, photos, products, variants

routers = (
    categories.router,
    products.router,
    approval.router,
    variants.router,
    photos.router,
)
