"""Settings: typed, frozen, and a mistake names its variable."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from schemas.errors import Code, SettingInvalid
from wiring.settings import as_environment, load


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [n for n in os.environ if n.startswith("KHO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_the_defaults_need_nothing(tmp_path: Path) -> None:
    settings = load()
    assert settings.vault_place == str(tmp_path / ".kho" / "vault")
    assert settings.catalog_place == f"sqlite:///{tmp_path / '.kho' / 'catalog.db'}"
    assert settings.jobs == os.cpu_count()


def test_what_is_given_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KHO_HOME", "/from/environment")
    assert load(home=tmp_path / "given").state == tmp_path / "given"
    assert load(home=None).state == Path("/from/environment")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KHO_JOBS", "many"),
        ("KHO_JOBS", "0"),
        ("KHO_LANG", "fr"),
        ("KHO_LIMITS__MAX_PAGES", "x"),
        ("KHO_LANGUAGE", "vie;rm"),
    ],
)
def test_a_mistake_names_the_variable(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingInvalid) as wrong:
        load()
    assert wrong.value.code is Code.SETTING_INVALID
    assert wrong.value.facts["name"] == variable


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        load().jobs = 3  # type: ignore[misc]


def test_a_child_loads_the_very_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KHO_LIMITS__MAX_PAGES", "7")
    monkeypatch.setenv("KHO_S3_SECRET_KEY", "geheim")
    parent = load(home=tmp_path / "h", vault="s3://kho/nhanh", agencies=Path("co-quan.json"))
    for name, value in as_environment(parent).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir("/")
    child = load()
    assert child.state == parent.state
    assert child.vault_place == parent.vault_place == "s3://kho/nhanh"
    assert child.limits == parent.limits
    assert child.limits.max_pages == 7
    assert child.s3_secret_key.get_secret_value() == "geheim"
    assert child.inbox == tmp_path / "scan_inbox"
    assert child.agencies == tmp_path / "co-quan.json"


def test_a_secret_is_not_shown() -> None:
    assert "geheim" not in repr(load(s3_secret_key="geheim"))


def test_secrets_are_read_from_files_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir()
    (folder / "kho_s3_secret_key").write_text("from a file\n")
    (folder / "kho_catalog_url").write_text("postgresql+psycopg://kho@catalog/kho")
    monkeypatch.setenv("KHO_SECRETS_DIR", str(folder))
    settings = load()
    assert settings.s3_secret_key.get_secret_value() == "from a file"
    assert settings.catalog_place == "postgresql+psycopg://kho@catalog/kho"
    monkeypatch.setenv("KHO_S3_SECRET_KEY", "from the environment")
    assert load().s3_secret_key.get_secret_value() == "from the environment"
