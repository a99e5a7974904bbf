"""What every operation of the JSON API shares; nothing here knows a domain.

- `schemas`: models that read and write JSON, and answers with strong entity tags;
- `problems`: refusals as problem details (RFC 9457), and how they are documented;
- `conditions`: `If-Match` and `If-None-Match`; `cursors`: the pages of a list;
- `route`: what happens around each operation; `gateway`: what happens before one is found;
- `document`: OpenAPI, in the language of its address.
"""

PREFIX = "/api/v1"
