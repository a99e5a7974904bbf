"""The seller's product desk and the operator's approval desk."""

from app.catalog.pages import approval, content, offers, papers, photos, products, queue, variants

routers = (
    offers.router,
    products.router,
    content.router,
    variants.router,
    papers.router,
    photos.router,
    queue.router,
    approval.router,
)
