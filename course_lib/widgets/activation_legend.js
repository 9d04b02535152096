// ActivationExplorer's legend: a short piece of each line with its name.

import { make, setText } from "./js/controls.js";
import { CHAIN_LINES } from "./activation_chain.js";
import { CURVE_DASHES, curveColour } from "./activation_curves.js";

const SVG = "http://www.w3.org/2000/svg";
const SIGNS = { circle: "●", triangle: "▲", square: "■", diamond: "◆", cross: "✖", plus: "✚" };

/** element; colour(theme) once per theme; update(now) shows what is drawn. */
export function makeActivationLegend(info) {
  const element = make("div", { class: "cl-legend cl-lines" });
  let theme, shown = "";
  return {
    element,
    colour(newTheme) {
      theme = newTheme;
      shown = "";
    },
    update(now) {
      const entries = entriesOf(now, info, theme), key = JSON.stringify(entries);
      if (key === shown) return;
      shown = key;
      element.replaceChildren(...entries.map(({ text, ...look }) => make("span", {}, swatch(look), make("span", { text }))));
    },
  };
}

function entriesOf({ state, names }, info, theme) {
  if (state.view === "function")
    return [
      ...names.map((name, k) => ({ text: nameOf(name, k, state, info), colour: curveColour(theme, k), dash: CURVE_DASHES[k % CURVE_DASHES.length] })),
      { text: "tangent", colour: theme.gradient, dash: [] },
      { text: `${info.name}, flat part`, colour: theme.classes[1], sign: "■" },
    ];
  if (state.view === "chain")
    return [
      ...CHAIN_LINES.map(([, , colour, dash, text]) => ({ text, colour: theme.classes[colour], dash })),
      { text: "theory, very wide layers", colour: theme.muted, dash: [2, 3] },
      { text: "saturated", colour: theme.classes[1], sign: "■" },
      { text: "dead units", colour: theme.ink, sign: "■" },
    ];
  return info.class_names.map((text, k) => ({
    text: `${k + 1} ${text}`, colour: theme.classes[k] ?? theme.muted, sign: SIGNS[PALETTE.markers[k % PALETTE.markers.length]],
  }));
}

function nameOf(name, k, { slope }, info) {
  const label = info.activations[name];
  return k === 0 && slope !== 1 ? `${label}, s = ${+slope.toPrecision(3)}` : label;
}

function swatch({ colour, dash, sign }) {
  if (sign) {
    const mark = make("span", { class: "cl-marker", "aria-hidden": "true" });
    setText(mark, sign);
    mark.style.color = colour;
    return mark;
  }
  const svg = document.createElementNS(SVG, "svg"), line = document.createElementNS(SVG, "line");
  for (const [name, value] of Object.entries({ width: 26, height: 10, "aria-hidden": "true" })) svg.setAttribute(name, value);
  const look = { x1: 1, x2: 25, y1: 5, y2: 5, stroke: colour, "stroke-width": 2.6, "stroke-dasharray": dash.join(" ") };
  for (const [name, value] of Object.entries(look)) line.setAttribute(name, value);
  svg.append(line);
  return svg;
}
