"""The files that no test can run here – there is no container engine – agree with the code."""

import re
from typing import Any

import pytest
import yaml

from app.cli import app
from app.core.config import ROOT, Settings

OF_COMMANDS = {"HOST", "PORT", "WEB_PROCESSES"}


@pytest.fixture
def services() -> dict[str, Any]:
    compose: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
    found: dict[str, Any] = compose["services"]
    return found


def commands() -> set[str]:
    named = {command.name or command.callback.__name__ for command in app.registered_commands}  # type: ignore[union-attr]
    return {name.replace("_", "-") for name in named}


def test_what_the_image_copies_exists_and_reaches_the_builder() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (?!--from)(\S+) \S+$", dockerfile, re.MULTILINE)
    let_through = (ROOT / ".dockerignore").read_text().split()
    assert "app" in copied
    for path in copied:
        assert (ROOT / path).exists(), path
        assert f"!{path}" in let_through, path


def test_the_image_runs_as_nobody_in_particular_and_can_be_asked_how_it_is() -> None:
    last_stage = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert re.search(r"^USER nguyen-goc$", last_stage, re.MULTILINE)
    assert "HEALTHCHECK" in last_stage
    assert "/healthz" in last_stage


def test_compose_has_what_a_shop_needs(services: dict[str, Any]) -> None:
    assert set(services) == {"postgres", "migrate", "web", "worker", "proxy"}
    for name in ("web", "worker"):
        assert services[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"}
        }
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]


def test_commands_exist(services: dict[str, Any]) -> None:
    for name in ("migrate", "web", "worker"):
        python, dash, module, command = services[name]["command"][:4]
        assert (python, dash, module) == ("python", "-m", "app.cli")
        assert command in commands()
    unit = (ROOT / "deploy/nguyen-goc.service").read_text()
    assert set(re.findall(r"-m app\.cli (\S+)", unit)) == {"migrate", "serve"} <= commands()


def test_settings_are_spelled_as_the_code_reads_them(services: dict[str, Any]) -> None:
    known = {name.upper() for name in Settings.model_fields} | OF_COMMANDS
    for name in ("migrate", "web", "worker"):
        assert set(services[name]["environment"]) <= known
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert set(re.findall(r"(?:ENV |^    )([A-Z_]+)=", dockerfile, re.MULTILINE)) <= known | {
        "PATH",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONUNBUFFERED",
    }


def test_every_variable_of_compose_is_in_the_example() -> None:
    wanted = set(re.findall(r"\$\{(\w+)", (ROOT / "deploy/compose.yaml").read_text()))
    offered = set(
        re.findall(r"^#? ?(\w+)=", (ROOT / "deploy/env.example").read_text(), re.MULTILINE)
    )
    assert wanted == offered


def test_the_proxy_asks_the_service_that_compose_names(services: dict[str, Any]) -> None:
    caddyfile = (ROOT / "deploy/Caddyfile").read_text()
    assert "web:8000" in caddyfile
    assert "request_buffers" in caddyfile  # slow clients hold no slot of the gate
    assert "./Caddyfile:/etc/caddy/Caddyfile:ro" in services["proxy"]["volumes"]


def test_every_variable_of_the_command_line_is_documented() -> None:
    documented = (ROOT / "docs/settings.md").read_text()
    for name in {*OF_COMMANDS, "SCALE"}:
        assert f"`{name}`" in documented
