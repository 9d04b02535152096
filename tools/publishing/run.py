"""Execute a notebook and keep the state of every widget it shows."""

import copy
import re
import subprocess

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from notebook_kernel import kernel_surroundings, name_usual_folder

from publishing import PublishError

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CELL_TIMEOUT = 300  # seconds; a busy machine is slow, an endless loop is endless


def run(nb, name, folder, data=None):
    """Execute ``nb`` in place and return its widgets.

    A widget is kept as it was when its cell ended: a later cell may hold the answer to
    what the reader is asked to find with it.

    Parameters
    ----------
    nb : nbformat.NotebookNode
    name : str
        Name of deck or chapter, for messages.
    folder : pathlib.Path
        Where the kernel runs.
    data : pathlib.Path, optional
        Folder with the real files that were downloaded before; none when omitted.

    Returns
    -------
    dict of str to dict
        Model id → ``{"state": …, "buffers": […]}`` of every widget in an output.

    Raises
    ------
    PublishError
        A cell failed, or shows a widget whose state is not known.
    """
    widgets, now = {}, {"cell": 0}
    client = NotebookClient(
        nb,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=True,  # or nbclient would not listen to it
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )

    def keep_widgets(cell, cell_index, execute_reply):
        for output in cell.get("outputs", []):
            if view := output.get("data", {}).get(WIDGET_VIEW):
                model_id = view["model_id"]
                where = f"{name}, {place(nb, cell_index)}"
                widgets.setdefault(model_id, snapshot(client, model_id, where))

    def failed(reason):
        return PublishError(f"{name}, {place(nb, now['cell'])} failed: {reason}")

    client.on_cell_start = lambda cell, cell_index: now.update(cell=cell_index)
    client.on_cell_executed = keep_widgets
    try:
        with kernel_surroundings(strict=True, data=data):
            # hides what the kernel reports about itself, not what the cells print
            client.execute(stderr=subprocess.DEVNULL)
    except CellExecutionError as error:
        raise failed(reason_of(error)) from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise failed(str(error).strip().splitlines()[0]) from None
    nb.metadata.pop("widgets", None)  # the state at the end
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            name_usual_folder(output)
    return widgets


def reason_of(error):
    """Type and message of what a cell raised."""
    if error.ename != "NoneType":
        return f"{error.ename}: {error.evalue}"
    # raised while the value was shown: the kernel names it in the traceback only
    text = re.sub(r"\x1b\[[0-9;]*m", "", error.traceback)
    return text.strip().splitlines()[-1]


def place(nb, index):
    """Words for a cell: its number and how it begins."""
    first = (nb.cells[index].source.strip().splitlines() or [""])[0]
    return f"cell {index + 1} ({first[:50]!r})"


def snapshot(client, model_id, where):
    """State and binary buffers of one widget, as nbclient has seen them so far."""
    state = client.widget_state.get(model_id)
    if not state:
        raise PublishError(f"{where} shows a widget whose state was not recorded")
    if "_esm" not in state:
        raise PublishError(
            f"{where} shows a {state.get('_model_name', 'widget')}, which does nothing "
            "without a kernel; show one of course_lib.widgets, or a figure"
        )
    buffers = client.widget_buffers.get(model_id, {})
    return {"state": copy.deepcopy(state), "buffers": list(buffers.values())}
