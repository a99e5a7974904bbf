"""Scans: the reader's province, the seller's charts, the operator's alerts."""

DESK = "guest in | owner staff rival 200 | else 404"
READ = "guest in | shopper owner staff rival officer 403 | else 200"
DECIDE = "guest in | operator administrator {} | else 403"

ROWS = {
    "GET /noi-quet/{code}": "else 200",
    "POST /noi-quet/{code}": "else 422",  # no province was chosen
    "GET /ban-hang/quet": DESK,
    "GET /ban-hang/quet/{table}.csv": DESK,
    "POST /ban-hang/quet/{alert_id}/da-xem": "guest in | owner staff 303 | else 404",
    "GET /dieu-hanh/quet": READ,
    "GET /dieu-hanh/quet/{alert_id}": READ,
    "POST /dieu-hanh/quet/{alert_id}/da-xem": DECIDE.format(303),
    "POST /dieu-hanh/quet/{alert_id}/dong": DECIDE.format(422),
}
