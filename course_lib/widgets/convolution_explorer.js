// Convolution: a kernel that you edit slides over a section, over channels, over a trace.

import { arrowKey, pointIn } from "./js/controls.js";
import { readTheme } from "./js/plot.js";
import { receptiveFields } from "./js/convolution.js";
import { makeStage } from "./js/stage.js";
import { makeChannelsPicture } from "./convolution_channels.js";
import { makeConvolutionControls } from "./convolution_controls.js";
import { cellBox } from "./convolution_images.js";
import { clampCell, makeSectionPicture } from "./convolution_section.js";
import { heatOf, makeStackPicture } from "./convolution_stack.js";
import {
  channelOf, convolutionTraits, evaluateStack, fedBy, fieldCell, fieldCentre, kernelOf, nearestCell,
  readConvolutionData, readConvolutionState, resizeKernels, slide, stackGradient,
} from "./convolution_state.js";
import { makeSumsPicture } from "./convolution_sums.js";
import { makeTracePicture } from "./convolution_trace.js";
import { sectionWords, stackWords, traceWords } from "./convolution_words.js";

const REDUCED_MOTION = matchMedia("(prefers-reduced-motion: reduce)");
const TURN_MS = 700; // that a kernel takes to turn round
const ROW_MS = 250, CALM_MS = 500; // between two jumps, by rows; with reduced motion
const WIDE_KERNEL = 4; // columns from which pictures need a row of their own on narrow pages
const FAR_STEP = 5; // cells that Shift and an arrow key move

function renderConvolution({ model, el }) {
  const stage = makeStage(el, "ConvolutionExplorer", draw);
  let data, info, broken = "", state = null, now = null, outdated = true, mine = false;
  let answering = false, held = null, theme = null, shownShape = "", relayout = true;
  let slidKey = "", slid = null, stackKey = "", stack = null, gradientKey = "", boxes = null, heat = null;
  let playing = false, pace = "8", due = 0, revealed = null, turned = null, turn = 0, turnFrom = 0;
  let ui = null, pictures = null;
  try {
    info = model.get("_info");
    data = readConvolutionData(model);
  } catch (error) {
    broken = `ConvolutionExplorer cannot be drawn: ${error.message}`;
    return stage.destroy;
  }
  stage.root.classList.add("cl-convolution");
  const act = {
    set(patch) {
      if ("view" in patch) halt();
      byHand({ ...patch, ...("view" in patch ? samePlace(patch.view) : {}), ...("layer" in patch ? sameField(patch.layer) : {}) });
    },
    setCell: (row, column, value) => byHand({ kernels: state.kernels.map((kernel, c) => (c !== now.channel ? kernel
      : kernel.map((line, i) => (i !== row ? line : line.map((v, j) => (j === column ? value : v)))))) }),
    takeKernel: (values) => byHand({ kernels: resizeKernels(state.kernels, values.length, values[0].length).map((kernel, c) => (c === now.channel ? values : kernel)) }),
    resize: (axis, k) => {
      const [first] = state.kernels;
      byHand({ kernels: resizeKernels(state.kernels, axis ? first.length : k, axis ? k : first[0].length) });
    },
    setLayers(work) {
      const layers = work(state.layers);
      byHand({ layers, layer: state.layer >= state.layers.length ? layers.length : Math.min(state.layer, layers.length) });
    },
    moveTo: ([row, column]) => byHand(positionPatch([row, column])),
    setPace(value) { pace = value; stage.invalidate(); },
    play, step,
    reset() { halt(); byHand(structuredClone(info.start)); },
  };
  stage.watch(model, convolutionTraits, () => {
    if (mine) return;
    outdated = true;
    stage.invalidate();
  });
  stage.onDestroy(() => ui?.live.stop());
  return stage.destroy;

  /** Built with the first state that can be drawn. */
  function build() {
    ui = makeConvolutionControls(stage, info, act);
    const sums = makeSumsPicture(ui.canvases.sums);
    pictures = {
      section: makeSectionPicture(ui.canvases, info, sums), channels: makeChannelsPicture(ui.canvases.channels, info),
      trace: makeTracePicture(ui.canvases.trace, info, sums), stack: makeStackPicture(ui.canvases.stack, info),
    };
    listen();
  }

  // ------------------------------------------------------------------ changing the state

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

  /** A change by hand shows the whole output again. */
  function byHand(patch) {
    if (!playing) revealed = null;
    change(patch);
  }

  /** The traits that a position of the present view is kept in; null keeps a coordinate. */
  function positionPatch([row, column]) {
    const { cell, source } = placeOf(), at = state.look === "input" && state.view !== "stack" ? source : cell;
    return state.view === "trace" ? { sample: row ?? at[0] } : { position: [row ?? at[0], column ?? at[1]] };
  }

  /** The cell of another layer whose field has the same middle. */
  function sameField(layer) {
    if (!stack?.fits || state.view !== "stack") return {};
    const { fields, shown } = stack, to = Math.min(layer, state.layers.length);
    const middle = now.cell.map((v) => fieldCentre(v, fields[shown - 1]));
    return { position: middle.map((v) => Math.max(0, fieldCell(v, fields[to - 1]))) };
  }

  /** What lies in the middle now is in the middle of the next view too. */
  function samePlace(view) {
    const images = ["section", "channels"], from = state.view;
    if (from === "stack" && images.includes(view) && stack.fits)
      return { look: "input", position: now.cell.map((v) => Math.max(0, Math.round(fieldCentre(v, stack.fields[stack.shown - 1])))) };
    if (view !== "stack" || !images.includes(from)) return {};
    const field = receptiveFields(state.layers)[Math.min(state.layer, state.layers.length) - 1];
    return { position: now.source.map((v) => Math.max(0, fieldCell(v, field))) };
  }

  // ---------------------------------------------------------------------------- playing

  function play() {
    if (playing) halt();
    else if (now.slid?.fits) {
      const { z } = now.slid, last = now.cell[0] * z.n2 + now.cell[1] >= z.n1 * z.n2 - 1;
      playing = true;
      due = 0;
      goTo(last ? [0, 0] : now.cell);
      stage.animate(tick);
    }
  }

  function halt() {
    playing = false;
    revealed = null;
    stage.invalidate();
  }

  function step() {
    playing = false;
    if (now.slid?.fits) goTo(next(placeOf().cell, 1));
  }

  /** The cell `count` further on in reading order. */
  function next([row, column], count) {
    const { n1, n2 } = now.slid.z, at = Math.min(n1 * n2 - 1, row * n2 + column + count);
    return [Math.floor(at / n2), at % n2];
  }

  function goTo(cell) {
    revealed = cell;
    change({ look: "output", ...(state.view === "trace" ? { sample: cell[0] } : { position: cell }) });
  }

  /** Before every frame while something moves by itself. */
  function tick(time) {
    if (turn) {
      turnFrom ||= time;
      const share = Math.min(1, (time - turnFrom) / TURN_MS);
      turn = Math.PI * (1 - share) * (1 - share) * (1 + 2 * share); // slow at both ends
    }
    if (playing && !now?.slid?.fits) playing = false;
    if (playing) {
      const byRow = pace === "row" || REDUCED_MOTION.matches, wait = REDUCED_MOTION.matches ? CALM_MS : byRow ? ROW_MS : 1000 / Number(pace);
      due ||= time + wait;
      if (time >= due) {
        due = Math.max(due + wait, time);
        const { z } = now.slid, row = z.n2 > 1 ? z.n2 : 1, cell = next(now.cell, byRow ? row : 1);
        if (String(cell) === String(now.cell)) halt();
        else goTo(cell);
      }
    }
    return playing || turn > 0;
  }

  // ------------------------------------------------------------------------------- draw

  function draw({ resized }) {
    if (broken) return broken;
    if (outdated) {
      state = readConvolutionState(model, data);
      outdated = false;
      if (!ui) build();
    }
    const { view } = state, channel = Math.min(state.channel, state.kernels.length - 1);
    startTurn();
    const kernel = state.kernels[channel], shape = `${view} ${kernel.length} ${kernel[0].length} ${state.layers.length}`;
    const fresh = resized || shape !== shownShape;
    if (resized) theme = readTheme(stage.root);
    if (fresh) ui.show(view, kernel[0].length > WIDE_KERNEL);
    now = evaluate(channel);
    if (fresh) {
      now.words = words();
      ui.update(now, theme); // what is beside the pictures decides how wide they are
      layout(view);
    }
    shownShape = shape;
    pictures[view].paint(now);
    now.terms = view === "channels" && slid.fits ? pictures.channels.terms : null;
    placeHandles();
    const follow = () => {
      now.words = words();
      ui.update(now, theme);
    };
    // An input moves the picture at once; numbers follow when it is on the screen.
    if (answering && !fresh) stage.afterPaint(follow);
    else follow();
    answering = false;
    return "";
  }

  function layout(view) {
    const width = (name) => ui.places[name].clientWidth;
    if (view === "section") pictures.section.layout({ input: width("input"), output: width("output"), sums: width("sums") }, theme);
    else pictures[view].layout(width(view), theme, width("sums"));
    if (view === "trace") ui.wavelet.layout(ui.wavelet.canvas.parentElement.clientWidth, theme);
  }

  /** A kernel that was flipped turns before the eye. */
  function startTurn() {
    if (turned !== null && turned !== state.flip && !REDUCED_MOTION.matches) {
      turn = Math.PI;
      turnFrom = 0;
      stage.animate(tick);
    }
    turned = state.flip;
  }

  function evaluate(channel) {
    const { view } = state;
    if (view === "stack") return evaluateLayers(channel);
    const x = view === "trace" ? data.trace : view === "channels" ? data.image : channelOf(data.image, channel);
    const { stride, padding, dilation, flip, bias, activation } = state, kernels = view === "channels" ? state.kernels : [state.kernels[channel]];
    const key = JSON.stringify([view, channel, view === "trace" ? state.wavelet : kernels, stride, padding, dilation, flip, bias, activation]);
    if (key !== slidKey) {
      const w = view === "trace" ? { values: Float64Array.from(state.wavelet), k1: state.wavelet.length, k2: 1 } : kernelOf(kernels);
      slid = { ...slide(x, w, state), bias, flipped: flip };
    }
    slidKey = key;
    const { cell, source } = placeOf();
    const fed = slid.fits && state.look === "input" ? fedBy(source[0], slid.axes[0]).length * (view === "trace" ? 1 : fedBy(source[1], slid.axes[1]).length) : 0;
    return {
      ...common(channel), slid, cell, source, fed, linked: state.look,
      mapOf: (back) => (back ? slid.x : slid.z),
    };
  }

  /** Output cell and input sample that the state means, whatever was drawn last. */
  function placeOf() {
    const wanted = state.view === "trace" ? [state.sample, 0] : state.position;
    if (state.view === "stack") {
      const cell = stack.fits ? clampCell(wanted, stack.maps[stack.shown]) : [0, 0];
      return { cell, source: cell };
    }
    if (state.look === "input") {
      const source = clampCell(wanted, slid.x);
      return { source, cell: slid.fits ? nearestCell(slid, source) : [0, 0] };
    }
    const cell = slid.fits ? clampCell(wanted, slid.z) : [0, 0];
    const middle = cell.map((v, i) => Math.round(slid.axes[i].stride * v - slid.axes[i].before + (slid.axes[i].dilation * (slid.axes[i].k - 1)) / 2));
    return { cell, source: clampCell(middle, slid.x) };
  }

  function evaluateLayers(channel) {
    const x = channelOf(data.image, channel);
    const key = JSON.stringify([state.layers, state.layer, state.weights, state.seed, state.activation, channel, state.kernels[channel]]);
    if (key !== stackKey) stack = evaluateStack(x, state);
    stackKey = key;
    const map = stack.maps[stack.shown] ?? { n1: 0, n2: 0 }, { cell } = placeOf();
    const at = `${key} ${cell}`;
    if (stack.fits && at !== gradientKey) {
      boxes = stackGradient(stack, ...cell);
      heat = heatOf(boxes[0], stack.fields[stack.shown - 1].size);
    }
    if (!stack.fits) boxes = heat = null;
    gradientKey = stack.fits ? at : "";
    return { ...common(channel), stack, cell, source: cell, boxes, heat, mapOf: () => map };
  }

  function common(channel) {
    return {
      state, channel, image: data.image, turn, playing, pace, revealed: playing || revealed ? revealed : null,
      columns(back) { return this.mapOf(back).n2; },
      count(back) { const map = this.mapOf(back); return map.n1 * map.n2; },
    };
  }

  function words() {
    if (state.view === "stack") return stackWords(now);
    return state.view === "trace" ? traceWords(now, info) : sectionWords(now, info);
  }

  /** Focus stands where the cell is. */
  function placeHandles() {
    const put = (name, frame, [row, column]) => {
      const [x, y, w, h] = cellBox(frame, row, column);
      ui.handles[name].style.transform = `translate(${Math.round(x + w / 2)}px, ${Math.round(y + h / 2)}px)`;
    };
    const { view, look } = state, picture = pictures[view];
    if (view === "section") {
      put("input", picture.input.frame, now.source);
      if (slid.fits) put("output", picture.output.frame, now.cell);
    } else if (view === "trace") {
      const frame = picture.frames[look === "input" ? 0 : 2], at = look === "input" ? now.source[0] : picture.centre(now.cell[0]);
      const value = look === "input" ? slid.x.values[at] : slid.fits ? slid.output.values[now.cell[0]] : 0;
      ui.handles.trace.style.transform = `translate(${Math.round(frame.px(at))}px, ${Math.round(frame.py(value))}px)`;
    } else {
      const found = picture.frames.find((f) => (view === "stack" ? f.layer === stack.shown : f.look === "output" && f.channel === undefined));
      if (found) put(view, found.frame, now.cell);
    }
  }

  // ------------------------------------------------------------------ pointer, keyboard

  function listen() {
    for (const name of ["input", "output"]) drags(name, (point) => pictures.section.hit(name, ...point), (hit) => hit);
    drags("trace", (point) => pictures.trace.hit(...point), (hit) => hit);
    drags("channels", (point) => pictures.channels.hit(...point), ({ look, position, channel }) => ({
      ...(channel === undefined ? {} : { channel }),
      ...(look === "kernel" ? {} : { look: "output", position: look === "input" ? nearestCell(slid, position) : position }),
    }));
    drags("stack", (point) => pictures.stack.hit(...point), ({ layer, position }) => (layer
      ? { layer, position }
      : stack.fits ? { position: position.map((v) => Math.max(0, fieldCell(v, stack.fields[stack.shown - 1]))) } : {}));
    for (const [name, handle] of Object.entries(ui.handles)) stage.listen(handle, "keydown", (event) => moveByKey(name, event));
  }

  /** hitOf(point) says what is under a point, patchOf(hit) what that sets. */
  function drags(name, hitOf, patchOf) {
    const canvas = ui.canvases[name];
    stage.listen(canvas, "pointerdown", (event) => {
      const hit = now && !event.button ? hitOf(pointIn(canvas, event)) : null;
      held = hit && name;
      if (!hit) return;
      canvas.setPointerCapture(event.pointerId);
      event.preventDefault();
      playing = false;
      byHand(patchOf(hit));
      ui.handles[name].focus({ preventScroll: true, focusVisible: false });
    });
    stage.listen(canvas, "pointermove", (event) => {
      const hit = now ? hitOf(pointIn(canvas, event)) : null;
      if (held === name) {
        const patch = hit && patchOf(hit);
        if (patch && Object.keys(patch).some((key) => JSON.stringify(patch[key]) !== JSON.stringify(state[key]))) byHand(patch);
      } else canvas.style.cursor = hit ? "pointer" : "default";
    });
    for (const type of ["pointerup", "pointercancel"]) stage.listen(canvas, type, () => { held = null; });
  }

  function moveByKey(name, event) {
    const way = arrowKey(event);
    if (!way || !now) return;
    const far = event.shiftKey ? FAR_STEP : 1, place = placeOf();
    playing = false;
    if (state.view === "trace") {
      const back = state.look === "input", at = back ? place.source[0] : place.cell[0], end = now.mapOf(back).n1 - 1;
      byHand({ sample: Math.max(0, Math.min(end, at + far * (way[0] + way[1]))) });
      return;
    }
    const back = name === "input", [row, column] = back ? place.source : place.cell;
    const position = clampCell([row + far * way[1], column + far * way[0]], now.mapOf(back));
    byHand(state.view === "stack" ? { position } : { look: back ? "input" : "output", position });
  }
}

export default { render: renderConvolution };
