"""The frame of the course: dependencies agree with each other and point one way."""

import ast
import importlib.metadata
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import course_lib

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))

CONDA_NAMES = {"torch": "pytorch", "matplotlib": "matplotlib-base"}

# A module imports from its own level and from those above it, never from one below.
LEVELS = [
    {"checks", "palette", "shared_random"},
    {
        *("activations", "losses", "initializers", "features", "scores"),
        *("convolution", "geophysics"),
    },
    {"networks", "network_doors", "layer_numbers", "propagation"},
    {"optimizers", "surfaces"},
    {"datasets", "baselines", "models"},
    {"races"},
    {"alt_text", "drawings", "figures", "installation"},
    {"widgets", "exercises", "installation"},
]
MATHEMATICS = set().union(*LEVELS[1:4])
TORCH_DOORS = {"to_torch", "from_torch"}


def direct_requirements():
    extras = PROJECT["optional-dependencies"].values()
    return [
        Requirement(line) for line in sum(extras, start=list(PROJECT["dependencies"]))
    ]


def conda_requirements():
    """Return {name: range} of environment.yml, conda's and pip's in one."""
    *lines, from_pip = ENVIRONMENT["dependencies"]
    result = {}
    for line in lines:
        name, version, _build = (*line.split(), "", "")[:3]
        result[name] = SpecifierSet(version)
    for line in from_pip["pip"]:
        if not line.startswith("-"):
            requirement = Requirement(line)
            result[requirement.name] = requirement.specifier
    return result


def lock_requirements():
    lines = LOCK.splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def test_the_lock_names_exact_versions_and_nothing_else():
    pattern = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; [a-z0-9_=!<>.'() -]+)?", re.I)
    lines = [line for line in LOCK.splitlines() if not line.startswith("#")]
    assert lines
    assert [line for line in lines if not pattern.fullmatch(line)] == []


@pytest.mark.parametrize("requirement", direct_requirements(), ids=lambda r: r.name)
def test_the_lock_satisfies_every_range_of_pyproject(requirement):
    locked = {canonicalize_name(line.name): line for line in lock_requirements()}
    (pin,) = locked[canonicalize_name(requirement.name)].specifier
    assert pin.operator == "=="
    assert requirement.specifier.contains(pin.version)


def test_the_environment_and_pyproject_ask_for_the_same():
    wanted = {"python": SpecifierSet(PROJECT["requires-python"]), "pip": SpecifierSet()}
    for requirement in direct_requirements():
        name = CONDA_NAMES.get(requirement.name, requirement.name)
        wanted[name] = requirement.specifier
    assert conda_requirements() == wanted


def test_conda_takes_the_cpu_build_of_torch_and_course_lib_from_here():
    assert "conda-forge" in ENVIRONMENT["channels"]
    (torch,) = [line for line in ENVIRONMENT["dependencies"] if "pytorch" in line]
    assert torch.endswith(" cpu*")
    assert "-e ." in ENVIRONMENT["dependencies"][-1]["pip"]


@pytest.mark.parametrize(
    "path",
    ["pyproject.toml", "requirements.lock", "environment.yml", "Makefile", ".ci/run"],
)
def test_no_set_up_file_names_a_package_index(path):
    text = (ROOT / path).read_text("utf-8")
    assert not re.search(r"https?://|index-url|find-links|--hash", text)


def test_one_version_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    versions = {PROJECT["version"], citation["version"], course_lib.__version__}
    assert versions == {importlib.metadata.version("course_lib")}


# What course_lib imports


def modules():
    """Return {dotted path below course_lib: file}."""
    package = ROOT / "course_lib"
    return {
        ".".join(path.relative_to(package).with_suffix("").parts): path
        for path in sorted(package.rglob("*.py"))
        if path != package / "__init__.py"
    }


def imports(path):
    """Yield (imported dotted name, names of the functions around it) of a file."""
    package = ["course_lib", *path.relative_to(ROOT / "course_lib").parent.parts]

    def visit(node, functions):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, functions
        elif isinstance(node, ast.ImportFrom):
            parents = package[: len(package) + 1 - node.level] if node.level else []
            module = ".".join([*parents, *filter(None, [node.module])])
            for alias in node.names:
                yield f"{module}.{alias.name}", functions
        elif isinstance(node, ast.FunctionDef):
            functions = (*functions, node.name)
        for child in ast.iter_child_nodes(node):
            yield from visit(child, functions)

    return list(visit(ast.parse(path.read_text("utf-8")), ()))


def loads_torch(name):
    """Whether a module may: those in the package of models, not the package itself."""
    return name.startswith("models.") and name != "models.__init__"


def level(name):
    for number, names in enumerate(LEVELS):
        if name in names:
            return number
    raise AssertionError(f"course_lib.{name} has no place in LEVELS yet: give it one")


@pytest.mark.parametrize(("name", "path"), modules().items(), ids=modules())
def test_dependencies_point_one_way(name, path):
    top = name.split(".")[0]
    for imported, functions in imports(path):
        first, _, rest = imported.partition(".")
        if first == "course_lib" and rest and not rest.startswith("__"):
            assert level(rest.split(".")[0]) <= level(top), imported
        if first == "torch" and not loads_torch(name):
            assert functions, f"{name} imports torch before anyone asks for it"
            assert TORCH_DOORS & set(functions), functions
        if top in MATHEMATICS:
            known = {"numpy", "course_lib", "torch"} | sys.stdlib_module_names
            if "progress" in functions:  # the bar of a long training
                known.add("tqdm")
            assert first in known, f"the mathematics need only NumPy, not {imported}"


def loaded_after(code):
    """Return what a fresh Python has imported after ``code``."""
    command = [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy():
    new = loaded_after("import course_lib") - loaded_after("pass")
    assert {name.split(".")[0] for name in new} <= {
        "course_lib",
        *sys.stdlib_module_names,
    }


def test_no_module_loads_torch_when_imported():
    names = [name for name in modules() if not loads_torch(name)]
    assert {"models.__init__", "figures.__init__"} <= set(names)
    names = [f"course_lib.{name}".removesuffix(".__init__") for name in names]
    code = "import importlib\n"
    code += "".join(f"importlib.import_module({name!r})\n" for name in names)
    assert "torch" not in loaded_after(code)


# tools/lab.py


@pytest.fixture
def lab_tool():
    spec = importlib.util.spec_from_file_location("lab", ROOT / "tools" / "lab.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("root", [True, False])
@pytest.mark.parametrize("display", [True, False])
def test_lab_adapts_to_containers_and_machines_without_a_display(
    lab_tool, monkeypatch, root, display
):
    monkeypatch.setattr(lab_tool, "is_root", lambda: root)
    monkeypatch.setattr(lab_tool, "has_display", lambda: display)
    arguments = lab_tool.arguments([])
    assert ("--allow-root" in arguments) is root
    assert ("--no-browser" in arguments) is not display


def test_lab_asks_nobody_and_keeps_the_token(lab_tool):
    arguments = lab_tool.arguments([])
    assert "--LabApp.news_url=None" in arguments
    assert "--LabApp.extension_manager=readonly" in arguments
    assert not [a for a in arguments if "token" in a or "password" in a or ".ip=" in a]


def test_lab_lets_given_arguments_win(lab_tool):
    given = ["--ServerApp.root_dir=elsewhere", "--no-browser"]
    arguments = lab_tool.arguments(given)
    assert [a for a in arguments if "root_dir" in a] == given[:1]
    assert arguments.count("--no-browser") == 1
