"""What search engines are told in their own vocabulary (schema.org, as JSON-LD).

Only what the page itself says: no ratings before there are reviews.
"""

from collections.abc import Mapping, Sequence
from typing import Any

CONTEXT = "https://schema.org"


def breadcrumb(trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """`trail` is (name, whole address) from the top; the last one is the page itself."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": url}
        for place, (name, url) in enumerate(trail, 1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def organization(url: str, logo: str) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": "Nguyên Gốc",
        "url": url,
        "logo": logo,
        "areaServed": "Thái Nguyên, Việt Nam",
    }


def product(
    url: str, said: Mapping[str, Any], maker: str, offers: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """`said` has name, description and image."""
    return {
        "@context": CONTEXT,
        "@type": "Product",
        **said,
        "url": url,
        "brand": {"@type": "Brand", "name": maker},
        "offers": list(offers),
    }


def offer(url: str, variant: Mapping[str, Any], seller: str) -> dict[str, Any]:
    """`variant` has name, price in whole đồng, in_stock, and gtin if there is one."""
    stock = "InStock" if variant["in_stock"] else "OutOfStock"
    said = {
        "@type": "Offer",
        "url": url,
        "name": variant["name"],
        "price": variant["price"],
        "priceCurrency": "VND",
        "availability": f"{CONTEXT}/{stock}",
        "itemCondition": f"{CONTEXT}/NewCondition",
        "seller": {"@type": "Organization", "name": seller},
    }
    return said | ({"gtin": variant["gtin"]} if variant.get("gtin") else {})


def producer(url: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """`said` has name, legalName, address, and image if there is one."""
    return {"@context": CONTEXT, "@type": "Organization", **said, "url": url}
