"""Two widgets on one page, as in a notebook: neither reaches into the other."""

import numpy as np
import pytest

from course_lib.optimizers import Adam
from course_lib.widgets import LossSurface, NeuronExplorer, Playground

from .widget_page import open_widget, settle, widget_state

X = np.random.default_rng(0).normal([7.0, 1.8], [0.5, 0.1], (60, 2))
PAIRS = {
    "Playground": lambda: Playground(focus=[1, 0], hidden=[3]),
    "LossSurface": lambda: LossSurface("rosenbrock", racers=[Adam(0.1)]),
    "NeuronExplorer": lambda: NeuronExplorer(X, np.arange(60) % 2),
}
# Ids and what refers to them; the label of every control clicked one after the other.
REFERENCES = """async () => {
  const all = s => [...document.querySelectorAll(s)];
  const ids = all('#widget [id], #second [id]').map(e => e.id);
  const home = e => e.closest('#widget, #second').id, strays = [];
  for (const name of ['for', 'aria-describedby', 'aria-labelledby'])
    for (const e of all(`#widget [${name}], #second [${name}]`))
      for (const id of e.getAttribute(name).split(' ')) {
        const found = document.getElementById(id);
        if (!found || home(found) !== home(e)) strays.push([name, e.textContent]);
      }
  let clicked = 0;
  for (const label of all('#second label[for]')) {
    const control = document.getElementById(label.htmlFor);
    if (!control?.checkVisibility() || !/INPUT|SELECT/.test(control.tagName)) continue;
    document.activeElement.blur();
    label.click();
    clicked += 1;
    if (home(document.activeElement.closest('.cl-widget') ?? label) !== 'second')
      strays.push(['click', label.textContent]);
  }
  return { twice: ids.length - new Set(ids).size, ids: ids.length, clicked, strays };
}"""
SECOND = """async ([esm, state, buffers]) => {
  const first = document.getElementById('widget'), place = first.cloneNode(false);
  first.after(place);
  first.id = 'first';
  place.id = 'widget';
  await window.start(esm, state, buffers);
  place.id = 'second';
  first.id = 'widget';
}"""


@pytest.mark.parametrize("name", PAIRS)
def test_labels_and_words_belong_to_their_own_widget(page, name):
    page.set_viewport_size({"width": 1280, "height": 3000})  # both are drawn
    open_widget(page, PAIRS[name]())
    other = PAIRS[name]()
    state, buffers = widget_state(other)
    page.evaluate(SECOND, [other._esm, state, buffers])
    page.wait_for_function("() => document.querySelector('#second canvas')")
    for place in ("#widget", "#second"):
        fields = page.locator(f"{place} input[type=number]:visible")
        fields.first.fill("")  # its words have an id, too
    settle(page)
    found = page.evaluate(REFERENCES)
    assert found["ids"] > 4 and found["clicked"] > 1
    assert found["twice"] == 0 and found["strays"] == []
    assert page.errors == []
