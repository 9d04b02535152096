// Native inputs with labels, buttons, a live region: built by DOM calls, so that text from
// data never becomes HTML. JupyterLab takes keys (arrows, Enter) from a focused element
// unless that very element carries data-lm-suppress-shortcuts.

let idCount = 0;

/** An id that no other control on the page has. */
export function uniqueId() {
  return `cl-control-${++idCount}`;
}

/** Create an element; `text` goes in as text, never as HTML. */
export function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/** An element that keeps its keys. */
export function focusable(tag, attributes) {
  return make(tag, { "data-lm-suppress-shortcuts": "true", ...attributes });
}

/**
 * A labelled slider with a number field beside it. The number may leave the slider's
 * range; what cannot be read as a number is marked and changes nothing.
 *
 * @param {{label: string, hint?: string, log?: boolean, min: number, max: number,
 *   positive?: boolean, onInput: (value: number) => void}} options `log`: min and max are
 *   powers of ten.
 */
export function numberControl({ label, hint, log = false, positive = false, onInput, ...range }) {
  const id = uniqueId();
  const slider = focusable("input", { type: "range", id });
  const number = focusable("input", { type: "number", step: "any", "aria-label": `${label}, number` });
  const note = make("span", { class: "cl-note" });
  const name = make("label", { for: id, text: label, title: hint });
  const row = make("div", { class: "cl-row" }, name, slider, number, note);
  const accept = (value) => {
    number.removeAttribute("aria-invalid");
    onInput(value);
  };
  slider.addEventListener("input", () => {
    accept(log ? +(10 ** slider.valueAsNumber).toPrecision(2) : slider.valueAsNumber);
  });
  number.addEventListener("input", () => {
    const value = number.valueAsNumber;
    if (Number.isFinite(value) && (!positive || value > 0)) accept(value);
    else number.setAttribute("aria-invalid", "true");
  });
  const control = {
    row, slider, number,
    setRange(min, max) {
      slider.min = min;
      slider.max = max;
      slider.step = log ? 0.05 : (max - min) / 400;
    },
    /** Show a value; a field being typed in keeps the typist's text. */
    set(value, text) {
      slider.value = log ? Math.log10(value) : value;
      if (slider.ariaValueText !== text) slider.ariaValueText = text;
      const typing = number.getRootNode().activeElement === number;
      if (!typing) number.value = +value.toPrecision(4);
    },
    note(text) { setText(note, text); },
  };
  control.setRange(range.min, range.max);
  return control;
}

/** Change text only where it differs: every write costs a layout. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A button. */
export function button(text, onClick, { hint, primary = false } = {}) {
  const element = focusable("button", {
    type: "button", text, title: hint, class: primary ? "cl-primary" : undefined,
  });
  element.addEventListener("click", onClick);
  return element;
}

/** A check box with its label to the right. */
export function checkbox(label, onChange, { hint } = {}) {
  const input = focusable("input", { type: "checkbox" });
  input.addEventListener("change", () => onChange(input.checked));
  const row = make("label", { class: "cl-check", title: hint }, input, make("span", { text: label }));
  return { row, input };
}

/** A tile with a name and a large number. */
export function tile(label, hint) {
  const value = make("span", { class: "cl-value" });
  const element = make("div", { class: "cl-tile", title: hint },
    make("span", { class: "cl-name", text: label }), value);
  return { element, set: (text) => setText(value, text) };
}

/**
 * Says a sentence to screen readers once the numbers have stood still for half a second;
 * sentence() is called only then.
 */
export function liveRegion() {
  const element = make("div", { class: "cl-hidden", role: "status", "aria-live": "polite" });
  let timer = 0;
  return {
    element,
    whenStill(sentence) {
      clearTimeout(timer);
      timer = setTimeout(() => setText(element, sentence()), 500);
    },
    stop: () => clearTimeout(timer),
  };
}
