// Native inputs with labels, buttons, a live region: built by DOM calls, so that text from
// data never becomes HTML. JupyterLab takes keys (arrows, Enter) from a focused element
// unless that very element carries data-lm-suppress-shortcuts.

// Every widget on a page counts for itself: the letters keep their ids apart.
const ID_LETTERS = crypto.getRandomValues(new Uint32Array(2)).join("-");
const COMPLAINT_STAYS = 6000; // ms after the field was left
let idCount = 0;

/** An id that no other control on the page has. */
export function uniqueId() {
  return `cl-control-${ID_LETTERS}-${++idCount}`;
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
 * A number field, and words for what it cannot take, to be placed near it: such an input
 * is marked and changes nothing; whoever leaves the field finds the value in use again,
 * and the words for a while.
 *
 * @param {Object} attributes of the input
 * @param {(value: number) => void} onInput
 * @param {(value: number) => string} objection what is wrong with a number, or ""
 */
export function numberField(attributes, onInput, objection = () => "") {
  const id = uniqueId();
  const words = make("small", { class: "cl-wrong", id, "aria-live": "polite", hidden: "" });
  const input = focusable("input", { type: "number", ...attributes });
  let used = "", leaving = 0; // leaving: the timer that takes the words away
  const complain = (text) => {
    clearTimeout(leaving);
    leaving = 0;
    setText(words, text);
    words.hidden = !text;
    if (text) {
      setAttribute(input, "aria-invalid", "true");
      setAttribute(input, "aria-describedby", id);
    } else {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
  };
  input.addEventListener("blur", () => {
    if (!input.hasAttribute("aria-invalid")) return;
    input.value = used;
    input.removeAttribute("aria-invalid"); // what stands there now is fine
    leaving = setTimeout(() => complain(""), COMPLAINT_STAYS);
  });
  input.addEventListener("input", () => {
    const value = input.valueAsNumber;
    const wrong = Number.isFinite(value) ? objection(value) : "A number is needed.";
    complain(wrong);
    if (!wrong) onInput(value);
  });
  return {
    input, words,
    /** Show a value; a field being typed in keeps the typist's text. */
    show(value) {
      const isNew = used !== value;
      used = value;
      if (input.getRootNode().activeElement === input) return;
      if (input.value !== String(value)) input.value = value;
      if (!words.hidden && (isNew || !leaving)) complain("");
    },
  };
}

/**
 * A labelled slider with a number field beside it; the number may leave the slider's
 * range.
 *
 * @param {{label: string, hint?: string, log?: boolean, fine?: boolean, min: number, max: number,
 *   objection?: (value: number) => string, onInput: (value: number) => void}} options
 *   `log`: min and max are powers of ten; `fine`: a notch is 0.01 decades instead of 0.05,
 *   an arrow key in the number field about 5 %. `objection`: as of numberField.
 */
export function numberControl({ label, hint, log = false, fine = false, objection, onInput, ...range }) {
  const id = uniqueId();
  const slider = focusable("input", { type: "range", id });
  const field = numberField({ step: "any", "aria-label": `${label}, number` }, onInput, objection);
  const note = make("span", { class: "cl-note" });
  const name = make("label", { for: id, text: label, title: hint });
  const row = make("div", { class: "cl-row" }, name, slider, field.input, note, field.words);
  slider.addEventListener("input", () => {
    onInput(log ? +(10 ** slider.valueAsNumber).toPrecision(fine ? 3 : 2) : slider.valueAsNumber);
  });
  const control = {
    row,
    setRange(min, max) {
      slider.min = min;
      slider.max = max;
      slider.step = log ? (fine ? 0.01 : 0.05) : (max - min) / 400;
    },
    set(value, text) {
      slider.value = log ? Math.log10(Math.max(Math.abs(value), Number.MIN_VALUE)) : value;
      if (slider.ariaValueText !== text) slider.ariaValueText = text;
      if (fine) { // arrow keys count from the attribute, not from 0
        setAttribute(field.input, "value", value);
        setAttribute(field.input, "step", (0.05 * value).toPrecision(1));
      }
      field.show(+value.toPrecision(4));
    },
    note(text) { setText(note, text); },
  };
  control.setRange(range.min, range.max);
  return control;
}

/**
 * Change text only where it differs: every write costs a layout. A text node that stays
 * costs less than a new one.
 */
export function setText(element, text) {
  const node = element.firstChild;
  if (node === null) {
    if (text) element.textContent = text;
  } else if (node.nodeType === Node.TEXT_NODE && node === element.lastChild) {
    if (node.data !== text) node.data = text;
  } else if (element.textContent !== text) element.textContent = text;
}

/** Set an attribute only where it differs: writing the same value again costs as much. */
export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
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

/** A tile with a name, a large number and room for small print. */
export function tile(label, hint) {
  const value = make("span", { class: "cl-value" }), print = make("small");
  const name = make("span", { class: "cl-name", text: label });
  const element = make("div", { class: "cl-tile", title: hint }, name, value, print);
  return {
    element, set: (text) => setText(value, text), note: (text) => setText(print, text),
    rename: (text) => setText(name, text),
  };
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

/**
 * A labelled choice among options.
 *
 * @param {{label: string, hint?: string, options: [string, string][],
 *   onInput: (value: string) => void}} options pairs of value and text
 */
export function choiceControl({ label, hint, options, onInput }) {
  const id = uniqueId();
  const select = focusable("select", { id });
  for (const [value, text] of options) select.append(make("option", { value, text }));
  select.addEventListener("change", () => onInput(select.value));
  const row = make("span", { class: "cl-choice" },
    make("label", { for: id, text: label, title: hint }), select);
  return {
    row, select,
    set(value) { if (select.value !== value) select.value = value; },
  };
}

/** Objection of a field for whole numbers from low to high. */
export const whole = (low, high) => (value) =>
  (Number.isInteger(value) && value >= low && value <= high ? "" : `A whole number from ${low} to ${high}, please.`);

/** A field with its label in front, and its objection behind. */
export function labelledField(label, attributes, onInput, objection) {
  const id = uniqueId(), field = numberField({ id, ...attributes }, onInput, objection);
  const name = make("label", { for: id, text: label });
  const row = make("span", { class: "cl-labelled" }, name, field.input, field.words);
  return { row, show: field.show, rename: (text) => setText(name, text) };
}

/** A slider for whole numbers. */
export function countControl({ label, onInput, objection, ...range }) {
  const control = numberControl({ label, objection, ...range, onInput: (v) => onInput(Math.round(v)) });
  const setRange = (min, max) => {
    control.setRange(min, max);
    control.row.querySelector("input[type=range]").step = 1;
    control.row.querySelector("input[type=number]").step = 1;
  };
  setRange(range.min, range.max);
  return { ...control, setRange };
}

/** A group that opens. */
export function makeGroup(title, ...children) {
  const summary = focusable("summary", { text: title });
  return make("details", { class: "cl-group" }, summary, make("div", { class: "cl-rows" }, ...children));
}

/** The whole number meant by a logarithmic slider at v, at least one away from `now`. */
export function nextWhole(v, now) {
  const next = Math.round(v);
  return next === now && v !== now ? now + Math.sign(v - now) : next;
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Direction of an arrow key on the screen, which then does not scroll; or null. */
export function arrowKey(event) {
  const way = WAYS[event.key];
  if (way) event.preventDefault();
  return way ?? null;
}

/** Where on a canvas a pointer is, in CSS pixels of the canvas. */
export function pointIn(canvas, event) {
  const box = canvas.getBoundingClientRect(), scale = canvas.clientWidth / box.width;
  return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
}
