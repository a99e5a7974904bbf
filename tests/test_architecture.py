"""Habits of the code base that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.config import ROOT, Settings

SOURCES = sorted((ROOT / "app").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_FILE = 400
LONGEST_FUNCTION = 40


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_function_fits_a_screen(path: Path) -> None:
    long = [f.name for f in functions(path) if (f.end_lineno or 0) - f.lineno >= LONGEST_FUNCTION]
    assert long == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_only_units_of_work_commit(path: Path) -> None:
    assert not re.search(r"\bsession\.(commit|rollback)\(", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_carries_no_inline_style_or_script(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=\"", source)
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/ld\+json))", source)


def test_every_setting_is_documented_where_it_is_declared() -> None:
    source = (ROOT / "app/core/config.py").read_text()
    readme = (ROOT / "docs/settings.md").read_text()
    for name in Settings.model_fields:
        assert f"{name}: " in source
        assert f"`{name.upper()}`" in readme, f"docs/settings.md does not explain {name.upper()}"
