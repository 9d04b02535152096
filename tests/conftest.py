"""Report at the end of a test run: what each part took, what was left out and why."""

from collections import Counter, defaultdict

PARTS = ("units and doctests", "notebooks", "browser")


def part_of(nodeid):
    """Return the part of the course that a test id belongs to."""
    if nodeid.startswith("tests/browser/"):
        return "browser"
    if nodeid.startswith(("notebooks/", "slides/")):
        return "notebooks"
    return "units and doctests"


def pytest_terminal_summary(terminalreporter):
    seconds, tests, skipped = defaultdict(float), Counter(), Counter()
    for outcome, reports in terminalreporter.stats.items():
        for report in reports:
            if not hasattr(report, "nodeid") or not hasattr(report, "when"):
                continue  # a warning, a deselected item
            part = part_of(report.nodeid)
            seconds[part] += getattr(report, "duration", 0)
            tests[part] += report.when == "call"
            if outcome == "skipped":
                reason = report.longrepr[2] if report.longrepr else ""
                skipped[part, reason.removeprefix("Skipped: ")] += 1
    if not tests:
        return
    workers = getattr(terminalreporter.config.option, "numprocesses", None) or 1
    terminalreporter.section(f"time by part (added over {workers} worker processes)")
    for part in PARTS:
        if part in tests:
            terminalreporter.write_line(
                f"{part:20} {seconds[part]:6.0f} s  {tests[part]:5} tests"
            )
    for (part, reason), count in sorted(skipped.items()):
        terminalreporter.write_line(f"left out: {count} of {part}: {reason}")
