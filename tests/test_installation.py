"""The one-cell check: it names what is wrong, says how to cure it, and never raises."""

from importlib import metadata

import psutil
import pytest

from course_lib import installation
from course_lib.installation import CURE, GB, blue_dot, check


def only(findings):
    (finding,) = findings
    return finding


def test_this_installation_is_fine():
    for look in (
        installation.look_at_python,
        installation.look_at_packages,
        installation.look_at_torch,
        installation.look_at_memory,
    ):
        assert all(finding.ok for finding in look()), look()


@pytest.mark.parametrize("version", ["3.11.0", "3.12.1", "3.13.9"])
def test_supported_pythons_pass(version):
    assert only(installation.look_at_python(version)).ok


@pytest.mark.parametrize("version", ["3.10.12", "3.14.0", "2.7.18"])
def test_other_pythons_are_named_with_a_cure(version):
    finding = only(installation.look_at_python(version))
    assert not finding.ok
    assert version in finding.text and "PYTHON=" in finding.cure


def versions(**known):
    def version_of(name):
        if name not in known:
            raise metadata.PackageNotFoundError(name)
        return known[name]

    return version_of


def test_an_old_package_is_named_with_both_versions():
    found = installation.look_at_packages(
        ["numpy>=1.26,<3", "tqdm>=4"], versions(numpy="1.20.0", tqdm="4.66")
    )
    assert [f.ok for f in found] == [True, False]
    assert "1 package has" in found[0].text
    assert "numpy is 1.20.0; the course needs" in found[1].text
    assert ">=1.26" in found[1].text and found[1].cure == CURE


def test_a_missing_package_is_named():
    found = only(installation.look_at_packages(["anywidget>=0.9"], versions()))
    assert not found.ok and "anywidget is not installed" in found.text


def test_packages_of_extras_and_of_other_systems_are_not_asked_for():
    requirements = [
        'torch>=2.6; extra == "torch"',
        'pywinpty; sys_platform == "nowhere"',
    ]
    assert installation.look_at_packages(requirements, versions()) == []


def test_missing_torch_is_no_problem_yet():
    finding = only(installation.look_at_torch(versions()))
    assert finding.ok and "chapter 4" in finding.text


def test_the_data_folder_is_made_and_left_empty(tmp_path):
    folder = tmp_path / "new" / "data"
    assert only(installation.look_at_data_folder(folder)).ok
    assert list(folder.iterdir()) == []


def test_the_data_folder_of_the_environment_is_looked_at(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "mine"))
    assert only(installation.look_at_data_folder()).ok
    assert (tmp_path / "mine").is_dir()


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    finding = only(installation.look_at_data_folder(tmp_path / "file" / "data"))
    assert not finding.ok
    assert str(tmp_path / "file" / "data") in finding.text
    assert "COURSE_DATA" in finding.cure


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    usage = installation.shutil.disk_usage(tmp_path)._replace(free=int(0.05 * GB))
    monkeypatch.setattr(installation.shutil, "disk_usage", lambda _: usage)
    finding = only(installation.look_at_data_folder(tmp_path))
    assert not finding.ok and "0.05 GB" in finding.text and "Free" in finding.cure


def test_little_memory_is_named_with_what_to_close():
    finding = only(installation.look_at_memory(0.3 * GB))
    assert not finding.ok
    assert "0.3 GB" in finding.text and "Shut Down" in finding.cure


def test_the_report_has_a_line_for_each_thing(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    check()
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if line.startswith("ok ")]) == 5
    assert any("blue dot below" in line for line in lines)
    assert not any(line.startswith("PROBLEM") for line in lines)


def test_the_report_never_raises(capsys, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("everything is broken")

    monkeypatch.setattr(metadata, "metadata", broken)
    monkeypatch.setattr(psutil, "virtual_memory", broken)
    monkeypatch.setattr(installation, "blue_dot", broken)
    check()
    printed = capsys.readouterr().out
    assert printed.count("PROBLEM  ") == 4
    assert printed.count("everything is broken") == 4 and CURE in printed


def test_the_dot_answers_every_click():
    dot = blue_dot()
    assert dot.answer == ""
    dot.clicks = 2
    assert "2 × clicked" in dot.answer


def test_without_widgets_a_line_says_what_is_missing():
    assert "README" in repr(blue_dot()) and len(repr(blue_dot())) <= 110
