"""The seller's product desk and the operator's approval desk."""

from app.catalog.pages import approval, content, offers, photos, products, queue, variants

routers = (
    offers.router,
    products.router,
    content.router,
    variants.router,
    photos.router,
    queue.router,
    approval.router,
)
