"""Rows of sellers, products, packings, growing areas and certificates."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.catalog.models import TeaType
from app.catalog.rules.categories import TEA, parent, trade
from app.places import queries as places
from app.sellers.models import SellerKind
from app.traceability.models import Assurance

from . import texts
from .dates import days_of
from .source import gtin, phone, products, seller, seller_key, sellers, table, tax_code

Row = dict[str, Any]
UNITS = {
    "Hộp": "Box", "Túi": "Bag", "Gói": "Pack", "Bó": "Bundle", "Chai": "Bottle", "Lọ": "Jar", "Hũ": "Jar", "Bao": "Sack", "Thùng": "Carton", "Sọt": "Basket",
    "Con": "Bird", "Vỉ": "Tray of", "Chiếc": "Piece", "Cặp": "Pair", "Bánh": "Cake", "Khay": "Tray", "Giỏ": "Cosy", "Khăn": "Scarf", "Quà": "Gift of",
    "túi": "bags", "gói": "packets", "hộp": "tins", "quả": "pieces", "chiếc": "pieces", "lít": "litres",
}  # fmt: skip


def seller_rows() -> Iterator[Row]:
    for known in sellers():
        same = (
            "name",
            "legal_name",
            "representative",
            "ward",
            "street",
            "quote",
            "quote_en",
            "quote_by",
            "households",
        )
        yield {name: known[name] for name in same if name in known} | {
            "tax_code": tax_code(known),
            "phone": phone(known),
            "zalo": phone(known),
            "kind": SellerKind(known["kind"]),
            "founded_on": date.fromisoformat(known["founded_on"])
            if "founded_on" in known
            else None,
            "story": f"{known['story']}\n\n{texts.MARK}",
            "story_en": f"{known['story_en']}\n\n{texts.MARK_EN}",
            "portrait": f"nguoi-{known['key']}-800.webp",
            "is_sample": True,
        }


def product_rows() -> Iterator[Row]:
    for product in products():
        yield _described(product) | _tasted(product) | _labelled(product) | _pictured(product)


def process_of(product: Row) -> str:
    return str(product.get("process", "che-xanh"))


def _described(product: Row) -> Row:
    same = ("name", "name_en", "summary", "summary_en", "cultivar", "usage", "contents")
    return {name: product[name] for name in same if name in product} | {
        "seller": seller_key(seller(product["seller"])),
        "sku": product["variants"][0][0],
        "category": _category(product["category"]),
        "tea_type": TeaType(product["tea"]) if _is_tea(product) else None,
        "description": f"{product['text']}\n\n{texts.MARK}",
        "description_en": f"{product['text_en']}\n\n{texts.MARK_EN}",
        "geographical_indication": product.get("gi"),
        "approved": True,
    }


def _is_tea(product: Row) -> bool:
    """Herbs that are steeped, and boxes of tea, are sold in other trades."""
    group = parent(product["category"])
    return group is not None and group.slug == TEA


def _category(slug: str) -> str:
    found = trade(slug)
    if found is None:
        raise KeyError(slug)
    return found.name


def _tasted(product: Row) -> Row:
    if not _is_tea(product):
        return {}
    tasted = dict(
        zip(("aroma", "astringent", "sweet", "strong"), product.get("taste", ()), strict=False)
    )
    brew = product.get("brew") or texts.BREWS.get(product.get("tea", ""), [])
    names = ("brew_grams", "brew_ml", "brew_celsius", "brew_seconds", "brew_infusions")
    return tasted | dict(zip(names, brew, strict=False))


def shelf_life(product: Row) -> str:
    """`24m` or `10d`, from the day of harvest."""
    by_process = texts.PROCESS_SHELF.get(process_of(product))
    return str(product.get("shelf") or by_process or texts.SHELF.get(product.get("tea", ""), "12m"))


def _labelled(product: Row) -> Row:
    process = process_of(product)
    flower = product.get("flower", "")
    made_of = _ingredients(product, process)
    kept = texts.STORAGE.get(process) or texts.STORAGE["tea" if "tea" in product else ""]
    warned = texts.WARNINGS.get(process, "")
    gaps = {"flower": flower, "flower_en": texts.FLOWERS.get(flower, "flowers")}
    return {
        "ingredients": made_of[0].format(**gaps),
        "ingredients_en": made_of[1].format(**gaps),
        "storage": kept[0],
        "storage_en": kept[1],
        "warnings": warned,
        "shelf_life_days": days_of(shelf_life(product)),
        "standard": texts.STANDARDS.get(process, texts.STANDARDS[""]),
    }


def _ingredients(product: Row, process: str) -> tuple[str, str]:
    if process in texts.INGREDIENTS:
        return texts.INGREDIENTS[process]
    if product.get("tea") in texts.GRADES and process == "che-xanh":
        grade = texts.GRADES[product["tea"]]
        kind = product.get("cultivar", "")
        return f"100 % búp chè {kind}, {grade[0]}", f"100 % {kind} tea, {grade[1]}"
    return f"{product['name']}, không phụ gia", f"{product['name_en']}, no additives"


def _pictured(product: Row) -> Row:
    pictures = [f"sp-{product['key']}-800.webp"]
    tea = product.get("tea")
    if tea and process_of(product) != "gop":
        leaf = "bac" if "bạch" in product["name"].lower() else texts.LEAVES.get(tea, "xanh")
        cup = "bac" if leaf == "bac" else texts.LIQUORS.get(tea, "xanh")
        pictures += [f"canh-{leaf}-800.webp", f"chen-{cup}-800.webp"]
    return {
        "images": pictures,
        "image_alt": f"Tranh vẽ {product['name']}",
        "image_alt_en": f"Drawing of {product['name_en']}",
    }


def variant_rows() -> Iterator[Row]:
    for product in products():
        for sku, name, packaging, net, gross, price, stock, *rest in product["variants"]:
            yield {
                "seller": seller_key(seller(product["seller"])),
                "product": product["variants"][0][0],
                "sku": sku,
                "name": name,
                "name_en": " ".join(
                    UNITS.get(word, word) for word in name.replace(",", ".").split()
                ),
                "packaging": packaging,
                "net_grams": net,
                "gross_grams": gross,
                "price": price,
                "on_hand": stock,
                "gtin": gtin(rest[0]) if rest else None,
                "list_price": rest[1] if len(rest) > 1 else None,
                "max_per_order": 20 if price >= 300_000 else 50,
                "active": True,
            }


def area_rows() -> Iterator[Row]:
    for key, name, code, ward, hectares, households, cultivar, gi, days, picture in table("areas")[
        "areas"
    ]:
        yield {
            "seller": seller_key(seller(key)),
            "name": name,
            "code": code,
            "code_issuer": "Chi cục Trồng trọt và Bảo vệ thực vật (dữ liệu mẫu)" if code else "",
            "ward": places.ward(_ward_code(ward)).name,
            "hectares": hectares,
            "households": households,
            "cultivar": cultivar,
            "geographical_indication": gi,
            "last_treatment_days": days or None,
            "picture": f"vung-{picture}-800.webp",
        }


def _ward_code(name: str) -> str:
    return next(ward.code for ward in places.wards("19") if ward.name == name)


def certificate_rows() -> Iterator[Row]:
    for product in products():
        if "ocop" in product:
            yield _ocop(product, *product["ocop"])
    for key, scheme, area, number, start, end, assurance in table("areas")["standards"]:
        yield {
            "seller": seller_key(seller(key)),
            "scheme": scheme,
            "area": area,
            "number": number,
            "issuer": "Trung tâm Chứng nhận Nông nghiệp Việt Bắc (dữ liệu mẫu)",
            "issued_on": date.fromisoformat(start),
            "expires_on": date.fromisoformat(end),
            "assurance": Assurance(assurance),
        }


def _ocop(product: Row, stars: int, decision: str, issued: str) -> Row:
    return {
        "seller": seller_key(seller(product["seller"])),
        "scheme": "OCOP",
        "sku": product["variants"][0][0],
        "number": f"Mẫu {decision}",
        "issuer": "Bộ Nông nghiệp và Môi trường" if stars == 5 else "UBND tỉnh Thái Nguyên",
        "stars": stars,
        "issued_on": date.fromisoformat(issued),
        "assurance": Assurance.CHECKED,
    }
