"""The seller's product desk and the operator's approval desk."""

from app.catalog.pages import approval, content, photos, products, variants

routers = (
    products.router,
    content.router,
    variants.router,
    photos.router,
    approval.router,
)
