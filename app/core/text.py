"""Vietnamese text: the one definition of folding, and what follows from it."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_WORD = re.compile(r"[^\W_]+")


def nfc(text: str) -> str:
    """Composed form, as everything is stored: phones and Macs may send decomposed letters."""
    return unicodedata.normalize("NFC", text)


def plain(text: str) -> str:
    r"""As people's typing is stored: composed letters, lines that end as Unix has them (a browser
    sends both signs), nothing around it.

    >>> plain("Hái tay.\r\nSao suốt.\r\n ")
    'Hái tay.\nSao suốt.'
    """
    return nfc(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def fold(text: str) -> str:
    """`text` without case, tone marks, đ or runs of spaces: how texts are compared.

    NFC, lower, đ to d, NFD, drop marks, collapse spaces; so `hoà` = `hòa`, `Đinh` = `dinh`.

    >>> fold("  Chè ĐINH  Tân Cương ")
    'che dinh tan cuong'
    """
    return _SPACES.sub(" ", unaccented(nfc(text).lower())).strip()


def unaccented(text: str) -> str:
    """`text` without tone marks and đ, case kept: what a plain SMS can carry.

    >>> unaccented("Đơn hàng Chè Đinh")
    'Don hang Che Dinh'
    """
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of `text`, lower-case, accents kept, composed form.

    >>> words("Chè đinh, 100 g!")
    ['chè', 'đinh', '100', 'g']
    """
    return _WORD.findall(nfc(text).lower())


def slugify(text: str) -> str:
    """`text` for an address; empty when nothing of it can stand there.

    >>> slugify("Chè Đinh Tân Cương, hộp 100 g")
    'che-dinh-tan-cuong-hop-100-g'
    """
    return _NOT_SLUG.sub("-", fold(text)).strip("-")
