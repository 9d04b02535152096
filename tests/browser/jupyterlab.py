"""Start JupyterLab, find a Chromium, run notebooks in it, ask the kernel.

What a browser test needs, as plain functions on a Playwright page.
"""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error as PlaywrightError

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from find_browser import find_chromium  # noqa: E402, F401  (used by all that test)

OFFLINE = Path(__file__).parent / "offline"

CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name but loopback resolves: what a page asks for outside fails at once.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def is_here(url):
    """Whether a URL stays on this machine."""
    here = ("http://127.0.0.1:", "http://localhost:", "ws://127.0.0.1:")
    return url.startswith((*here, "ws://localhost:", "data:", "blob:", "about:"))


@dataclass
class Lab:
    """A running JupyterLab: its address, its token and the folder it shows."""

    base: str
    token: str
    root: Path
    outside_log: Path
    log: Path

    def url(self, path=""):
        """Address that opens ``path`` (relative to the root) in a fresh workspace."""
        tree = f"/tree/{path}" if path else ""
        return f"{self.base}/lab{tree}?reset&token={self.token}"

    def outside(self):
        """What the server or a kernel tried to reach on other machines, one a line."""
        if not self.outside_log.exists():
            return []
        return self.outside_log.read_text(encoding="utf-8").splitlines()

    def forget_outside(self):
        """Start the list of :meth:`outside` afresh."""
        self.outside_log.unlink(missing_ok=True)


def _free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@contextlib.contextmanager
def running_lab(root, scratch):
    """Run tools/lab.py on the folder ``root``; yield a Lab.

    Settings, workspaces and downloads live in ``scratch``: nothing of the user's own
    JupyterLab is read or changed, and no real data are found.
    """
    port, token = _free_port(), secrets.token_hex(16)
    server = Lab(
        base=f"http://127.0.0.1:{port}",
        token=token,
        root=Path(root),
        outside_log=scratch / "outside.txt",
        log=scratch / "jupyterlab.log",
    )
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "share",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
        "COURSE_DATA": "data",
    }
    env = dict(
        os.environ, PYTHONPATH=str(OFFLINE), COURSE_OUTSIDE=str(server.outside_log)
    )
    env.pop("COURSE_STRICT", None)  # a student's copy runs with exercises unsolved
    for name, folder in folders.items():
        (scratch / folder).mkdir(exist_ok=True)
        env[name] = str(scratch / folder)
    command = [sys.executable, str(ROOT / "tools" / "lab.py"), "--no-browser"]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    command += [f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={root}"]
    command += ["--ServerApp.port_retries=0", "--LabApp.expose_app_in_browser=True"]
    with open(server.log, "w") as log:
        process = subprocess.Popen(
            command, env=env, cwd=root, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        _wait_until_up(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_up(server, process, seconds=90):
    request = f"{server.base}/api/status?token={server.token}"
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(request, timeout=5).read()
            return
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{server.log.read_text()[-3000:]}")


def _with_limit(script, seconds):
    """Wrap an async JavaScript function so that it fails after ``seconds``."""
    return f"""async argument => Promise.race([
        ({script})(argument),
        new Promise((_, fail) => setTimeout(
            () => fail(new Error('not finished after {seconds} s')), {seconds * 1000}))
    ])"""


def open_notebook(page, lab, path, seconds=90):
    """Open a notebook, its path relative to the lab's root, and wait for its kernel."""
    assert (lab.root / path).is_file(), f"no notebook {path} in {lab.root}"
    page.goto(lab.url(path), wait_until="domcontentloaded")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=seconds * 1000)
    page.wait_for_function(
        """() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session
                 ?.kernel?.status === 'idle'""",
        timeout=seconds * 1000,
    )


def run_all(page, seconds=600):
    """Run every cell of the open notebook; a cell that raises stops it, as by hand.

    The limit is there for a notebook that hangs, not for a slow machine; the error then
    names the cell and what the kernel does.
    """
    command = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
    try:
        page.evaluate(_with_limit(command, seconds))
    except PlaywrightError as error:
        raise RuntimeError(
            f"{error.message.splitlines()[0]}; {_at_work(page)}"
        ) from None


def _at_work(page):
    """Say which cell of the open notebook runs, and the state of its kernel."""
    status, running = page.evaluate(
        """() => {
            const panel = window.jupyterapp.shell.currentWidget;
            const cells = panel.content.widgets.map(cell => cell.model);
            const running = cells.filter(model => model.executionState === 'running');
            const name = model => `cell ${cells.indexOf(model)}: `
                + model.sharedModel.getSource().slice(0, 80);
            return [panel.sessionContext.session?.kernel?.status, running.map(name)];
        }"""
    )
    return f"kernel {status}; at work: {running or 'no cell'}"


def close_notebook(page):
    """Shut the open notebook's kernel down, so that the next one has the memory."""
    page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
    )


def cells(page):
    """Return the open notebook's code cells: index, source, count, outputs, tags."""
    return page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.widgets
            .map((cell, index) => ({ index, model: cell.model.toJSON() }))
            .filter(({ model }) => model.cell_type === 'code')
            .map(({ index, model }) => ({
                index,
                source: model.source,
                count: model.execution_count,
                outputs: model.outputs,
                tags: model.metadata.tags ?? [],
            }))"""
    )


def errors(page):
    """Return one line per error output in the open notebook."""
    return [
        f"cell {cell['index']}: {output['ename']}: {output['evalue']}"
        for cell in cells(page)
        for output in cell["outputs"]
        if output["output_type"] == "error"
    ]


def execute(page, code, seconds=60):
    """Run ``code`` in the open notebook's kernel; return what it prints.

    An exception there is one here, with its type and message.
    """
    script = """async code => {
        const { session } = window.jupyterapp.shell.currentWidget.sessionContext;
        const future = session.kernel.requestExecute({ code, store_history: false });
        let printed = '', error = null;
        future.onIOPub = message => {
            if (message.header.msg_type === 'stream') printed += message.content.text;
            if (message.header.msg_type === 'error')
                error = `${message.content.ename}: ${message.content.evalue}`;
        };
        await future.done;
        return { printed, error };
    }"""
    answer = page.evaluate(_with_limit(script, seconds), code)
    if answer["error"]:
        raise RuntimeError(f"in the kernel: {answer['error']}\n{code}")
    return answer["printed"]


def show_cell(page, index):
    """Scroll cell number ``index`` into view and return its element."""
    page.evaluate(
        """async index => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            notebook.activeCellIndex = index;
            await notebook.scrollToItem(index, 'start');
        }""",
        index,
    )
    cell = page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{index}"]')
    cell.scroll_into_view_if_needed()
    return cell


def use_theme(page, name):
    """Switch to 'JupyterLab Light' or 'JupyterLab Dark' and wait until it is on."""
    page.evaluate(
        """theme => window.jupyterapp.commands.execute(
            'apputils:change-theme', { theme })""",
        name,
    )
    page.wait_for_function(
        "name => document.body.dataset.jpThemeName === name", arg=name
    )


def widget_state(page, model_id):
    """Return the state of a widget in Python: trait name → repr, without its code."""
    code = f"""
import json as _json
from ipywidgets.widgets.widget import _instances as _all
_state = _all[{model_id!r}].get_state().items()
print(_json.dumps({{k: repr(v) for k, v in _state if k not in ("_esm", "_css")}}))"""
    return json.loads(execute(page, code))


def picture(canvas):
    """Return a canvas as text: equal text, equal pixels."""
    return canvas.evaluate("canvas => canvas.toDataURL()")


def colours(canvas):
    """Count the different colours on a canvas: 1 when nothing is painted on it."""
    return canvas.evaluate(
        """canvas => {
            if (!canvas.width || !canvas.height) return 0;
            const copy = new OffscreenCanvas(canvas.width, canvas.height);
            const context = copy.getContext('2d');
            context.drawImage(canvas, 0, 0);
            const { data } = context.getImageData(0, 0, copy.width, copy.height);
            return new Set(new Uint32Array(data.buffer)).size;
        }"""
    )


# What axe looks for again in a second theme: themes differ in their colours alone.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]


def violations(page, selector, *rules):
    """Return one line per accessibility problem that axe finds inside ``selector``.

    With names of rules, such as "color-contrast", axe looks for these only.
    """
    # axe holds for invisible what lies outside a box that clips, although one scrolls
    # to it, and JupyterLab's body clips at height 0; cells out of view are not even
    # laid out. Without these rules their colours would go unchecked.
    page.add_style_tag(
        content="body, .jp-LabShell { overflow: visible !important }"
        ".jp-Cell, .jp-Cell * { content-visibility: visible !important }"
    )
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = Axe().run(page, context=selector, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
