"""Recalls: asked for and confirmed by those who may recall; a lot's own seller may ask."""

from tests.access.table.operators import DECIDE, READ

ROWS = {
    "GET /dieu-hanh/thu-hoi": READ,
    "POST /dieu-hanh/thu-hoi": DECIDE.format(422),  # nothing was named
    "GET /dieu-hanh/thu-hoi/moi": DECIDE.format(200),
    "GET /dieu-hanh/thu-hoi/{code}": READ,
    "GET /dieu-hanh/thu-hoi/{code}/thong-bao.csv": READ,
    # The operator of this world asked for it, so that only another one answers.
    "POST /dieu-hanh/thu-hoi/{code}/xac-nhan": (
        "guest in | operator 403 | administrator 303 | else 403"
    ),
    "POST /dieu-hanh/thu-hoi/{code}/tu-choi": DECIDE.format(422),
    "POST /dieu-hanh/thu-hoi/{code}/rut-lai": (
        "guest in | operator 303 | administrator 403 | else 403"
    ),
    "GET /ban-hang/lo/{code}/thu-hoi": "guest in | owner staff 200 | else 404",
    "POST /ban-hang/lo/{code}/thu-hoi": "guest in | owner staff 422 | else 404",
    "POST /ban-hang/lo/{code}/thu-hoi/rut-lai": "guest in | else 404",  # nobody asked
}
