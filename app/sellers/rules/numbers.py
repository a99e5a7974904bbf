"""Numbers that the state gives to firms and people, checked as far as a number can be."""

from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from app.core.i18n import mark

NOT_A_PERSON = mark("Số định danh cá nhân chưa đúng: cần 12 chữ số như trên thẻ căn cước.")
NOT_BORN_THEN = mark("Số định danh không khớp với ngày sinh, mời xem lại thẻ căn cước.")


def normal_tax_code(typed: str) -> str:
    """Ten digits, or thirteen of a branch (Circular 86/2024/TT-BTC). Raises ValueError."""
    try:
        return str(mst.validate(typed))
    except ValidationError as error:
        raise ValueError(mark("Mã số thuế chưa đúng.")) from error


def tax_code_of_firm(typed: str) -> str:
    """A household's tax code may be its owner's personal number (Law on Tax Administration,
    art. 35): that is kept sealed beside the representative, never where shoppers read it.
    """
    if len(digits(typed)) == 12:
        said = mark("Đây là số định danh cá nhân, ô này để trống. Số đó ghi ở bước Người đại diện.")
        raise ValueError(said)
    return normal_tax_code(typed)


def personal_number(typed: str) -> str:
    """Twelve digits: province or country of birth, sex and century, year, then six by chance
    (Decree 137/2015/ND-CP, art. 13). Raises ValueError.

    >>> personal_number("019 185 000123")
    '019185000123'
    """
    number = digits(typed)
    if len(number) != 12 or not typed.replace(" ", "").replace(".", "").isdecimal():
        raise ValueError(NOT_A_PERSON)
    if number.startswith("000"):
        raise ValueError(NOT_A_PERSON)
    return number


def year_of_birth(number: str) -> int:
    """The fourth digit tells the century by twos, the next two the year.

    >>> year_of_birth("019185000123"), year_of_birth("001203000001")
    (1985, 2003)
    """
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def born_as_numbered(number: str, born_on: date) -> bool:
    return year_of_birth(number) == born_on.year


def masked(number: str) -> str:
    """
    >>> masked("019185000123"), masked("")
    ('•••••••••123', '')
    """
    return "•" * max(0, len(number) - 3) + number[-3:]


def digits(typed: str) -> str:
    return "".join(letter for letter in typed if letter in "0123456789")
