"""What is said when a template is compiled is what would have been said when it is rendered."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

from app.core import i18n
from app.core.i18n import speaking
from app.core.jinja import Languages

SAID = {
    "Giá": "Price",
    "%(n)s gói, %(name)s": "%(name)s: %(n)s packs",
    "Giảm 5%% hôm nay": "5%% off today",
    "<b>đậm</b>": "<b>bold</b>",
    "%(n)s sao": "%(n)s stars",
}
TEMPLATES = [
    '{{ _("Giá") }}',
    '<p title="{{ _("Giá") }}">{{ _("Giá") }}</p>',
    "{% trans %}Giá{% endtrans %}",
    "{% trans %}Giảm 5% hôm nay{% endtrans %}",
    '{{ _("%(n)s gói, %(name)s", n=n, name=name) }}',
    "{% trans n=n, name=name|upper %}{{ n }} gói, {{ name }}{% endtrans %}",
    "{% trans %}<b>đậm</b>{% endtrans %}",
    '{{ _("Giá")|upper }}{{ _("%(n)s sao", n=n)|length }}',
    '{% set all = [_("Giá"), _("%(n)s gói, %(name)s", n=n, name=name)] %}{{ all|join(" ") }}',
    '{{ (_("%(n)s sao", n=n) ~ name) if n else _("Giá") }}',
    '{% macro row(label) %}<th>{{ label }}</th>{% endmacro %}{{ row(_("%(n)s sao", n=name)) }}',
    "{% trans count=n %}{{ count }} sao{% pluralize %}{{ count }} sao{% endtrans %}",
    '{{ _(known) }}{{ _("chưa dịch") }}',
    '{{ _("%(n)03d", n=n) }}',
    '{% autoescape false %}{{ _("Giá") }} {{ _("%(n)s sao", n=n) }}{% endautoescape %}',
    '{{ url("/tim") }}?{{ url(path) }} {{ static("img/mark.svg") }}',
    (
        "{% macro each() %}{{ caller(1) }}{% endmacro %}"
        '{% call(x) each() %}{{ x }}{{ _("Giá") }}{% endcall %}'
    ),
]


@pytest.fixture(params=["vi", "en"])
def lang(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    catalogue = {"en": SAID}
    monkeypatch.setattr(i18n, "_catalogue", lambda lang: catalogue.get(lang, {}))
    with speaking(request.param):
        yield request.param


@pytest.mark.usefixtures("lang")
@pytest.mark.parametrize("source", TEMPLATES)
@pytest.mark.parametrize("n", [0, 1, 7])
def test_a_template_says_the_same_as_if_it_were_looked_up(source: str, n: int) -> None:
    context = {"n": n, "name": "<Lan> & 100%", "path": "/tim?a=1", "known": "Giá"}
    assert ours(source).render(context) == looked_up(source).render(context)


def ours(source: str) -> Any:
    languages = Languages(Path("/nowhere"))
    languages.globals |= ADDRESSES
    return languages.from_string(source)


def looked_up(source: str) -> Any:
    plain = Environment(
        loader=DictLoader({}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    plain.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    plain.globals |= ADDRESSES
    return plain.from_string(source)


ADDRESSES: Any = {"url": i18n.localised_path, "static": "/static/{}?a&b".format}


def test_nothing_is_looked_up_while_a_page_is_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    template = ours('{{ _("Giá") }} {% trans n=n %}{{ n }} sao{% endtrans %} {{ url("/tim") }}')
    monkeypatch.setattr(i18n, "_catalogue", None)
    assert template.render(n=3) == "Giá 3 sao /tim"


def test_a_missing_value_is_still_an_error() -> None:
    with pytest.raises(UndefinedError):
        ours('{{ _("%(n)s sao", n=n) }}').render()


def test_filters_and_globals_are_the_same_in_every_language(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('{{ "x"|twice }}{{ shop }}{{ _("Giá") }}')
    languages = Languages(tmp_path)
    languages.filters |= {"twice": lambda text: text * 2}
    languages.globals |= {"shop": "!"}
    for lang in ("vi", "en"):
        with speaking(lang):
            assert languages.get_template("a.html").render().startswith("xx!")


@pytest.fixture
def shop(tmp_path: Path) -> Languages:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "ui.html").write_text(
        '{% macro icon(name, class="") %}<i class="{{ class }}">{{ name }}</i>{% endmacro %}'
    )
    (tmp_path / "goods.html").write_text(
        '{% import "shared/ui.html" as ui %}'
        '{% macro card(name, stars=1) %}{{ ui.icon("leaf") }}'
        '{{ made(name) }}{{ _("Giá") }} {{ stars }}{% endmacro %}'
    )
    return Languages(tmp_path)


def test_a_constant_icon_is_drawn_when_its_template_is_compiled(shop: Languages) -> None:
    page = shop.from_string(
        '{% import "shared/ui.html" as ui %}{{ ui.icon("leaf") }}{{ ui.icon(name, "big") }}'
    )
    assert page.render(name="<x>") == '<i class="">leaf</i><i class="big">&lt;x&gt;</i>'


@pytest.mark.usefixtures("lang")
def test_a_fragment_is_made_once_for_its_arguments_and_its_language(shop: Languages) -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    shop.globals["made"] = make
    for _ in range(2):
        for lang in ("vi", "en"):
            with speaking(lang):
                page = shop.from_string('{{ kept("goods.html", "card", name, 5) }}')
                price = "Price" if lang == "en" else "Giá"
                leaf = '<i class="">leaf</i>'
                assert page.render(name="<Lan>") == f"{leaf}&lt;Lan&gt;{price} 5"
    assert made == ["<Lan>", "<Lan>"]
