// Playground's network: which inputs, how many layers and units, which activation; over
// the diagram one button per unit, of which Tab reaches one and arrow keys the others.

import { button, choiceControl, focusable, make, setText } from "./js/controls.js";
import { ACTIVATION_CHOICES, unitSentence } from "./playground_words.js";

const MOST_LAYERS = 6, MOST_UNITS = 8, NEW_UNITS = 1;
const ROOM_FOR_HEAD = 84, ROOM_FOR_WORDS = 112; // pixels of a column

/** A button with a sign that stays in the tab order where it can do nothing. */
function signButton(sign, name, onClick) {
  const element = button(sign, () => {
    if (element.ariaDisabled !== "true") onClick();
  });
  element.classList.add("cl-play-sign");
  element.ariaLabel = name;
  return {
    element,
    rename(text) { if (element.ariaLabel !== text) element.ariaLabel = element.title = text; },
    allow(on) { element.ariaDisabled = on ? null : "true"; },
  };
}

/** The inputs one may give to the network: buttons that stay pressed. */
export function makeFeatureChoice(act) {
  const list = make("span", { class: "cl-play-features" }), words = make("small", { class: "cl-wrong", role: "status" });
  const element = make("div", { class: "cl-play-inputs", role: "group", "aria-label": "Inputs" },
    make("span", { class: "cl-name", text: "inputs" }), list, words);
  let buttons = [], features = [];
  const change = (key) => {
    const on = features.filter((f) => (f.key === key ? !f.on : f.on)).map((f) => f.key);
    setText(words, on.length ? "" : "At least one input must stay on.");
    if (on.length) act.set({ features: on });
  };
  return {
    element,
    update({ scene }) {
      ({ features } = scene);
      const names = features.map(({ key, label }) => `${key} ${label}`).join();
      if (list.dataset.names !== names) {
        list.dataset.names = names;
        buttons = features.map(({ key, label, hint }) => button(label, () => change(key), { hint: hint || undefined }));
        list.replaceChildren(...buttons);
      }
      features.forEach(({ on }, j) => buttons[j].setAttribute("aria-pressed", String(on)));
    },
  };
}

/** More and fewer layers; per hidden layer more and fewer units, and its activation. */
export function makeLayerHeads(act, hides) {
  const count = make("b"), list = make("div", { class: "cl-play-heads" });
  let hidden = [];
  const fewer = signButton("−", "One hidden layer less", () => act.set({ hidden: hidden.slice(0, -1) }));
  const more = signButton("+", "One hidden layer more", () => {
    const activation = hidden.at(-1)?.activation ?? "tanh";
    act.set({ hidden: [...hidden, { units: NEW_UNITS, activation }] });
  });
  const bar = make("div", { class: "cl-play-depth", role: "group", "aria-label": "Hidden layers" },
    fewer.element, count, more.element);
  const heads = [];
  const patch = (l, values) => act.set({ hidden: hidden.map((layer, k) => (k === l ? { ...layer, ...values } : layer)) });

  function headAt(l) {
    if (heads[l]) return heads[l];
    const name = `hidden layer ${l + 1}`, units = make("span"), words = make("span", { class: "cl-play-word" });
    const less = signButton("−", `${name}: one unit less`, () => patch(l, { units: hidden[l].units - 1 }));
    const plus = signButton("+", `${name}: one unit more`, () => patch(l, { units: hidden[l].units + 1 }));
    const activation = choiceControl({
      label: "", options: ACTIVATION_CHOICES, onInput: (value) => patch(l, { activation: value }),
    });
    activation.select.ariaLabel = `${name}: activation`;
    const element = make("div", { class: "cl-play-head", role: "group", "aria-label": name },
      make("span", { class: "cl-play-number", "aria-hidden": "true", text: `${l + 1}:` }));
    if (!hides("layers")) element.append(make("span", { class: "cl-play-units" }, less.element, units, words, plus.element));
    if (!hides("activation")) element.append(activation.select);
    heads[l] = { element, units, words, less, plus, activation };
    list.append(element);
    return heads[l];
  }

  return {
    bar, list,
    update({ settings }) {
      ({ hidden } = settings);
      setText(count, `${hidden.length} hidden layer${hidden.length === 1 ? "" : "s"}`);
      fewer.allow(hidden.length > 0);
      more.allow(hidden.length < MOST_LAYERS);
      hidden.forEach(({ units, activation }, l) => {
        const head = headAt(l);
        head.element.hidden = false;
        head.less.allow(units > 1);
        head.plus.allow(units < MOST_UNITS);
        head.activation.set(activation);
        showUnits(head, units);
      });
      for (let l = hidden.length; l < heads.length; l++) heads[l].element.hidden = true;
    },
    /** Over the columns of the diagram where these are wide enough, else in lines. */
    place(columns) {
      const inner = columns.slice(1, -1), narrow = inner.some(({ width }) => width < ROOM_FOR_HEAD);
      list.hidden = inner.length === 0;
      list.classList.toggle("cl-flow", narrow);
      inner.forEach(({ x, width }, l) => {
        const { element } = headAt(l);
        element.style.left = narrow ? "" : `${Math.round(x)}px`;
        element.style.width = narrow ? "" : `${Math.min(Math.floor(width) - 4, 112)}px`;
        element.classList.toggle("cl-short", narrow || width < ROOM_FOR_WORDS);
      });
    },
  };

  function showUnits({ units, words }, n) {
    setText(units, String(n));
    setText(words, n > 1 ? "units" : "unit");
  }
}

// -------------------------------------------------------------------- buttons over units

const NEXT_UNIT = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * One button per unit, over the diagram.
 *
 * @param {object} act look, pin
 * @param {(unit: [number, number], byKeyboard: boolean) => void} onOpen pin and edit
 */
export function makeUnitButtons(act, onOpen) {
  const element = make("div", { class: "cl-play-nodes", role: "group", "aria-label": "Units of the network; arrow keys go from one to the next" });
  let units = [], at = 0, view = null, placing = false;
  const look = (unit) => { if (!placing) act.look(unit); };

  function buttonFor(k) {
    const place = focusable("button", { type: "button", class: "cl-play-node", tabindex: "-1", "aria-pressed": "false" });
    const here = () => [units[k].layer, units[k].unit];
    place.addEventListener("pointerenter", () => look(here()));
    place.addEventListener("pointerleave", () => look(null));
    place.addEventListener("focus", () => { moveTo(k); look(here()); });
    place.addEventListener("blur", () => look(null));
    place.addEventListener("click", (event) => onOpen(here(), event.detail === 0));
    return { place, layer: 0, unit: 0, x: 0, y: 0 };
  }

  /** The one button that Tab reaches. */
  function moveTo(k) {
    if (units[at]) units[at].place.tabIndex = -1;
    at = k;
    units[at].place.tabIndex = 0;
    describe(units[at]);
  }

  function describe({ place, layer, unit }) {
    if (!view || !(unit < view.network.sizes[layer])) return; // placed for a network to come
    const text = unitSentence(view, layer, unit);
    if (place.ariaLabel !== text) place.ariaLabel = text;
  }

  element.addEventListener("keydown", (event) => {
    const way = NEXT_UNIT[event.key];
    if (event.key === "Escape" && view?.settings.focus) {
      event.stopPropagation();
      act.pin(null);
    }
    if (!way || !units[at]) return;
    event.preventDefault();
    const next = way[0] ? besides(way[0]) : units.findIndex((u) => u.layer === units[at].layer && u.unit === units[at].unit + way[1]);
    if (next >= 0) units[next].place.focus();
  });

  /** The unit of the next layer whose picture is nearest in height. */
  function besides(way) {
    const { layer, y } = units[at];
    let best = -1;
    units.forEach((u, k) => {
      if (u.layer === layer + way && (best < 0 || Math.abs(u.y - y) < Math.abs(units[best].y - y))) best = k;
    });
    return best;
  }

  return {
    element,
    /** Lay the buttons over the diagram's pictures. */
    place(nodes) {
      placing = true;
      const kept = units[at] && [units[at].layer, units[at].unit];
      const focused = units[at]?.place === element.getRootNode().activeElement;
      while (units.length < nodes.length) units.push(buttonFor(units.length));
      for (const { place } of units.splice(nodes.length)) place.remove();
      nodes.forEach(({ layer, unit, x, y, w, h }, k) => {
        const { place } = units[k];
        Object.assign(units[k], { layer, unit, x, y });
        Object.assign(place.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
        if (place.parentElement !== element) element.append(place);
        place.tabIndex = -1;
      });
      const same = kept ? units.findIndex((u) => u.layer === kept[0] && u.unit === kept[1]) : -1;
      at = Math.min(Math.max(0, same >= 0 ? same : at), units.length - 1);
      if (units[at]) units[at].place.tabIndex = 0;
      if (focused && units[at]) units[at].place.focus({ preventScroll: true });
      units.forEach(describe); // the next update may be long in coming
      placing = false;
    },
    /** Names with the present numbers, and which unit is kept in the large picture. */
    update(now) {
      view = now;
      const kept = view.settings.focus;
      for (const u of units) {
        describe(u);
        u.place.setAttribute("aria-pressed", String(Boolean(kept) && kept[0] === u.layer && kept[1] === u.unit));
      }
    },
    /** Put the keyboard back on a unit. */
    focus([layer, unit]) {
      units.find((u) => u.layer === layer && u.unit === unit)?.place.focus({ preventScroll: true });
    },
  };
}
