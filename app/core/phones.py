"""Vietnamese phone numbers: kept as E.164, shown as people here write them."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from app.core.i18n import mark

NOT_A_PHONE = mark("Số điện thoại chưa đúng, ví dụ 0912 345 678.")


def e164(typed: str) -> str:
    """The number as it is stored. Raises ValueError with words for the form.

    >>> e164("0912 345 678"), e164("+84 208 3855 555"), e164("84912345678")
    ('+84912345678', '+842083855555', '+84912345678')
    """
    try:
        number = phonenumbers.parse(typed, "VN")
    except NumberParseException as error:
        raise ValueError(NOT_A_PHONE) from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError(NOT_A_PHONE)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def mobile(typed: str) -> str:
    """As `e164`, for a number that we send a code to: a mobile one of this country, since messages
    to others are what fraud is paid by. Raises ValueError.

    >>> mobile("0912 345 678")
    '+84912345678'
    """
    phone = e164(typed)
    number = phonenumbers.parse(phone)
    if number.country_code != 84 or phonenumbers.number_type(number) not in _MOBILE:
        raise ValueError(mark("Cần số di động Việt Nam để nhận mã qua tin nhắn."))
    return phone


_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def spoken(phone: str) -> str:
    """A stored number as it is read out here.

    >>> spoken("+84912345678"), spoken("")
    ('0912 345 678', '')
    """
    if not phone:
        return ""
    number = phonenumbers.parse(phone, "VN")
    home = number.country_code == 84
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    )
