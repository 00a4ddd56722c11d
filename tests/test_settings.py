"""Settings: known names with the right type, from the environment or `.env`; anything else is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import InputError
from app.settings import ROOT, Settings, load_settings


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    """A `.env` of the test's own, empty at first."""
    path = tmp_path / ".env"
    path.touch()
    return path


def test_without_any_setting_the_defaults_hold(env_file: Path) -> None:
    settings = load_settings(env_file=env_file)
    assert settings.corpus_dir == ROOT / "corpus"
    assert settings.embedding_model == ""
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)


def test_the_environment_sets(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMI_CORPUS_DIR", "/teksten")
    monkeypatch.setenv("CMI_PORT", "8000")
    settings = load_settings(env_file=env_file)
    assert (settings.corpus_dir, settings.port) == (Path("/teksten"), 8000)


def test_the_env_file_sets(env_file: Path) -> None:
    env_file.write_text("# mine\nCMI_DATA_DIR=/index\nCMI_PORT=8000\n")
    settings = load_settings(env_file=env_file)
    assert (settings.data_dir, settings.port) == (Path("/index"), 8000)


def test_the_env_file_of_the_working_directory_is_read(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text("CMI_PORT=8000\n")
    monkeypatch.chdir(env_file.parent)
    assert load_settings().port == 8000


def test_no_env_file_is_fine(tmp_path: Path) -> None:
    assert load_settings(env_file=tmp_path / "weg").port == 7860


def test_the_environment_wins_over_the_env_file(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text("CMI_PORT=8000\nCMI_HOST=0.0.0.0\n")
    monkeypatch.setenv("CMI_PORT", "9000")
    settings = load_settings(env_file=env_file)
    assert (settings.port, settings.host) == (9000, "0.0.0.0")


def test_an_option_wins_over_both(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text("CMI_PORT=8000\n")
    monkeypatch.setenv("CMI_PORT", "9000")
    assert load_settings(env_file=env_file, port=7000).port == 7000


def test_an_option_that_is_not_given_sets_nothing(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMI_PORT", "9000")
    assert load_settings(env_file=env_file, port=None, corpus_dir=None).port == 9000


@pytest.mark.parametrize("name", ["CMI_CORPUS", "CMI_PROT", "cmi_prot", "CMI_"])
def test_an_unknown_name_in_the_environment_is_refused_with_the_known_ones(
    env_file: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "x")
    with pytest.raises(InputError, match=rf"Unknown setting {name} in the environment\. Known are: .*CMI_CORPUS_DIR, "):
        load_settings(env_file=env_file)


@pytest.mark.parametrize("name", ["CMI_CORPUS", "cmi_prot"])
def test_an_unknown_name_in_the_env_file_is_refused_with_the_known_ones(env_file: Path, name: str) -> None:
    env_file.write_text(f"{name}=x\n")
    with pytest.raises(InputError, match=rf"Unknown setting {name} in .*\.env\. Known are: .*CMI_PORT"):
        load_settings(env_file=env_file)


def test_names_without_the_prefix_are_nobodys_business(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text("OPENAI_API_KEY=geheim\nCMIX=1\n")
    monkeypatch.setenv("OPENAI_API_KEY", "geheim")
    monkeypatch.setenv("PORT", "1")
    assert load_settings(env_file=env_file).port == 7860


@pytest.mark.parametrize("value", ["acht", "0", "65536", "-1", "", "80.5"])
@pytest.mark.parametrize("place", ["environment", "file"])
def test_a_value_of_the_wrong_type_is_refused_with_its_name(
    env_file: Path, monkeypatch: pytest.MonkeyPatch, value: str, place: str
) -> None:
    if place == "environment":
        monkeypatch.setenv("CMI_PORT", value)
    else:
        env_file.write_text(f"CMI_PORT={value}\n")
    with pytest.raises(InputError, match=r"CMI_PORT can't be used: .*Mend it"):
        load_settings(env_file=env_file)


def test_a_name_without_a_value_is_refused(env_file: Path) -> None:
    env_file.write_text("CMI_PORT\n")
    with pytest.raises(InputError, match="CMI_PORT can't be used"):
        load_settings(env_file=env_file)


def test_an_env_file_that_is_no_text_is_refused_by_name(env_file: Path) -> None:
    env_file.write_bytes(b"CMI_HOST=\xff\n")
    with pytest.raises(InputError, match=r"\.env"):
        load_settings(env_file=env_file)


def test_settings_do_not_change_once_made() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CMI_TRUSTED_PROXIES", "10.0.0.5"),
        ("CMI_TRUSTED_PROXIES", "10.0.0.5, 192.168.0.0/24,2001:db8::/32"),
        ("CMI_FRAME_ANCESTORS", "none"),
        ("CMI_FRAME_ANCESTORS", "self"),
        ("CMI_FRAME_ANCESTORS", "self https://www.example.nl https://*.example.org:8443"),
        ("CMI_RATE_LIMIT", "0"),
        ("CMI_LOG_FORMAT", "json"),
    ],
)
def test_a_setting_for_the_service_is_taken(
    env_file: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert str(getattr(load_settings(env_file=env_file), name.removeprefix("CMI_").lower())) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CMI_TRUSTED_PROXIES", "proxy.local"),
        ("CMI_TRUSTED_PROXIES", "10.0.0.5;10.0.0.6"),
        ("CMI_TRUSTED_PROXIES", "*"),
        ("CMI_FRAME_ANCESTORS", ""),
        ("CMI_FRAME_ANCESTORS", "*"),
        ("CMI_FRAME_ANCESTORS", "none https://www.example.nl"),
        ("CMI_FRAME_ANCESTORS", "https://www.example.nl; script-src *"),
        ("CMI_FRAME_ANCESTORS", "https://www.example.nl\nset-cookie: a=b"),
        ("CMI_FRAME_ANCESTORS", "javascript:alert(1)"),
        ("CMI_RATE_LIMIT", "-1"),
        ("CMI_LOG_FORMAT", "xml"),
        ("CMI_FEEDBACK_DAYS", "0"),
    ],
)
def test_a_setting_for_the_service_that_means_nothing_is_refused(
    env_file: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match=rf"{name} can't be used"):
        load_settings(env_file=env_file)
