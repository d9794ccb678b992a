"""The test run cannot be green by having done nothing."""

from pathlib import Path

import pytest

from tools import test_all as test_run


def _report(folder: Path, **counts: int) -> Path:
    path = folder / "report.xml"
    attributes = " ".join(f'{name}="{count}"' for name, count in counts.items())
    path.write_text(f"<testsuites><testsuite {attributes}/></testsuites>", encoding="utf-8")
    return path


def test_counts_come_from_the_report(tmp_path: Path) -> None:
    report = _report(tmp_path, tests=10, failures=1, errors=2, skipped=3)
    outcome = test_run._judge(test_run.Outcome(), 1, report)
    assert (outcome.passed, outcome.failed, outcome.skipped) == (4, 3, 3)


def test_a_run_without_a_test_has_failed(tmp_path: Path) -> None:
    outcome = test_run._judge(test_run.Outcome(), 0, _report(tmp_path, tests=0))
    assert outcome.faults == ["no test passed"]


def test_a_runner_that_died_has_failed(tmp_path: Path) -> None:
    outcome = test_run._judge(test_run.Outcome(), 137, tmp_path / "never-written.xml")
    assert outcome.faults == ["the test runner ended with 137", "no test passed"]


@pytest.mark.parametrize(("ci", "faults"), [("true", ["1 skipped under CI"]), ("", [])])
def test_a_skipped_test_fails_the_run_in_continuous_integration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str, faults: list[str]
) -> None:
    monkeypatch.setenv("CI", ci)
    outcome = test_run._judge(test_run.Outcome(), 0, _report(tmp_path, tests=2, skipped=1))
    assert outcome.faults == faults


def test_an_unknown_stage_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert test_run.main(["sqlit"]) == 2
    assert "no such stage: sqlit" in capsys.readouterr().err


def test_one_failed_stage_fails_the_whole_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    stages = {
        "unit": lambda: test_run.Outcome(passed=5),
        "web": lambda: test_run.Outcome(passed=1, faults=["the test runner ended with 1"]),
    }
    monkeypatch.setattr(test_run, "STAGES", stages)
    monkeypatch.setattr(test_run, "RESULTS", tmp_path)
    assert test_run.main([]) == 1
    assert capsys.readouterr().out.endswith("\n6 passed, 1 failed, 0 skipped\n")
