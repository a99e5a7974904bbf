"""A reason that an officer gives: a sentence of the list, own words, or both."""

LONGEST = 1000


def reason(chosen: str, typed: str) -> str:
    """
    >>> reason("Ảnh chưa rõ sản phẩm.", " Nhãn bị loá. "), reason("", "Nhãn bị loá.")
    ('Ảnh chưa rõ sản phẩm. Nhãn bị loá.', 'Nhãn bị loá.')
    """
    parts = [part.strip() for part in (chosen, typed) if part.strip()]
    if len(parts) == 2 and parts[1].startswith(parts[0]):
        parts = parts[1:]  # the list's sentence was put into the field, and added to
    return " ".join(parts)[:LONGEST]
