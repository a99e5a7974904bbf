"""The address picker's endpoint and the check of what it sends."""

import gzip

import pytest
from pydantic import ValidationError

from app.places import pages, queries
from app.places.service import AddressIn, only_choosing_province
from tests.conftest import Client

GOOD = {"province_code": "19", "ward_code": "05503", "street": "Xóm Hồng Thái 2"}


def test_the_wards_of_a_province_are_options_in_order(client: Client) -> None:
    answer = client.get("/places/19/wards")
    assert answer.json()[0] == ["05809", "An Khánh (xã)"]
    assert len(answer.json()) == 92
    assert "immutable" in answer.headers["cache-control"]


def test_an_unknown_province_has_no_wards(client: Client) -> None:
    assert client.get("/places/99/wards").status_code == 404


@pytest.mark.parametrize("province", [known.code for known in queries.provinces()])
def test_the_wards_of_a_province_weigh_at_most_1800_bytes_compressed(province: str) -> None:
    assert len(gzip.compress(bytes(pages.wards(province).body))) <= 1800


def test_an_address_of_one_province_is_accepted_and_printed() -> None:
    assert AddressIn(**GOOD).address_line == "Xóm Hồng Thái 2, xã Tân Cương, tỉnh Thái Nguyên"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"province_code": "99"}, "province_code"),
        ({"province_code": "01"}, "ward_code"),
        ({"ward_code": "99999"}, "ward_code"),
        ({"street": "x"}, "street"),
        ({"street": "x" * 121}, "street"),
    ],
)
def test_a_wrong_part_is_named_and_no_other(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AddressIn(**GOOD | wrong)
    assert {fault["loc"][0] for fault in refused.value.errors()} == {field}


def test_the_button_of_the_province_asks_for_its_wards_only() -> None:
    assert only_choosing_province(GOOD | {"choose_province": "1"})
    assert not only_choosing_province(GOOD)
