"""A Jinja environment for each language, in which constants are said when a template is compiled.

A page of ours holds some sixty sentences. Looked up while it is rendered, they cost more than the
rest of it; but the language is known when a template is compiled, so `_("…")`, `{% trans %}`,
`url("…")` and `static("…")` with constant arguments become part of its text.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from app.core import i18n

Expr = TypeVar("Expr", bound=nodes.Expr)
SENTENCES = {"_", "gettext"}
ADDRESSES = {"url", "static"}
"""Globals that give the same for the same arguments as long as a process lives."""
MACROS = {"ui.icon": "shared/ui.html"}
"""Macros that give the same for the same constants, by how every template calls them."""
FRAGMENTS = 4096
"""Fragments kept in a process, the most recently shown ones: about 2 kB each."""
_PLACE = re.compile(r"%(?:\((\w+)\)(.)|%)")


class Languages:
    """The environments; filters and globals are shared by all of them."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        first = Said(i18n.SOURCE, directory)
        self._environments = {i18n.SOURCE: first}
        self.filters, self.globals = first.filters, first.globals
        self.globals["kept"] = self.kept
        self._fragment = lru_cache(FRAGMENTS)(self._make_fragment)

    def get_template(self, name: str) -> Template:
        """`name` in the language of the page being made."""
        return self._in(i18n.language()).get_template(name)

    def _in(self, lang: str) -> "Said":
        """Made when the first page of its language is."""
        if lang not in self._environments:
            made = Said(lang, self._directory)
            made.filters, made.globals = self.filters, self.globals
            self._environments[lang] = made
        return self._environments[lang]

    def kept(self, name: str, macro: str, *arguments: Any) -> Markup:
        """What `macro` of template `name` gives for these arguments, made once and kept.

        For what is shown over and over, as a product's card in a list. The arguments are all that
        it is made of, so it is never out of date; they have to be hashable, as rows are.
        """
        return self._fragment(i18n.language(), name, macro, arguments)

    def _make_fragment(self, lang: str, name: str, macro: str, arguments: Any) -> Markup:
        made: Markup = getattr(self._in(lang).get_template(name).module, macro)(*arguments)
        return made

    def from_string(self, source: str) -> Template:
        return self._in(i18n.language()).from_string(source)


class Said(Environment):
    """Templates in one language."""

    def __init__(self, lang: str, directory: Path) -> None:
        super().__init__(
            loader=FileSystemLoader(directory),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        )
        self.lang = lang
        self.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
            i18n.gettext, i18n.ngettext, newstyle=True
        )

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        with i18n.speaking(self.lang):
            folded: nodes.Template = Folding(self).visit(tree)
        return folded


def _name(called: nodes.Expr) -> str:
    """`url`, `ui.icon`; empty for what has no such name."""
    if isinstance(called, nodes.Getattr) and isinstance(called.node, nodes.Name):
        return f"{called.node.name}.{called.attr}"
    return called.name if isinstance(called, nodes.Name) else ""


class Folding(NodeTransformer):
    """Puts what a call with constant arguments gives in the place of the call."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.sentences: list[nodes.Concat] = []

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802  # named by the library
        self.generic_visit(node)
        name = _name(node.node)
        constants = [each.value for each in node.args if isinstance(each, nodes.Const)]
        if len(constants) != len(node.args) or node.dyn_args or node.dyn_kwargs:
            return node
        if name in SENTENCES:
            return self._sentence(node, i18n.gettext(*constants))
        if name in ADDRESSES and not node.kwargs:
            address: Any = self.environment.globals[name]
            return self._put(nodes.Const(address(*constants)), node)
        if name in MACROS and not node.kwargs:
            module: Any = self.environment.get_template(MACROS[name]).module
            macro = getattr(module, name.rpartition(".")[2])
            return self._put(nodes.Const(macro(*constants)), node)
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802
        """A sentence that is only shown is shown piece by piece, without being put together."""
        self.generic_visit(node)
        shown: list[nodes.Expr] = []
        for each in node.nodes:
            pieces = isinstance(each, nodes.Concat) and any(each is one for one in self.sentences)
            shown += each.nodes if pieces else [each]  # type: ignore[attr-defined]
        node.nodes = shown
        return node

    def _sentence(self, call: nodes.Call, text: str) -> nodes.Expr:
        """The text with its places filled by the call's keywords; as written if that is unclear."""
        given = {keyword.key: keyword.value for keyword in call.kwargs}
        pieces: list[nodes.Expr] = []
        end = 0
        for place in _PLACE.finditer(text):
            pieces.append(self._put(nodes.Const(Markup(text[end : place.start()])), call))  # noqa: S704  # our own sentence
            name, kind = place.groups()
            if name is None:
                pieces.append(self._put(nodes.Const(Markup("%")), call))
            elif kind == "s" and name in given:
                pieces.append(given[name])
            else:
                return call
            end = place.end()
        pieces.append(self._put(nodes.Const(Markup(text[end:])), call))  # noqa: S704
        if len(pieces) == 1:
            return pieces[0]
        sentence = self._put(nodes.Concat(pieces), call)
        self.sentences.append(sentence)
        return sentence

    def _put(self, new: Expr, old: nodes.Expr) -> Expr:
        new.set_lineno(old.lineno)
        new.set_environment(self.environment)
        return new
