// NeuronExplorer's controls and read-outs: sliders, buttons, formula, numbers.

import { norm } from "./js/engine.js";
import { plain, significant } from "./js/plot.js";
import {
  button, checkbox, focusable, liveRegion, make, numberControl, setText, tile,
  uniqueId,
} from "./js/controls.js";
import { axisName } from "./neuron_unit.js";

const TERMS = ["x₁", "x₂", "x₁²", "x₁x₂", "x₂²"];
const MARKS = { circle: "●", triangle: "▲" };
const RANGE = 10; // slider range of a weight on standardised input

/** Build everything into the stage; `update` shows a new state, `act` is called by hand. */
export function makeNeuronControls(stage, data, act) {
  const { info } = data, live = liveRegion();
  const legend = makeLegend(info), picture = makePictureSide(data, act, legend);
  const formula = makeFormula(data), numbers = makeTiles(), rows = makeRows(data, act);
  const scaled = checkbox("standardise inputs", act.setStandardized,
    { hint: "(x − mean) / standard deviation; the boundary stays, training changes" });
  const curved = checkbox("quadratic features", act.setQuadratic,
    { hint: "Adds x₁², x₁x₂, x₂²: the boundary becomes a conic" });
  const play = button("Train", act.train,
    { primary: true, hint: "Gradient descent on all samples until you pause" });
  const buttons = make("div", { class: "cl-bar" },
    button("One step", act.step, { hint: "One step of gradient descent" }), play,
    button("Reset", act.reset, { hint: "Back to the weights you began with" }));
  const curve = make("canvas", { role: "img" });
  const status = make("p", { class: "cl-status" });
  const panel = make("div", { class: "cl-panel" }, formula.element, numbers.element,
    rows.element, make("div", { class: "cl-bar" }, scaled.row, curved.row), buttons,
    make("div", {}, curve), status, live.element);
  stage.content.append(picture.element, panel);

  function update(state) {
    const { unit, now, steps, chosen, text, training } = state;
    formula.update(unit);
    numbers.update(state);
    rows.update(state);
    scaled.input.checked = unit.standardized;
    curved.input.checked = unit.quadratic;
    setText(play, training ? "Pause" : "Train");
    picture.update(chosen, text);
    live.whenStill(() => {
      const summary = `Loss ${significant(now.loss)}, accuracy ${plain(100 * now.accuracy, 1)} `
        + `percent, steepness ${significant(norm(unit.w))}.`;
      describe(summary, `${significant(now.loss)} after ${steps} steps`);
      return chosen >= 0 ? `${summary} Sample ${chosen}, ${text}` : summary;
    });
  }
  function describe(summary, progress) {
    picture.canvas.ariaLabel = `Crossplot of ${axisName(info, 0)} and ${axisName(info, 1)} `
      + `with the probability of ${info.class_names[1]}. ${summary}`;
    curve.ariaLabel = `Loss against steps of gradient descent, now ${progress}`;
  }
  describe("", "before the first step");
  return {
    canvas: picture.canvas, picture: picture.element, curve, status, live, update,
    colour: legend.colour,
  };
}

function makeLegend(info) {
  const marks = info.markers.map((shape) =>
    make("span", { class: "cl-marker", "aria-hidden": "true", text: MARKS[shape] }));
  const ramp = make("i", { "aria-hidden": "true" });
  const element = make("div", { class: "cl-legend" },
    ...marks.map((mark, k) => make("span", {}, mark, info.class_names[k])),
    make("span", { class: "cl-ramp" }, `P(${info.class_names[1]})  0`, ramp, "1"));
  const colour = (theme) => {
    marks.forEach((mark, k) => { mark.style.color = theme.classes[k]; });
    ramp.style.background = `linear-gradient(90deg, ${theme.probability})`;
  };
  return { element, colour };
}

function makePictureSide({ y }, act, legend) {
  const canvas = make("canvas", { role: "img" }), id = uniqueId();
  const sample = focusable("input", { type: "number", min: 0, max: y.length - 1, step: 1, id });
  const readout = make("div", { class: "cl-readout" });
  sample.addEventListener("input", () => {
    const i = sample.valueAsNumber, fine = Number.isInteger(i) && i >= 0 && i < y.length;
    sample.removeAttribute("aria-invalid");
    if (fine) act.choose(i);
    else sample.setAttribute("aria-invalid", "true");
  });
  const bar = make("div", { class: "cl-sample" },
    make("label", { for: id, text: "Sample, row of X" }), sample,
    button("Costliest sample", act.costliest, { hint: "The sample that adds most to the loss" }),
    readout);
  return {
    element: make("div", { class: "cl-picture" }, legend.element, canvas, bar),
    canvas,
    update(chosen, text) {
      setText(readout, text);
      if (chosen >= 0 && sample.getRootNode().activeElement !== sample) sample.value = chosen;
    },
  };
}

function makeFormula({ info, statistics: { mean, std } }) {
  const equation = make("span"), inputs = make("small");
  const signed = (value) => (value < 0 ? " − " : " + ") + significant(Math.abs(value));
  return {
    element: make("p", { class: "cl-formula" }, equation, inputs),
    update({ w, b, standardized }) {
      const sum = w.map((v, j) => `${signed(v)}\u00a0${TERMS[j]}`).join("");
      setText(equation, `P(${info.class_names[1]}) = σ(${significant(b)}${sum})`);
      setText(inputs, [0, 1].map((j) => {
        if (!standardized) return `${TERMS[j]} = ${axisName(info, j)}`;
        const shift = signed(-mean[j]);
        return `${TERMS[j]} = (${info.feature_names[j]}${shift}) / ${significant(std[j])}`;
      }).join(",  "));
    },
  };
}

function makeTiles() {
  const loss = tile("loss J", "Mean binary cross-entropy over all samples");
  const accuracy = tile("accuracy", "Share of samples on the right side of P = .5");
  const length = tile("‖w‖ steepness", "Length of w: how fast P climbs across the line");
  const count = tile("steps", "Steps of gradient descent since you last moved the line");
  const all = [loss, accuracy, length, count].map(({ element }) => element);
  return {
    element: make("div", { class: "cl-tiles" }, ...all),
    update({ unit, now, steps }) {
      loss.set(significant(now.loss));
      accuracy.set(`${plain(100 * now.accuracy, 1)} %`);
      length.set(significant(norm(unit.w)));
      count.set(String(steps));
    },
  };
}

function makeRows({ info, statistics: { mean, std } }, act) {
  const symmetric = { min: -RANGE, max: RANGE };
  const weights = TERMS.map((term, j) => numberControl({
    label: `w${"₁₂₃₄₅"[j]} · ${j < 2 ? info.feature_names[j] : term}`,
    onInput: (value) => act.setWeight(j, value), ...symmetric,
  }));
  const bias = numberControl({ label: "b · bias", onInput: act.setBias, ...symmetric });
  const rate = numberControl({
    label: "learning rate α", log: true, positive: true, min: -3, max: 2, onInput: act.setRate,
  });
  const head = make("div", { class: "cl-row cl-head", "aria-hidden": "true" }, make("span"),
    make("span"), make("span", { text: "value" }), make("span", { text: "gradient" }));
  const rows = [...weights, bias, rate].map(({ row }) => row);
  let limits = "";

  /** Raw inputs need other weights: a slider spans ±10 standard deviations' worth. */
  function setLimits({ standardized, quadratic }) {
    if (limits === `${standardized} ${quadratic}`) return;
    limits = `${standardized} ${quadratic}`;
    const [s1, s2] = standardized ? [1, 1] : std, [t1, t2] = standardized ? [0, 0] : mean;
    [s1, s2, s1 * s1, s1 * s2, s2 * s2].forEach((s, j) => {
      weights[j].setRange(-RANGE / s, RANGE / s);
      weights[j].row.hidden = j >= 2 && !quadratic;
    });
    const far = RANGE * (1 + Math.max(Math.abs(t1 / s1), Math.abs(t2 / s2)));
    bias.setRange(-far, far);
  }
  return {
    element: make("div", { class: "cl-rows" }, head, ...rows),
    update({ unit, now: { gradient: { dw, db } } }) {
      setLimits(unit);
      unit.w.forEach((v, j) => {
        weights[j].set(v, significant(v));
        weights[j].note(significant(dw[j], 2));
      });
      bias.set(unit.b, significant(unit.b));
      bias.note(significant(db, 2));
      rate.set(unit.lr, significant(unit.lr));
    },
  };
}
