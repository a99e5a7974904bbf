"""What search engines are told in their own vocabulary (schema.org, as JSON-LD).

Only what the page itself says: no ratings before there are reviews.
"""

from collections.abc import Sequence
from typing import Any

CONTEXT = "https://schema.org"


def breadcrumb(base_url: str, trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """`trail` is (name, path) from the top; the last one is the page itself."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": base_url + path}
        for place, (name, path) in enumerate(trail, 1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def organization(base_url: str, logo: str) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": "Nguyên Gốc",
        "url": base_url + "/",
        "logo": base_url + logo,
        "areaServed": "Thái Nguyên, Việt Nam",
    }


def product(
    url: str, name: str, description: str, images: Sequence[str], maker: str, offers: Sequence[Any]
) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "@type": "Product",
        "name": name,
        "description": description,
        "image": list(images),
        "url": url,
        "brand": {"@type": "Brand", "name": maker},
        "offers": list(offers),
    }


def offer(
    url: str, sku: str, name: str, price: int, seller: str, *, in_stock: bool, gtin: str | None
) -> dict[str, Any]:
    """`price` in whole đồng."""
    said = {
        "@type": "Offer",
        "url": url,
        "sku": sku,
        "name": name,
        "price": price,
        "priceCurrency": "VND",
        "availability": f"{CONTEXT}/{'InStock' if in_stock else 'OutOfStock'}",
        "itemCondition": f"{CONTEXT}/NewCondition",
        "seller": {"@type": "Organization", "name": seller},
    }
    return said | ({"gtin": gtin} if gtin else {})


def producer(url: str, name: str, legal_name: str, address: str, image: str) -> dict[str, Any]:
    said = {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": name,
        "legalName": legal_name,
        "url": url,
        "address": address,
    }
    return said | ({"image": image} if image else {})
