"""`python -m tools.drawings [NAME…]`: draw the sample province and render it as WebP.

SVG sources go to demo/drawings, pictures of 400 and 800 px to demo/img. Names given limit what
is drawn: keys of products and sellers.
"""

import sys
import tomllib
from pathlib import Path

from .compose import cover, dry_leaf_plate, liquor_cups
from .hills import hill
from .paper import ROOT
from .people import Person, portrait
from .render import render

SOURCE, DRAWINGS, PICTURES = (ROOT / "demo" / name for name in ("source", "drawings", "img"))
HILLS = {
    "doi-che-som": ("che", "som"), "doi-che-trua": ("che", "trua"), "doi-che-chieu": ("che", "chieu"), "doi-che-suong": ("che", "suong"),
    "rung-shan": ("shan", "suong"), "ruong-lua": ("lua", "chieu"), "ho-ba-be": ("ho", "trua"), "vuon-qua": ("vuon", "trua"), "dan-ong": ("ong", "som"),
}  # fmt: skip


def _table(name: str, key: str) -> list[dict]:
    return tomllib.loads((SOURCE / f"{name}.toml").read_text())[key]


def drawings() -> dict[str, str]:
    out = {
        f"sp-{p['key']}": cover(p["key"], p["art"])
        for f in ("teas", "goods")
        for p in _table(f, "product")
    }
    out |= {
        f"nguoi-{s['key']}": portrait(Person(**s["person"])) for s in _table("sellers", "seller")
    }
    out |= {f"vung-{name}": hill(*kind) for name, kind in HILLS.items()}
    out |= {f"canh-{kind}": dry_leaf_plate(kind) for kind in ("xanh", "nau", "bac", "vang")}
    out |= {f"chen-{kind}": liquor_cups(kind) for kind in ("xanh", "nau", "bac", "vang", "hong")}
    return out


def main(names: list[str]) -> None:
    DRAWINGS.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for name, svg in drawings().items():
        if names and not any(wanted in name for wanted in names):
            continue
        path = DRAWINGS / f"{name}.svg"
        if (
            not path.exists()
            or path.read_text() != svg
            or not (PICTURES / f"{name}-800.webp").exists()
        ):
            path.write_text(svg)
            paths.append(path)
    render(paths, PICTURES)
    print(f"{len(paths)} drawn")


if __name__ == "__main__":
    main(sys.argv[1:])
