"""The requirement files must be in step with pyproject.toml, hashed, and free of any one machine's places."""

from pathlib import Path

import pytest

from tools import portable, requirements

ROOT = Path(__file__).resolve().parents[2]
PROJECT = """[project]
dependencies = ["django>=5.2,<5.3"]
[dependency-groups]
dev = ["pytest>=8"]
"""
DJANGO = "django==5.2.8 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
PYTEST = "pytest==9.0 \\\n    --hash=sha256:cc\n"


@pytest.fixture
def project(tmp_path):
    """A small project whose files are in step."""
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    wanted = requirements.wanted(tmp_path)
    write(tmp_path, requirements.RUNTIME, wanted[requirements.RUNTIME], DJANGO)
    write(tmp_path, requirements.DEVELOPMENT, wanted[requirements.DEVELOPMENT], DJANGO + PYTEST)
    return tmp_path


def write(root: Path, name: str, dependencies: list[str], body: str) -> None:
    (root / name).write_text(f"{requirements.first_line(dependencies)}\n{body}")


def test_this_projects_own_files_are_in_step():
    assert list(requirements.problems(ROOT)) == []


def test_the_runtime_file_pins_what_the_development_file_pins():
    """One environment serves both: it must not change between `make run` and `make test`."""
    runtime, development = (
        {str(pin.requirement) for pin in requirements.pins((ROOT / name).read_text())}
        for name in (requirements.RUNTIME, requirements.DEVELOPMENT)
    )
    assert runtime <= development


def test_files_in_step_have_no_problem(project):
    assert list(requirements.problems(project)) == []


def test_a_dependency_that_was_added_and_not_compiled_is_found(project):
    (project / "pyproject.toml").write_text(PROJECT.replace('"django', '"huey>=3", "django'))

    found = " ".join(requirements.problems(project))
    assert "was compiled from other dependencies" in found
    assert "huey>=3 is not met by any pin" in found


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (DJANGO.replace("5.2.8", "5.1.0"), "django<5.3,>=5.2 is not met by 5.1.0"),
        ("django==5.2.8\n", "django has no hash"),
        (DJANGO.replace("==", ">="), "django is not pinned to one version"),
        ("--index-url https://registry.example.org\n" + DJANGO, "names a place to install from"),
        ("django @ https://registry.example.org/django.whl\n", "names a place to install from"),
    ],
)
def test_a_file_that_would_install_something_else_is_found(project, body, problem):
    write(project, requirements.RUNTIME, requirements.wanted(project)[requirements.RUNTIME], body)

    assert problem in " ".join(requirements.problems(project))


def test_a_missing_file_is_found(project):
    (project / requirements.DEVELOPMENT).unlink()

    assert list(requirements.problems(project)) == ["requirements-dev.txt is missing"]


@pytest.mark.parametrize("place", ["/hom" + "e/rosa/cosecha", "/roo" + "t/cosecha", "https://py" + "pi.org/simple"])
def test_a_file_that_names_one_machine_is_found(tmp_path, place):
    guilty, innocent = tmp_path / "guilty.md", tmp_path / "innocent.md"
    guilty.write_text(f"first line\nit is in {place}\n")
    innocent.write_text("it is in var/, on https://cosecha.example.org/home/\n")

    found = list(portable.findings([guilty, innocent]))
    assert len(found) == 1
    assert found[0].startswith(f"{guilty}:2:")
