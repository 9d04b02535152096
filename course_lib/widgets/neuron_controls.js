// NeuronExplorer's controls and read-outs: sliders, buttons, formula, numbers.

import { norm } from "./js/engine.js";
import { plain, significant } from "./js/plot.js";
import {
  button, checkbox, liveRegion, make, numberControl, numberField, setText, tile, uniqueId,
} from "./js/controls.js";
import { axisName, FLAT, naturalScale, tidied, withoutDust } from "./neuron_unit.js";

const TERMS = ["x₁", "x₂", "x₁²", "x₁x₂", "x₂²"];
const MARKS = { circle: "●", triangle: "▲" };
const RANGE = 10; // slider range of a weight on standardised input
const COSTLIEST = "Costliest sample";

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
    button("Reset", act.reset, { hint: "Back to the weights and the learning rate you began with" }));
  const curve = make("canvas", { role: "img" });
  const status = make("p", { class: "cl-status" });
  const panel = make("div", { class: "cl-panel" }, formula.element, numbers.element,
    rows.element, make("div", { class: "cl-bar" }, scaled.row, curved.row), buttons,
    make("div", {}, curve), status, live.element);
  stage.content.append(picture.element, panel);

  function update(state) {
    const { now, steps, chosen, text, rank, training } = state;
    const unit = tidied(state.unit, data.statistics);
    formula.update(unit);
    numbers.update({ ...state, unit });
    rows.update({ unit, now });
    scaled.input.checked = unit.standardized;
    curved.input.checked = unit.quadratic;
    setText(play, training ? "Pause" : "Train");
    picture.update(state);
    live.whenStill(() => {
      const summary = `Loss ${significant(now.loss)}, accuracy ${plain(100 * now.accuracy, 1)} `
        + `percent, steepness ${significant(norm(unit.w))}.`;
      describe(summary, `${significant(now.loss)} after ${steps} steps`);
      const place = rank ? `number ${rank} of the costliest, ` : "";
      return chosen >= 0 ? `${summary} Sample ${chosen}, ${place}${text}` : summary;
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
  const last = y.length - 1, readout = make("div", { class: "cl-readout" });
  const sample = numberField({ min: 0, max: last, step: 1, id }, act.choose,
    (i) => (Number.isInteger(i) && i >= 0 && i <= last ? "" : `Rows run from 0 to ${last}.`));
  const next = button(COSTLIEST, act.costliest,
    { hint: "The sample that adds most to the loss; again: the next in line" });
  const bar = make("div", { class: "cl-sample" },
    make("label", { for: id, text: "Sample, row of X" }), sample.input, next, sample.words,
    readout);
  return {
    element: make("div", { class: "cl-picture" }, legend.element, canvas, bar),
    canvas,
    update({ chosen, text, rank }) {
      setText(readout, text);
      setText(next, rank ? "Next costliest" : COSTLIEST);
      if (chosen >= 0) sample.show(chosen);
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
  const accuracy = tile("accuracy", "Share of samples on the right side of P = .5; "
    + "best: the highest you reached by hand since Reset");
  const length = tile("‖w‖ steepness", "Length of w: how fast P climbs across the line");
  const count = tile("steps", "Steps of gradient descent since you last moved the line");
  const all = [loss, accuracy, length, count].map(({ element }) => element);
  return {
    element: make("div", { class: "cl-tiles" }, ...all),
    update({ unit, now, steps, best }) {
      loss.set(significant(now.loss));
      accuracy.set(`${plain(100 * now.accuracy, 1)} %`);
      accuracy.note(best ? `best ${plain(100 * best, 1)} %` : "");
      length.set(significant(norm(unit.w)));
      count.set(String(steps));
    },
  };
}

function makeRows({ info, statistics }, act) {
  const symmetric = { min: -RANGE, max: RANGE };
  const weights = TERMS.map((term, j) => numberControl({
    label: `w${"₁₂₃₄₅"[j]} · ${j < 2 ? info.feature_names[j] : term}`,
    onInput: (value) => act.setWeight(j, value), ...symmetric,
  }));
  const bias = numberControl({ label: "b · bias", onInput: act.setBias, ...symmetric });
  const rate = numberControl({
    label: "learning rate α", log: true, min: -3, max: 2, onInput: act.setRate,
    objection: (lr) => (lr > 0 ? "" : "The learning rate must be above 0."),
  });
  const head = make("div", { class: "cl-row cl-head", "aria-hidden": "true" }, make("span"),
    make("span"), make("span", { text: "value" }), make("span", { text: "gradient" }));
  const rows = [...weights, bias, rate].map(({ row }) => row);
  const slope = (value) => significant(withoutDust(value, FLAT), 2);
  let limits = "";

  /** Raw inputs need other weights: a slider spans ±10 standard deviations' worth. */
  function setLimits({ standardized, quadratic }) {
    if (limits === `${standardized} ${quadratic}`) return;
    limits = `${standardized} ${quadratic}`;
    const natural = naturalScale({ standardized }, statistics);
    natural.w.forEach((scale, j) => {
      weights[j].setRange(-RANGE * scale, RANGE * scale);
      weights[j].row.hidden = j >= 2 && !quadratic;
    });
    bias.setRange(-RANGE * natural.b, RANGE * natural.b);
  }
  return {
    element: make("div", { class: "cl-rows" }, head, ...rows),
    update({ unit, now: { gradient: { dw, db } } }) {
      setLimits(unit);
      unit.w.forEach((v, j) => {
        weights[j].set(v, significant(v));
        weights[j].note(slope(dw[j]));
      });
      bias.set(unit.b, significant(unit.b));
      bias.note(slope(db));
      rate.set(unit.lr, significant(unit.lr));
    },
  };
}
