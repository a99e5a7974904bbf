"""Numbers and texts packed into bits, as compressed links and tags of radio frequency have them."""

from string import ascii_lowercase, ascii_uppercase, digits

ALPHABET = ascii_uppercase + ascii_lowercase + digits + "-_"
"""Base 64 for addresses and file names (RFC 4648 section 5)."""


class NotBinary(ValueError):
    """Bits that end early or say what no writer would have written."""


class Bits:
    """A place in a text of ones and zeros. Reading past the end raises NotBinary."""

    def __init__(self, bits: str) -> None:
        self.bits = bits
        self.at = 0

    @property
    def left(self) -> int:
        return len(self.bits) - self.at

    def number(self, width: int) -> int:
        """The next `width` bits, 0 for none."""
        if width > self.left:
            raise NotBinary
        taken = self.bits[self.at : self.at + width]
        self.at += width
        return int(taken or "0", 2)

    def decimal(self) -> str:
        """A digit in four bits."""
        digit = self.number(4)
        if digit > 9:
            raise NotBinary
        return str(digit)

    def padded(self, count: int) -> str:
        """`count` digits packed into one number."""
        text = str(self.number(digits_width(count))).zfill(count) if count else ""
        if len(text) != count:
            raise NotBinary
        return text

    def letters(self, alphabet: str, width: int, count: int) -> str:
        """`count` letters of `alphabet`, which has one for all that `width` bits can say."""
        return "".join(alphabet[self.number(width)] for _ in range(count))

    def expect_padding(self) -> None:
        """Nothing but zeros may be left."""
        if "1" in self.bits[self.at :]:
            raise NotBinary


def digits_width(count: int) -> int:
    """Bits that hold any number of `count` digits.

    >>> digits_width(14), digits_width(6)
    (47, 20)
    """
    return (10**count - 1).bit_length() if count else 0


def from_alphabet(text: str) -> Bits:
    """Six bits for each letter. Raises NotBinary for a letter of another alphabet."""
    if not set(text) <= set(ALPHABET):
        raise NotBinary
    return Bits("".join(f"{ALPHABET.index(letter):06b}" for letter in text))


def to_alphabet(bits: str) -> str:
    """As letters, filled up with zeros on the right."""
    bits += "0" * (-len(bits) % 6)
    return "".join(ALPHABET[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))
