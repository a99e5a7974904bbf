"""What is left of a buyer's data for somebody who only knows a phone number and a code."""


def masked_name(name: str) -> str:
    """
    >>> masked_name("Nguyễn Thị Mẫu")
    'N••• T••• M•••'
    """
    return " ".join(word[0] + "•••" for word in name.split())


def masked_phone(spoken: str) -> str:
    """The last three digits.

    >>> masked_phone("0912 345 678")
    '•••• ••• 678'
    """
    return "".join("•" if c.isdigit() else c for c in spoken[:-3]) + spoken[-3:]


def masked_address(address: str) -> str:
    """Without street and house.

    >>> masked_address("12 Hoàng Văn Thụ, phường Phan Đình Phùng, tỉnh Thái Nguyên")
    '•••, phường Phan Đình Phùng, tỉnh Thái Nguyên'
    """
    return ", ".join(["•••", *address.split(", ")[-2:]])
