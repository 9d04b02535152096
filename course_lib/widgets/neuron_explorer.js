// A logistic unit on a crossplot: drag the line, read the loss, step down the gradient.

import {
  binaryCrossEntropy, gradientStep, norm, rawToStandardized, sampleLoss,
  standardizedToRaw, unitGradient, unitScores,
} from "./js/engine.js";
import { pointIn, setText } from "./js/controls.js";
import { readTheme, significant } from "./js/plot.js";
import { makeStage } from "./js/stage.js";
import {
  ARROW, clampInto, convert, evaluate, FLAT, priceInWords, readData, readUnit, scoreAt,
  tipOffset, weightsAlong,
} from "./neuron_unit.js";
import { makeNeuronControls } from "./neuron_controls.js";
import { makeCrossplot, makeLossCurve } from "./neuron_picture.js";

const HINTS = {
  line: "Drag the boundary to shift it, the tip of w to turn it and make it steeper.",
  noLine: "w is 0, so there is no line yet: pull the small circle w towards one class.",
  curve: "Drag the curve to change b; change the other weights with the sliders or Train.",
  noCurve: "w is 0, so there is no curve yet: move a slider or press Train.",
};
const REDUCED = matchMedia("(prefers-reduced-motion: reduce)");

function render({ model, el }) {
  const stage = makeStage(el, "NeuronExplorer", draw);
  let data, unit, now, broken = "";
  try {
    data = readData(model);
  } catch (error) {
    broken = `NeuronExplorer cannot be drawn: ${error.message}`;
    return stage.destroy;
  }
  const scores = new Float64Array(data.y.length);
  let outdated = true; // Python's word is newer than `unit`
  let mine = false, answering = false, drag = null, chosen = -1, anchor = null, steps = 0;
  let run = { steps: [0], loss: [] }, before = null;
  let byHand = false, best = 0; // accuracy reached without training
  let message = { text: "", warn: false }, ranking = null;
  const ui = makeNeuronControls(stage, data, {
    setWeight: (j, value) => settings({ ...unit, w: unit.w.map((v, i) => (i === j ? value : v)) }, { hand: true }),
    setBias: (b) => settings({ ...unit, b }, { hand: true }),
    setRate: (lr) => settings({ ...unit, lr }, { fresh: false }),
    setStandardized: (standardized) => settings(convert(unit, { ...unit, standardized }, data.statistics)),
    setQuadratic(quadratic) {
      best = 0; // what a curve reached is no measure for a line
      settings(convert(unit, { ...unit, quadratic }, data.statistics));
    },
    step: () => takeSteps(1), train, reset, choose, costliest,
  });
  const plot = makeCrossplot(ui.canvas, data), curve = makeLossCurve(ui.curve);
  stage.watch(model, ["w", "b", "lr", "standardize", "quadratic"], () => {
    if (mine) return;
    outdated = true;
    restartRun();
    stage.invalidate();
  });
  stage.onDestroy(ui.live.stop);
  listenToPointer();
  return stage.destroy;

  // ------------------------------------------------------------------- changing the unit

  function settings(next, { fresh = true, hand = false } = {}) {
    unit = next;
    byHand = hand;
    if (fresh) restartRun();
    mine = true; // our own change events must not draw a second time
    model.set({
      w: unit.w, b: unit.b, lr: unit.lr,
      standardize: unit.standardized, quadratic: unit.quadratic,
    });
    mine = false;
    // At once: the front end slows messages down itself, and the kernel's echo of an
    // older value would overwrite one that is set but not yet saved.
    model.save_changes();
    answering = !stage.animating;
    stage.respond();
  }

  /** The line was moved by hand: the count of steps starts again. */
  function restartRun() {
    if (steps) before = run;
    steps = 0;
    run = { steps: [0], loss: [] };
    stage.stop();
    say("");
  }

  function reset() {
    const { w, b, lr, standardize, quadratic } = data.info.start;
    const start = { w, b, lr, standardized: standardize, quadratic };
    anchor = null;
    best = 0;
    settings(convert(start, unit, data.statistics));
  }

  function diverged(at) {
    stage.stop();
    say(`Diverged at step ${at}: the numbers left the finite world. Take a smaller learning rate.`, true);
  }

  function say(text, warn = false) {
    message = { text, warn };
  }

  function showMessage() {
    const flat = unit.w.every((v) => v === 0);
    const hint = unit.quadratic ? (flat ? "noCurve" : "curve") : flat ? "noLine" : "line";
    ui.status.classList.toggle("cl-warn", message.warn);
    setText(ui.status, message.text || `${HINTS[hint]} ${data.info.note}`.trim());
  }

  // -------------------------------------------------------------------- gradient descent

  function step() {
    const F = data.features(unit.standardized, unit.quadratic);
    unitScores(F, unit.w, unit.b, scores);
    if (!run.loss.length) run.loss.push(binaryCrossEntropy(scores, data.y));
    const gradient = unitGradient(F, scores, data.y, unit.w.length);
    const next = { ...unit, ...gradientStep(unit, gradient, unit.lr) };
    if (![...next.w, next.b].every(Number.isFinite)) return false;
    unit = next;
    steps++;
    // About 200 points for any length: the axis is logarithmic.
    if (steps <= 40 || steps >= run.steps.at(-1) * 1.03) {
      unitScores(F, unit.w, unit.b, scores);
      run.steps.push(steps);
      run.loss.push(binaryCrossEntropy(scores, data.y));
    }
    return true;
  }

  function judge() {
    now = evaluate(data, unit, scores);
    const slope = norm([...now.gradient.dw, now.gradient.db]);
    const rose = now.loss > run.loss[0] * (1 + 1e-9);
    if (slope < FLAT) stage.stop();
    if (!Number.isFinite(now.loss)) diverged(steps);
    else if (rose) say("The loss is above where it started: the learning rate is too large.", true);
    else if (slope < FLAT) say(`The gradient is practically zero (length ${significant(slope, 1)}): this is the bottom.`);
    else if (now.accuracy === 1 && steps >= 100)
      say("Every sample is right, and still a longer w costs less: ‖w‖ grows for ever, ever more slowly.");
    else say("");
  }

  function takeSteps(count, until = Infinity) {
    let finite = true;
    for (let i = 0; finite && i < count && performance.now() < until; i++) finite = step();
    if (finite) judge();
    else diverged(steps + 1);
    settings(unit, { fresh: false });
    return finite;
  }

  function train() {
    if (stage.animating) {
      stage.stop();
      stage.invalidate();
    } else if (REDUCED.matches) {
      takeSteps(500); // no moving picture: many steps, then one drawing
    } else {
      // One step per frame at first, later 2 % more per frame: early steps can be
      // watched, late ones do not take for ever.
      stage.animate(() => takeSteps(1 + steps / 50, performance.now() + 6) && stage.animating);
    }
  }

  // ------------------------------------------------------------------------------- draw

  function draw({ resized }) {
    if (broken) return broken;
    const answers = answering && !resized && !outdated;
    answering = false;
    if (outdated) {
      unit = readUnit(model);
      outdated = byHand = false;
    }
    if (resized) {
      const theme = readTheme(stage.root);
      plot.layout(ui.picture.clientWidth, theme);
      curve.layout(ui.curve.parentElement.clientWidth, theme);
      ui.colour(theme);
      anchor = null;
    }
    now = evaluate(data, unit, scores);
    if (byHand) best = Math.max(best, now.accuracy);
    if (!run.loss.length) run.loss.push(now.loss);
    const { dw, db } = now.gradient;
    // The picture lives in standardised units: there both axes weigh the same.
    const shown = unit.standardized ? unit : rawToStandardized(unit, data.statistics);
    const downhill = { w: dw.map((g) => -g), b: -db };
    const pull = unit.standardized ? downhill.w : rawToStandardized(downhill, data.statistics).w;
    placeAnchor(shown);
    const handle = unit.quadratic ? null : anchor;
    plot.paint({ shown, pull, anchor: handle, chosen, active: drag?.kind === "turn" });
    // An input is answered with the picture at once; the words follow when it is there.
    if (answers) stage.afterPaint(follow);
    else follow();
    return "";
  }

  function follow() {
    curve.paint(run, before);
    showMessage();
    const text = describeSample(), rank = ranked() ? ranking.rank : 0;
    ui.update({ unit, now, steps, chosen, text, rank, best, training: stage.animating });
  }

  /** Keep the foot of the arrow on the line, where it was or as near as possible. */
  function placeAnchor(shown) {
    const { frame } = plot;
    anchor ??= [frame.left + frame.width / 2, frame.top + frame.height / 2];
    if (drag?.kind === "turn" || unit.quadratic) return;
    const { z, slope: [sx, sy] } = scoreAt(shown, frame, anchor), square = sx * sx + sy * sy;
    if (square > 0) anchor = [anchor[0] - (z * sx) / square, anchor[1] - (z * sy) / square];
    anchor = clampInto(frame, anchor, 24);
  }

  // ---------------------------------------------------------------------------- pointer

  function shownUnit() {
    return unit.standardized ? unit : rawToStandardized(unit, data.statistics);
  }

  function moveTo(shown) {
    const back = unit.standardized ? shown : standardizedToRaw(shown, data.statistics);
    settings({ ...unit, w: Array.from(back.w), b: back.b }, { hand: true });
  }

  /** What lies under the pointer: the arrow's tip, the boundary, or nothing to drag. */
  function grabbed(at) {
    const shown = shownUnit(), { frame } = plot;
    if (!unit.quadratic) {
      const [dx, dy] = tipOffset(shown.w, frame);
      const tip = clampInto(frame, [anchor[0] + dx, anchor[1] + dy], 12);
      const size = Math.hypot(...shown.w), reach = Math.hypot(tip[0] - anchor[0], tip[1] - anchor[1]);
      if (Math.hypot(at[0] - tip[0], at[1] - tip[1]) < 14)
        return { kind: "turn", anchor, grip: [tip[0] - at[0], tip[1] - at[1]], size, reach };
    }
    const { z, slope } = scoreAt(shown, frame, at);
    if (frame.holds(...at) && Math.abs(z) < 9 * Math.hypot(...slope)) return { kind: "shift", z };
    return null;
  }

  function dragTo(at) {
    const shown = shownUnit(), { frame } = plot;
    if (drag.kind === "shift") {
      const { z } = scoreAt(shown, frame, at);
      moveTo({ ...shown, b: shown.b - z + drag.z });
      return;
    }
    const arm = [at[0] + drag.grip[0] - drag.anchor[0], at[1] + drag.grip[1] - drag.anchor[1]];
    // Relative to the grip: an arrow cut off at the frame's edge must not jump.
    const grown = Math.asinh(drag.size) + (Math.hypot(...arm) - drag.reach) / ARROW;
    const w = weightsAlong(arm, Math.sinh(Math.max(0, grown)), frame);
    const x = frame.x(drag.anchor[0]), y = frame.y(drag.anchor[1]);
    moveTo({ w, b: -(w[0] * x + w[1] * y) });
  }

  function listenToPointer() {
    const { canvas } = ui;
    const at = (event) => pointIn(canvas, event);
    stage.listen(canvas, "pointerdown", (event) => {
      if (!now || event.button) return;
      drag = grabbed(at(event));
      if (!drag) return;
      canvas.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    stage.listen(canvas, "pointermove", (event) => {
      if (!now) return;
      const point = at(event);
      if (drag) return dragTo(point);
      const kind = grabbed(point)?.kind;
      canvas.style.cursor = kind === "turn" ? "grab" : kind ? "move" : "default";
      const near = plot.nearest(point, 12);
      if (near >= 0 && near !== chosen) choose(near);
    });
    for (const type of ["pointerup", "pointercancel"])
      stage.listen(canvas, type, () => {
        if (!drag) return;
        drag = null;
        stage.invalidate();
      });
  }

  // ---------------------------------------------------------------------------- samples

  function choose(index) {
    chosen = index;
    stage.invalidate();
  }

  function describeSample() {
    if (chosen < 0) return "Point at a sample, or type its row number, to see what it costs.";
    const { X, y, info } = data;
    const values = [0, 1].map((j) => `${info.feature_names[j]} ${significant(X[2 * chosen + j], 4)} ${info.units[j]}`.trim());
    const { p, right, loss } = priceInWords(scores[chosen], y[chosen]);
    return `${info.class_names[y[chosen]]}: ${values.join(", ")}\nP(${info.class_names[1]}) = ${p}, `
      + `loss = −ln${right} = ${loss}`;
  }

  /** Whether the ranking of the samples belongs to the present w and b. */
  function ranked() {
    return ranking?.w === unit.w && ranking.b === unit.b;
  }

  /** The costliest sample; pressed again, the next in line. */
  function costliest() {
    if (!ranked()) {
      const price = data.y.map((label, i) => sampleLoss(scores[i], label));
      const rows = Array.from(price.keys()).sort((i, j) => price[j] - price[i]);
      ranking = { w: unit.w, b: unit.b, rows, rank: 0 };
    }
    ranking.rank = (ranking.rank % ranking.rows.length) + 1;
    choose(ranking.rows[ranking.rank - 1]);
  }
}

export default { render };
