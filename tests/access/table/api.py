"""The API: cookies open nothing there, whosever they are. By the token of its owner, by that of a
rival, and without the right, each row is asked in `tests/api/test_every_operation.py`.
"""

BY_TOKEN = "else 401"
ANYBODY = "else 200"

ROWS = {
    "GET /api": ANYBODY,
    "GET /api/v1/openapi.json": ANYBODY,
    "GET /api/v1/products": ANYBODY,
    "GET /api/v1/products/{slug}": ANYBODY,
    "GET /api/v1/sellers": ANYBODY,
    "GET /api/v1/sellers/{slug}": ANYBODY,
    "GET /api/v1/ocop-certificates": ANYBODY,
    "GET /api/v1/categories": ANYBODY,
    # Products.
    "GET /api/v1/seller/products": BY_TOKEN,
    "POST /api/v1/seller/products": BY_TOKEN,
    "GET /api/v1/seller/products/{slug}": BY_TOKEN,
    "PUT /api/v1/seller/products/{slug}": BY_TOKEN,
    "PATCH /api/v1/seller/products/{slug}": BY_TOKEN,
    "DELETE /api/v1/seller/products/{slug}": BY_TOKEN,
    "GET /api/v1/seller/products/{slug}/checklist": BY_TOKEN,
    "POST /api/v1/seller/products/{slug}/submission": BY_TOKEN,
    "DELETE /api/v1/seller/products/{slug}/revision": BY_TOKEN,
    "PUT /api/v1/seller/products/{slug}/pause": BY_TOKEN,
    "DELETE /api/v1/seller/products/{slug}/pause": BY_TOKEN,
    # Variants.
    "GET /api/v1/seller/products/{slug}/variants": BY_TOKEN,
    "POST /api/v1/seller/products/{slug}/variants": BY_TOKEN,
    "GET /api/v1/seller/products/{slug}/variants/{sku}": BY_TOKEN,
    "PUT /api/v1/seller/products/{slug}/variants/{sku}": BY_TOKEN,
    "PATCH /api/v1/seller/products/{slug}/variants/{sku}": BY_TOKEN,
    # Photos.
    "GET /api/v1/seller/products/{slug}/photos": BY_TOKEN,
    "POST /api/v1/seller/products/{slug}/photos": BY_TOKEN,
    "PUT /api/v1/seller/products/{slug}/photos": BY_TOKEN,
    "DELETE /api/v1/seller/products/{slug}/photos/{content_hash}": BY_TOKEN,
    # Orders.
    "GET /api/v1/seller/orders": BY_TOKEN,
    "GET /api/v1/seller/orders/{code}": BY_TOKEN,
    "POST /api/v1/seller/orders/{code}/confirmation": BY_TOKEN,
    "POST /api/v1/seller/orders/{code}/packing": BY_TOKEN,
    "POST /api/v1/seller/orders/{code}/shipment": BY_TOKEN,
    "POST /api/v1/seller/orders/{code}/delivery": BY_TOKEN,
    "POST /api/v1/seller/orders/{code}/failed-delivery": BY_TOKEN,
    "POST /api/v1/seller/orders/{code}/second-attempt": BY_TOKEN,
    "POST /api/v1/seller/orders/{code}/turning-back": BY_TOKEN,
    "POST /api/v1/seller/orders/{code}/return": BY_TOKEN,
    "POST /api/v1/seller/orders/{code}/cancellation": BY_TOKEN,
    "GET /api/v1/lots/{code}": ANYBODY,
    # Lots.
    "GET /api/v1/seller/lots": BY_TOKEN,
    "POST /api/v1/seller/lots": BY_TOKEN,
    "GET /api/v1/seller/lots/{code}": BY_TOKEN,
    "PUT /api/v1/seller/lots/{code}/weights": BY_TOKEN,
    "POST /api/v1/seller/lots/{code}/publication": BY_TOKEN,
    "POST /api/v1/seller/lots/{code}/steps": BY_TOKEN,
    "GET /api/v1/seller/growing-areas": BY_TOKEN,
    "POST /api/v1/seller/growing-areas": BY_TOKEN,
    # Profile.
    "GET /api/v1/seller": BY_TOKEN,
    # The desk where tokens are made: the owner's alone.
    "GET /ban-hang/ket-noi": "guest in | owner rival 200 | staff 403 | else 404",
    "POST /ban-hang/ket-noi": "guest in | owner rival 422 | staff 403 | else 404",
    "POST /ban-hang/ket-noi/{code}/thu-hoi": "guest in | owner 303 | staff 403 | else 404",
}
