"""Whatever is asked for, the answer is one of the standard's."""

from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.traceability.models import Lot
from app.traceability.rules.digital_link import PRIMARY_KEYS
from app.traceability.rules.digital_link.bits import ALPHABET
from tests.conftest import Client
from tests.traceability.resolver.conftest import ITEM, LOT

ANSWERS = {200, 300, 307, 400, 404, 405}
TYPES = ["", "linkset", "all", "gs1:pip", "gs1:support", "gs1:epcis", "gs1:defaultLink", "x"]
MEDIA = ["", "*/*", "text/html", "application/json", "application/linkset+json", "q=;,", "a/b;q=2"]
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
anything = st.text(max_size=12).map(lambda text: quote(text, safe="/%;=&+"))
paths = st.one_of(
    st.sampled_from([LOT, ITEM, f"{LOT}/21/7", f"{ITEM}/10/NO"]),
    st.builds("{}/{}".format, st.sampled_from([LOT, ITEM, "/01", "/8004"]), anything),
    st.builds("/{}/{}".format, st.sampled_from([*PRIMARY_KEYS]), anything),
    st.text(ALPHABET, min_size=1, max_size=30).map("/eh{}".format),
    st.text(ALPHABET, min_size=1, max_size=30).map("/AQnY{}".format),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=paths,
    method=st.sampled_from(["GET", "GET", "GET", "HEAD", "OPTIONS", "POST"]),
    link_type=st.sampled_from(TYPES),
    rest=anything,
    accept=st.one_of(st.sampled_from(MEDIA), HEADER),
    language=st.one_of(st.sampled_from(["", "en", "vi;q=0.1,en;q=0.7", "*"]), HEADER),
)
def test_no_request_breaks_the_resolver(
    client: Client, lot: Lot, path: str, method: str, **said: str
) -> None:
    query = f"linkType={said['link_type']}&{said['rest']}"
    headers = {"accept": said["accept"], "accept-language": said["language"]}
    answer = client.request(method, f"{path}?{query}", headers=headers)
    assert answer.status_code in ANSWERS
    if answer.status_code == 200 and method == "GET":
        assert "anchor" in answer.text
    if answer.status_code == 307:
        assert answer.headers["location"].isascii()
