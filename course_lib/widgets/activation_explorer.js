// Activation functions: drag a tangent, send samples through, stack layers, weigh classes.

import { arrowKey, pointIn } from "./js/controls.js";
import { readTheme, tidy } from "./js/plot.js";
import { makeStage } from "./js/stage.js";
import { chainTheory, makeChainMeter } from "./js/chain.js";
import { makeChainPicture } from "./activation_chain.js";
import { makeActivationControls } from "./activation_controls.js";
import { makeCurvePicture } from "./activation_curves.js";
import { softmaxOf } from "./activation_functions.js";
import { makeSoftmaxPicture } from "./activation_softmax.js";
import { activationTraits, evaluateFunctions, readActivationState, readSamples } from "./activation_state.js";
import { chainWords, functionWords, softmaxWords } from "./activation_words.js";

const DRAWS = 10000; // random seeds have short numbers, to be typed by others
/** Weights of a chain that is measured while an input waits for its picture. */
const QUICK_CHAIN = 20000;

function renderActivations({ model, el }) {
  const stage = makeStage(el, "ActivationExplorer", draw);
  let samples, info, broken = "", state, now = null, outdated = true, mine = false;
  let answering = false, held = null, theme = null, laidOut = new Set(), shownView = "";
  let chain = null, theory = null, measured = "", expected = ""; // of which settings they are
  const meter = makeChainMeter();
  try {
    info = model.get("_info");
    samples = readSamples(model);
    state = readActivationState(model);
  } catch (error) {
    broken = `ActivationExplorer cannot be drawn: ${error.message}`;
    return stage.destroy;
  }
  stage.root.classList.add("cl-activations");
  const ui = makeActivationControls(stage, { info, samples, classes: state.scores.length }, {
    set: change,
    setScore: (k, value) => change({ scores: state.scores.map((v, i) => (i === k ? value : v)) }),
    shiftScores: () => change({ scores: state.scores.map((v) => v + 1) }),
    compare: (name, on) => change({ others: [...state.others.filter((n) => n !== name), ...(on ? [name] : [])] }),
    newDraw: () => change({ seed: Math.floor(Math.random() * DRAWS) }),
    reset: () => change(structuredClone(info.start)),
  });
  const pictures = {
    function: makeCurvePicture(ui.canvases.function),
    chain: makeChainPicture(ui.canvases.chain),
    softmax: makeSoftmaxPicture(ui.canvases.softmax, info.class_names),
  };
  stage.watch(model, activationTraits, () => {
    if (mine) return;
    outdated = true;
    stage.invalidate();
  });
  stage.onDestroy(ui.live.stop);
  listen();
  return stage.destroy;

  function change(patch) {
    state = { ...state, ...patch };
    mine = true; // our own change events must not draw a second time
    model.set(patch);
    mine = false;
    // At once: the kernel's echo of an older value would overwrite one that is set but
    // not yet saved.
    model.save_changes();
    answering = true;
    stage.respond();
  }

  // ------------------------------------------------------------------------------- draw

  function draw({ resized }) {
    if (broken) return broken;
    if (outdated) {
      state = readActivationState(model);
      outdated = false;
    }
    const { view } = state, fresh = view !== shownView;
    if (fresh) ui.show((shownView = view));
    if (resized) {
      theme = readTheme(stage.root);
      laidOut = new Set();
      ui.legend.colour(theme);
    }
    if (!laidOut.has(view)) pictures[view].layout(ui.place.clientWidth, theme);
    laidOut.add(view);
    // An input moves the picture at once; numbers, and the lines of a long chain, follow
    // when it is on the screen.
    const later = answering && !resized && !fresh;
    now = evaluate(later);
    pictures[view].paint(now);
    if (view === "function") placeHandle();
    const follow = () => {
      if (now.late) pictures[view].paint((now = evaluate(false)));
      now.words = words();
      ui.update(now);
    };
    if (later) stage.afterPaint(follow);
    else follow();
    answering = false;
    return "";
  }

  function evaluate(later) {
    if (state.view === "function") return { state, ...evaluateFunctions(state, samples) };
    if (state.view === "softmax") return { state, probabilities: softmaxOf(state.scores, state.temperature) };
    return { state, ...chainOf(later), layer: Math.min(state.layer, state.depth) };
  }

  /**
   * Theory of the present settings, and their chain. A long one may be `late`: then it is
   * still the one before. To read another layer computes nothing.
   */
  function chainOf(later) {
    const { depth, width, chain_activation: activation, init, factor, seed } = state;
    const settings = { depth, width, activation, init, factor, seed }, key = JSON.stringify(settings);
    if (key !== expected) theory = chainTheory(settings);
    expected = key;
    const late = later && key !== measured && depth * width * width > QUICK_CHAIN;
    if (!late && key !== measured) {
      chain = meter.measure(settings);
      measured = key;
    }
    return { chain, theory, late };
  }

  function words() {
    if (state.view === "function") return functionWords(now, info);
    return state.view === "chain" ? chainWords(now) : softmaxWords(now, info);
  }

  function placeHandle() {
    const [frame] = pictures.function.frames, { z, a } = now.tangent;
    ui.handle.style.transform = `translate(${Math.round(frame.px(z))}px, ${Math.round(frame.py(a))}px)`;
  }

  // ---------------------------------------------------------------------------- pointer

  function listen() {
    const { function: curves, chain: layers, softmax: bars } = ui.canvases;
    onDrag(curves, ([px, py]) => {
      const [values, , below] = pictures.function.frames;
      const inside = py >= values.top && py <= below.top + below.height && px >= values.left && px <= values.left + values.width;
      return inside ? { move: ([x]) => moveTangent(x), focus: ui.handle } : null;
    });
    onDrag(layers, (point) => (pictures.chain.layerAt(...point) ? { move: (p) => readLayer(p) } : null));
    onDrag(bars, (point) => {
      const hit = pictures.softmax.scoreAt(...point);
      return hit ? { move: ([, py]) => moveScore(hit.k, py) } : null;
    });
    stage.listen(ui.handle, "keydown", (event) => {
      const way = arrowKey(event);
      if (!way) return;
      const step = (way[0] - way[1]) * (event.shiftKey ? 0.05 : 0.01);
      change({ z: tidy(state.z + step * now.half, now.half) });
    });
  }

  function moveTangent(px) {
    const [frame] = pictures.function.frames;
    const z = frame.x(Math.max(frame.left, Math.min(frame.left + frame.width, px)));
    change({ z: tidy(z, 2 * now.half) });
  }

  function readLayer([px]) {
    const [first] = pictures.chain.frames;
    change({ layer: pictures.chain.layerAt(px, first.top) });
  }

  function moveScore(k, py) {
    const frame = pictures.softmax.scores, foot = frame.top + frame.height;
    const value = tidy(frame.y(Math.max(frame.top, Math.min(foot, py))), frame.y1);
    change({ scores: state.scores.map((v, i) => (i === k ? value : v)) });
  }

  /** grab(point) says what a press takes hold of: {move(point), focus?}, or null. */
  function onDrag(canvas, grab) {
    stage.listen(canvas, "pointerdown", (event) => {
      const point = pointIn(canvas, event);
      held = now && !event.button ? grab(point) : null;
      if (!held) return;
      canvas.setPointerCapture(event.pointerId);
      event.preventDefault();
      held.focus?.focus({ preventScroll: true, focusVisible: false });
      held.move(point);
    });
    stage.listen(canvas, "pointermove", (event) => {
      if (!now) return;
      const point = pointIn(canvas, event);
      if (held) held.move(point);
      else canvas.style.cursor = grab(point) ? "pointer" : "default";
    });
    for (const type of ["pointerup", "pointercancel"]) stage.listen(canvas, type, () => { held = null; });
  }
}

export default { render: renderActivations };
