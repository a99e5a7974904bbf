"""The public log is for everybody; what recomputing it found is for those who answer for it."""

SELF_AUDIT = "guest in | operator auditor administrator {} | else 403"

ROWS = {
    "GET /minh-bach": "else 200",
    "GET /minh-bach/kiem-tra": "else 200",
    "POST /minh-bach/kiem-tra": "else 422",
    "GET /log/checkpoint": "else 404",  # none was published yet
    "HEAD /log/checkpoint": "else 404",
    "GET /log/key": "else 200",
    "HEAD /log/key": "else 200",
    "GET /log/proof": "else 422",  # of what?
    "GET /log/verify_proof.py": "else 200",
    "GET /log/tile/{rest:path}": "else 404",
    "HEAD /log/tile/{rest:path}": "else 404",
    "GET /dieu-hanh/tu-kiem": SELF_AUDIT.format(200),
    "POST /dieu-hanh/tu-kiem": SELF_AUDIT.format(303),
    "POST /dieu-hanh/tu-kiem/dong-dau": SELF_AUDIT.format(303),
}
