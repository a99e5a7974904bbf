"""Webhooks: the owner's alone. A rival's own list opens; a row of somebody else does not exist."""

OWN = "guest in | owner {} | staff 403 | else 404"
HOME = "/ban-hang/ket-noi/webhook"

ROWS = {
    f"GET {HOME}": "guest in | owner rival 200 | staff 403 | else 404",
    f"POST {HOME}": "guest in | owner rival 422 | staff 403 | else 404",
    f"GET {HOME}/{{code}}": OWN.format(200),
    f"POST {HOME}/{{code}}": OWN.format(422),
    f"POST {HOME}/{{code}}/khoa": OWN.format(422),
    f"POST {HOME}/{{code}}/khoa-moi": OWN.format(422),
    f"POST {HOME}/{{code}}/thu": OWN.format(303),
    f"POST {HOME}/{{code}}/tat": OWN.format(303),
    f"POST {HOME}/{{code}}/bat": OWN.format(303),
    f"POST {HOME}/{{code}}/bo": OWN.format(303),
    f"GET {HOME}/{{code}}/lan-gui/{{event_id}}": OWN.format(200),
    f"POST {HOME}/{{code}}/lan-gui/{{event_id}}/gui-lai": OWN.format(303),
}
