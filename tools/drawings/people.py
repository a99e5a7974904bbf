"""Portraits of the people who stand for a seller, in the prototype's hand."""

from dataclasses import dataclass

SKINS = {
    "sang": ("#dba878", "#c48f62"),
    "ngam": ("#cf9a6a", "#b9855a"),
    "nang": ("#d3a071", "#c48f62"),
    "sam": ("#c28b5c", "#a9754a"),
}
NON_LA = (
    '<path d="M14 92C54 74 82 46 98 14c18 30 46 58 88 76C140 72 62 72 14 92z" fill="#f2dca6"/>'
    '<path d="M14 92C62 72 140 72 186 90c-46-26-126-26-172 2z" fill="#d3ad63"/>'
    '<path d="M98 14C84 42 66 62 44 80M98 14C96 40 92 58 88 74M98 14C106 40 112 58 118 74M98 14C116 42 134 62 158 80" stroke="#d8b873" stroke-width="2" fill="none"/>'
)


@dataclass(frozen=True)
class Person:
    """One portrait; the words name the drawing's parts, not real people."""

    back: str
    coat: str
    collar: str
    head: str = "non"
    skin: str = "sang"
    hair: str = "#1d1a18"
    face: str = "cuoi"
    man: bool = False


def portrait(person: Person) -> str:
    skin, neck = SKINS[person.skin]
    return "".join(
        (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">',
            f'<rect width="200" height="200" fill="{person.back}"/>',
            _behind(person),
            f'<path d="M22 200C26 156 56 142 84 138h32c30 4 58 18 62 62z" fill="{person.coat}"/>',
            f'<path d="M84 130h32v14c0 12-32 12-32 0z" fill="{neck}"/>',
            f'<path d="M76 140c14 16 34 16 48 0l10 8c-18 24-50 24-68 0z" fill="{person.collar}"/>',
            _hair(person),
            f'<path d="M66 84c0-18 68-18 68 0 2 34-12 58-34 58S64 118 66 84z" fill="{skin}"/>',
            _face(person),
            _head(person),
            "</svg>\n",
        )
    )


def _behind(person: Person) -> str:
    if person.head == "toc-dai":
        return f'<path d="M56 84c0-60 88-60 88 0 4 40 6 66 0 84H56c-6-18-4-44 0-84z" fill="{person.hair}"/>'
    if person.head == "bui":
        return f'<circle cx="100" cy="34" r="20" fill="{person.hair}"/>'
    return ""


def _hair(person: Person) -> str:
    if person.head in {"non", "mu", "khan"}:
        return f'<path d="M62 84c0-30 76-30 76 0 1 10 0 20-3 28-8-16-62-16-70 0-3-8-4-18-3-28z" fill="{person.hair}"/>'
    return f'<path d="M60 92C54 40 78 30 100 30s46 10 40 62c-1 6-2 12-5 18-2-8-4-16-4-24-20 2-44-2-56-12-4 10-8 24-10 36-3-6-4-12-5-18z" fill="{person.hair}"/>'


def _face(person: Person) -> str:
    eyes = {
        "cuoi": '<path d="M80 100q7-5 13 0M107 100q7-5 13 0" stroke="#3b2416" stroke-width="3" fill="none" stroke-linecap="round"/>',
        "nhin": '<circle cx="87" cy="99" r="3.4" fill="#2b1a10"/><circle cx="113" cy="99" r="3.4" fill="#2b1a10"/><path d="M79 91q8-5 15-1M106 90q8-4 15 1" stroke="#3b2416" stroke-width="2.500" fill="none" stroke-linecap="round"/>',
        "kinh": '<circle cx="86" cy="100" r="10.500" fill="#fff" fill-opacity=".25" stroke="#2b2a28" stroke-width="2.500"/><circle cx="114" cy="100" r="10.500" fill="#fff" fill-opacity=".25" stroke="#2b2a28" stroke-width="2.500"/><path d="M96.500 99h7" stroke="#2b2a28" stroke-width="2.500"/><circle cx="87" cy="100" r="3" fill="#2b1a10"/><circle cx="113" cy="100" r="3" fill="#2b1a10"/>',
        "gia": '<path d="M80 100q7-5 13 0M107 100q7-5 13 0" stroke="#3b2416" stroke-width="3" fill="none" stroke-linecap="round"/><path d="M73 97l-5-3M73 102l-6 0M127 97l5-3M127 102l6 0M86 84q14-4 28 0" stroke="#8a5a3c" stroke-width="1.800" fill="none" stroke-linecap="round"/><path d="M82 112q-3 6 0 11M118 112q3 6 0 11" stroke="#a9704c" stroke-width="1.800" fill="none" stroke-linecap="round"/>',
    }[person.face]
    beard = (
        '<path d="M86 116q14-6 28 0" stroke="#3b2f28" stroke-width="3" fill="none" stroke-linecap="round" opacity=".55"/>'
        if person.man and person.face == "gia"
        else ""
    )
    cheek = ".28" if person.man else ".5"
    return (
        f'{eyes}<path d="M86 120q14 11 28 0" stroke="#8a4a34" stroke-width="3" fill="none" stroke-linecap="round"/>'
        '<path d="M99 102l-4 11h7" stroke="#b77d55" stroke-width="2.500" fill="none" stroke-linecap="round"/>'
        f'<circle cx="78" cy="113" r="6" fill="#d98a68" opacity="{cheek}"/><circle cx="122" cy="113" r="6" fill="#d98a68" opacity="{cheek}"/>{beard}'
    )


def _head(person: Person) -> str:
    return {
        "non": NON_LA,
        "mu": '<path d="M58 82C54 34 146 34 142 82 116 72 84 72 58 82z" fill="#4f6b35"/><path d="M56 82c24-16 66-16 96 4 4 4 0 8-6 6-30-12-60-12-90-4-4 0-4-4 0-6z" fill="#3d5628"/>',
        "khan": '<path d="M56 92C46 34 76 20 102 20s52 16 44 70c-8-14-20-20-46-20s-38 8-44 22z" fill="#23264a"/><path d="M58 78c10-18 74-20 86-2M62 60c14-16 62-18 76-2M74 40c12-10 42-10 54 0" stroke="#b5301f" stroke-width="3" fill="none"/><path d="M60 70c12-18 68-20 82-2" stroke="#f0c96a" stroke-width="1.800" fill="none"/>',
        "khan-cham": "",
        "bui": "",
        "toc-dai": "",
        "toc-ngan": "",
    }[person.head]
