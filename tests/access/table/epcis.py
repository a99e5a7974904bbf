"""EPCIS: everybody asks, and is told what is published; a cookie opens nothing. By tokens, each
door is tried in `tests/epcis`.
"""

ANYBODY = "else 200"
BY_TOKEN = "else 401"
DISCOVERED = "else 204"

ROWS = {
    "GET /epcis": ANYBODY,
    "OPTIONS /epcis": DISCOVERED,
    "OPTIONS /epcis/{rest:path}": DISCOVERED,
    "GET /epcis/events": ANYBODY,
    "GET /epcis/events/{event_id:path}": "else 404",  # of a lot that is not published
    "GET /epcis/{resource}": ANYBODY,
    "GET /epcis/{resource}/{value:path}": "else 404",
    "GET /epcis/{resource}/{value:path}/events": ANYBODY,
    "GET /epcis/epcs/{value:path}/journey": "else 404",
    "POST /epcis/capture": BY_TOKEN,
    "GET /epcis/capture": BY_TOKEN,
    "GET /epcis/capture/{capture_id}": BY_TOKEN,
    "POST /epcis/events": BY_TOKEN,
    "GET /epcis/queries": BY_TOKEN,
    "POST /epcis/queries": BY_TOKEN,
    "GET /epcis/queries/{name}": BY_TOKEN,
    "DELETE /epcis/queries/{name}": BY_TOKEN,
    "GET /epcis/queries/{name}/events": BY_TOKEN,
    "GET /epcis/queries/{name}/subscriptions": BY_TOKEN,
    "POST /epcis/queries/{name}/subscriptions": BY_TOKEN,
}
