"""What runs in the containers of compose.yaml can do little harm; the proxy's files are valid."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
DECLARED = yaml.safe_load(COMPOSE)
SERVICES: dict[str, Any] = DECLARED["services"]
GUIDE = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
PROXY = [ROOT / "deploy" / "haproxy.cfg", ROOT / "deploy" / "servers.cfg"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_hardened(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"] and "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all(one.startswith("/tmp:size=") for one in service["tmpfs"])
    assert service["mem_limit"] and service["pids_limit"] and service["restart"]
    assert not {"privileged", "user", "devices", "pid", "ipc", "network_mode"} & service.keys()
    assert all(mount.endswith(":ro") for mount in service.get("volumes", ()))


def test_only_the_proxy_can_be_reached_and_nothing_else_reaches_out() -> None:
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["proxy"]
    assert [name for name, one in SERVICES.items() if "outside" in one["networks"]] == ["proxy"]
    assert DECLARED["networks"]["inside"] == {"internal": True}
    assert all("inside" in one["networks"] for one in SERVICES.values())


def test_all_replicas_share_one_secret_that_nobody_ships() -> None:
    secret = SERVICES["web"]["environment"]["STREAMLIT_SERVER_COOKIE_SECRET"]
    assert secret.startswith("${GATESCOPE_COOKIE_SECRET:?")
    assert ".env" in (ROOT / ".gitignore").read_text().split()


def test_every_variable_is_in_the_guide() -> None:
    files = [COMPOSE, *(path.read_text() for path in [*PROXY, ROOT / "deploy" / "https.yaml"])]
    variables = {name for text in files for name in re.findall(r"GATESCOPE_[A-Z_]*[A-Z]", text)}
    inside = {"GATESCOPE_BIND", "GATESCOPE_BIND_TLS", "GATESCOPE_COOKIE_KEY", "GATESCOPE_READY"}
    assert variables - inside <= set(re.findall(r"GATESCOPE_[A-Z_]+", GUIDE))
    assert SETTINGS.__dataclass_fields__["scheduler"].metadata["variable"] in variables


def test_the_image_of_the_proxy_is_the_branch_that_is_tested() -> None:
    assert re.fullmatch(r"haproxy:\d+\.\d+-alpine", SERVICES["proxy"]["image"])
    if haproxy := shutil.which("haproxy"):
        said = subprocess.run([haproxy, "-v"], capture_output=True, text=True, check=True).stdout
        branch = SERVICES["proxy"]["image"].removeprefix("haproxy:").removesuffix("-alpine")
        found = re.search(r"version (\d+)\.(\d+)", said)
        assert found and (int(found[1]), int(found[2])) >= tuple(map(int, branch.split(".")))


@pytest.mark.parametrize("frame", ["Lax", "None"])
def test_the_files_of_the_proxy_are_valid(frame: str) -> None:
    if not (haproxy := shutil.which("haproxy")):
        pytest.skip("no haproxy on this machine")
    told = {"GATESCOPE_COOKIE_SAMESITE": frame, "GATESCOPE_COOKIE_KEY": "k"}
    files = [part for path in PROXY for part in ("-f", str(path))]
    said = subprocess.run([haproxy, "-c", *files], capture_output=True, text=True, env=told)
    assert said.returncode == 0, said.stderr
