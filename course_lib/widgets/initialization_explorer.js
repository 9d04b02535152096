// Two networks and the weights they start from: signal and gradient in every layer.

import { pointIn } from "./js/controls.js";
import { ANSWER_SKIP } from "./js/network_maps.js";
import { readTheme, significant } from "./js/plot.js";
import { makeStage } from "./js/stage.js";
import { makeInitializationControls } from "./initialization_controls.js";
import { makeDepthChart } from "./initialization_depth.js";
import { makeActivationChart } from "./initialization_layers.js";
import { makeInitializationScene } from "./initialization_scene.js";
import { makeTrainingChart } from "./playground_chart.js";
import { makeDiagram } from "./playground_diagram.js";
import { makeGradientChart } from "./playground_gradients.js";
import { finishEpoch, makePlaygroundLoop } from "./playground_loop.js";
import { makeOutputMap } from "./playground_map.js";
import { makePlaygroundSync } from "./playground_sync.js";
import { pictureTitle } from "./playground_words.js";

const CALM_MOTION = matchMedia("(prefers-reduced-motion: reduce)");
/**
 * Between two, in ms while it plays: measures of the layers, losses of all samples, news
 * for Python, pictures for those who asked for little motion. In a deep network a measure
 * or a loss takes the time of a frame's training: such a frame trains nothing.
 */
const MEASURE_EVERY = { small: 100, deep: 200 }, LOSS_EVERY = { small: 100, deep: 1000 };
const TELL_EVERY = { small: 1000, deep: 3000 }, CALM_PICTURE_EVERY = 500;
const LOSS_LATE = 150; // ms behind an input, at most, while one follows the other
const NEVER_STOPS = { stop_epoch: 0, stop_loss: 0 };
const SEEDS_DRAWN = 10000; // short enough to be read out

function renderInitialization({ model, el }) {
  const stage = makeStage(el, "InitializationExplorer", draw), loop = makePlaygroundLoop();
  const heard = { settings: true, training: true, pools: false };
  const hearOf = (...names) => () => {
    for (const name of names) heard[name] = true;
    stage.invalidate();
  };
  const sync = makePlaygroundSync(stage, model, {
    settings: hearOf("settings"), training: hearOf("training"), pools: hearOf("pools", "settings"),
  });
  const info = model.get("_info"), kept = {};
  let scene, settings, ui = null, diagram, map, answers, slopes, depth, chart;
  let playing = false, hovered = null, pinned = null, link = null, onMap = null;
  let laidOut = null, due = "", measuredAt = 0, lossAt = 0, toldAt = 0, paintedAt = 0, lossOf = "";
  let answering = false, waiting = 0; // since when the loss of an answer is outstanding
  let shownStart = [];
  const losses = { train: NaN, test: NaN };
  const view = { losses, accuracy: NaN, layers: [], slopes: null, diverged: false };
  try {
    scene = makeInitializationScene(info, model.get("_pools"));
  } catch (error) {
    stage.fail(`InitializationExplorer cannot be drawn: ${error.message}`);
    return stage.destroy;
  }
  const act = {
    set, play, step, reset,
    show(name) {
      kept[settings.view] = settings;
      if (name !== settings.view) set(kept[name] ?? info.views[name]);
    },
    newStart: () => set({ seed: otherStart(settings.seed) }),
    look(unit) { hovered = unit; respond(); },
    pin(unit) {
      pinned = unit && JSON.stringify(unit) === JSON.stringify(pinned) ? null : unit;
      respond();
    },
    redraw: () => stage.invalidate(),
  };
  stage.onDestroy(() => rest());
  return stage.destroy;

  function build() {
    ui = makeInitializationControls(stage, info, act);
    [diagram, map] = [makeDiagram(ui.diagram), makeOutputMap(ui.map)];
    [answers, slopes] = [makeActivationChart(ui.answers), makeGradientChart(ui.slopes)];
    [depth, chart] = [makeDepthChart(ui.depth), makeTrainingChart(ui.chart)];
    listen();
  }

  // ------------------------------------------------------------------ changing the state

  function set(patch) {
    settings = { ...settings, ...patch };
    const tuned = "optimizer" in patch && !scene.fresh;
    const restarts = scene.apply(settings);
    if (restarts) forgetUnits();
    else if (playing) loop.arm(scene.trainer, { ...settings, ...NEVER_STOPS }, NaN);
    sync.send(restarts ? { settings, training: {} } : tuned ? { settings, training: scene.packed() } : { settings });
    respond();
  }

  function respond() {
    answering = !playing;
    stage.respond();
  }

  /** Without a pinned unit that the network no longer has. */
  function forgetUnits() {
    const has = (unit) => unit && scene.maps && unit[1] < scene.network.sizes[unit[0]];
    if (!has(pinned)) pinned = null;
    if (!has(hovered)) hovered = null;
    link = null;
  }

  /** Take what Python set: settings, or a state of training to go on from. */
  function hear() {
    if (heard.pools) {
      scene = makeInitializationScene(model.get("_info"), model.get("_pools"));
      laidOut = null;
      lossOf = "";
    }
    settings = sync.settings;
    const restarts = scene.apply(settings);
    if (heard.training) playing = false;
    if (heard.training || restarts) {
      scene.restore(sync.training, settings);
      forgetUnits();
    }
    heard.settings = heard.training = heard.pools = false;
  }

  function tell() {
    toldAt = performance.now();
    sync.send({ training: scene.packed() });
  }

  function play() {
    if (playing) return rest();
    scene.begin();
    if (scene.trainer.stopped) return stage.invalidate();
    playing = true;
    toldAt = performance.now();
    loop.arm(scene.trainer, { ...settings, ...NEVER_STOPS }, NaN);
    stage.animate(tick);
  }

  /** One frame: training, or in a deep network something that takes as long. */
  function tick(now) {
    if (!playing) return false;
    const { view: which } = settings, deep = which === "deep";
    due = now - measuredAt > MEASURE_EVERY[which] ? "layers" : "";
    if (now - lossAt > LOSS_EVERY[which]) due += deep && due ? "" : " losses";
    if (deep && due) return true;
    scene.begin();
    const why = loop.train(scene.trainer, { ...settings, ...NEVER_STOPS }, now);
    if (why) rest();
    else if (performance.now() - toldAt > TELL_EVERY[which]) {
      if (!deep) finishEpoch(scene.trainer);
      tell();
    }
    return playing;
  }

  /** Stop playing, at the end of an epoch where that is near. */
  function rest() {
    if (!playing) return;
    playing = false;
    stage.stop();
    finishEpoch(scene.trainer);
    tell();
    stage.invalidate();
  }

  function step() {
    rest();
    scene.begin();
    scene.trainer.trainEpochs(1);
    tell();
    respond();
  }

  function reset() {
    playing = false;
    stage.stop();
    scene.restart(settings);
    sync.send({ training: {} });
    respond();
  }

  // ------------------------------------------------------------------------------- draw

  function draw({ resized }) {
    if (heard.settings || heard.training) hear();
    if (!ui) build();
    const start = performance.now();
    if (CALM_MOTION.matches && playing && !resized && start - paintedAt < CALM_PICTURE_EVERY) return "";
    paintedAt = start;
    const fitting = !resized && laidOut?.shape === scene.shape;
    if (answering && fitting) return answer();
    answering = false;
    see();
    if (!playing || due.includes("losses")) computeLosses(start);
    if (!view.layers.length || !playing) measure();
    ui.update(view); // shows the places of this view before they are measured
    if (!fitting) layOut();
    if (scene.maps) paintNetwork();
    if (!playing || due.includes("layers")) paintLayers();
    if (!playing || due.includes("losses")) chart.paint(view);
    if (!playing && onMap) readMap();
    due = "";
    loop.drew(Math.min(performance.now() - start, 8)); // a frame that measures is no rule
    return "";
  }

  /**
   * What an input is answered with at once: links and maps, or of the deep network theory.
   * What is measured in the layers follows when that is on the screen, then the loss.
   */
  function answer() {
    answering = false;
    waiting ||= performance.now();
    see();
    if (scene.maps) paintNetwork(ANSWER_SKIP);
    else if (laidOut.depth) paintDepth();
    stage.afterPaint(followLayers);
    return "";
  }

  function followLayers() {
    see();
    measure();
    paintLayers();
    if (scene.maps || performance.now() - waiting > LOSS_LATE) return followLosses();
    ui.update(view);
    stage.afterPaint(followLosses);
  }

  function followLosses() {
    computeLosses(performance.now());
    see(); // a start whose loss is no number has stopped
    ui.update(view);
    chart.paint(view);
    if (scene.maps) paintMap();
    if (onMap) readMap();
  }

  function layOut() {
    const theme = readTheme(stage.root), width = (canvas) => canvas.parentElement.clientWidth;
    const fit = (picture, canvas) => {
      if (width(canvas)) picture.layout(width(canvas), theme, scene);
      return width(canvas) > 0;
    };
    if (scene.maps && width(ui.diagram)) {
      diagram.layout(width(ui.diagram), theme, scene);
      ui.placeUnits(diagram.nodes);
      fit(map, ui.map);
    }
    fit(answers, ui.answers);
    fit(slopes, ui.slopes);
    fit(chart, ui.chart);
    laidOut = { shape: scene.shape, depth: fit(depth, ui.depth) };
    due = "layers losses"; // the charts are empty now
  }

  /** What there is to see now, into `view`; numbers are the last ones computed. */
  function see() {
    const { data, inputs, network, maps, trainer } = scene, { stopped } = trainer;
    const shown = { ...settings, focus: pinned, discretize: false, show_test: false, output_class: null };
    Object.assign(view, {
      scene, data, inputs, network, maps, settings: shown, playing, stopped,
      history: trainer.history, epoch: trainer.epoch, diverged: Boolean(stopped),
      focus: hovered ?? pinned, active: link ?? (hovered && { layer: hovered[0], unit: hovered[1] }),
      links: maps && settings.links === "gradient" ? scene.linkStrengths() : null,
    });
    view.pictured = maps ? pictureTitle(view) : "";
  }

  function measure() {
    measuredAt = performance.now();
    const { layers, slopes: counts } = scene.measure();
    Object.assign(view, { layers, counts });
  }

  function computeLosses(now) {
    const { network, data, trainer, shape } = scene, of = `${network.version} ${shape}`;
    lossAt = now;
    waiting = 0;
    if (of === lossOf) return;
    lossOf = of;
    const confusion = { train: new Float64Array(data.K ** 2) };
    trainer.losses(losses, confusion);
    scene.begin(losses.train);
    let right = 0;
    for (let k = 0; k < data.K; k++) right += confusion.train[k * (data.K + 1)];
    view.accuracy = trainer.stopped ? NaN : right / data.n;
  }

  function paintNetwork(skip) {
    diagram.paint(view);
    paintMap(skip);
  }

  function paintMap(skip = 1) {
    scene.maps.skip = skip;
    map.paint(view);
  }

  function paintLayers() {
    if (playing) measure();
    answers.paint(view.layers);
    slopes.paint(view.counts);
    if (laidOut.depth) paintDepth();
    ui.updateLayers(view);
  }

  /** Spread as it was measured last, beside theory of the present settings. */
  function paintDepth() {
    const spread = ({ std }) => std, start = scene.startStd ?? shownStart;
    shownStart = start;
    depth.paint(view.layers.slice(0, -1).map(spread), start.slice(0, -1), scene.theory);
  }

  // ---------------------------------------------------------------------------- pointer

  function listen() {
    stage.listen(ui.diagram, "pointermove", (event) => {
      const found = (laidOut && scene.maps && diagram.linkAt(...pointIn(ui.diagram, event))) ?? null;
      if (JSON.stringify(found) === JSON.stringify(link)) return;
      link = found;
      respond();
    });
    stage.listen(ui.diagram, "pointerleave", () => { link = null; respond(); });
    stage.listen(ui.map, "pointermove", (event) => { onMap = pointIn(ui.map, event); readMap(); });
    stage.listen(ui.map, "pointerleave", () => { onMap = null; ui.readMap(""); });
  }

  function readMap() {
    const found = scene.maps && map.valueAt(...onMap), { names, units } = scene.data;
    const place = (value, j) => `${names[j]} ${significant(value)} ${units[j]}`.trim();
    ui.readMap(found ? `${place(found.x1, 0)}, ${place(found.x2, 1)}: ${found.value}` : "");
  }
}

/** Another seed, short enough to be read out. */
function otherStart(seed) {
  const drawn = Math.floor(Math.random() * (SEEDS_DRAWN - 1));
  return drawn === seed ? SEEDS_DRAWN - 1 : drawn;
}

export default { render: renderInitialization };
