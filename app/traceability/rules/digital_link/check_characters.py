"""Check digits and check characters of GS1 keys (General Specifications 7.9)."""

CSET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
"""The characters of names; a character's place in it is its weight (figure 7.11-1)."""
_CSET_32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)


def check_digit(digits: str) -> str:
    """That of a key without it (7.9.1): weights 3, 1, 3, 1… from the right.

    >>> check_digit("0893123456789"), check_digit("893123456000")
    ('7', '3')
    """
    total = sum(int(digit) * (1 + 2 * (place % 2 == 0)) for place, digit in enumerate(digits[::-1]))
    return str(-total % 10)


def has_check_digit(key: str) -> bool:
    return check_digit(key[:-1]) == key[-1]


def check_pair(name: str) -> str:
    """Both check characters of a model number without them (7.9.5).

    >>> check_pair("1987654Ad4X4bL5ttr2310c")
    '2K'
    """
    weighed = zip(reversed(name), _PRIMES, strict=False)
    total = sum(CSET_82.index(letter) * prime for letter, prime in weighed) % 1021
    return _CSET_32[total >> 5] + _CSET_32[total & 31]


def has_check_pair(name: str) -> bool:
    """Whether a Global Model Number ends in the characters that the rest of it asks for."""
    return len(name) > 2 and check_pair(name[:-2]) == name[-2:]
