// Two networks and the weights they start from: signal and gradient in every layer.

import { pointIn } from "./js/controls.js";
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
    look(unit) { hovered = unit; stage.respond(); },
    pin(unit) {
      pinned = unit && JSON.stringify(unit) === JSON.stringify(pinned) ? null : unit;
      stage.respond();
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
    if (heard.pools) scene = makeInitializationScene(model.get("_info"), model.get("_pools"));
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
    if (scene.trainer.stopped) return;
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
    scene.trainer.trainEpochs(1);
    tell();
    stage.respond();
  }

  function reset() {
    playing = false;
    stage.stop();
    scene.restart(settings);
    sync.send({ training: {} });
    stage.respond();
  }

  // ------------------------------------------------------------------------------- draw

  function draw({ resized }) {
    if (heard.settings || heard.training) hear();
    if (!ui) build();
    const start = performance.now();
    if (CALM_MOTION.matches && playing && !resized && start - paintedAt < CALM_PICTURE_EVERY) return "";
    paintedAt = start;
    look(start);
    ui.update(view); // shows the places of this view before they are measured
    if (resized || laidOut?.shape !== scene.shape) layOut();
    if (scene.maps) {
      diagram.paint(view);
      map.paint(view);
    }
    if (!playing) stage.afterPaint(follow);
    if (!playing && (resized || !scene.maps) || due.includes("layers")) paintLayers();
    if (due.includes("losses") || resized) chart.paint(view);
    due = "";
    loop.drew(Math.min(performance.now() - start, 8)); // a frame that measures is no rule
    return "";
  }

  /** What may be a frame late at rest: numbers and charts beside the picture. */
  function follow() {
    if (scene.maps) paintLayers();
    chart.paint(view);
    if (onMap && scene.maps) readMap();
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

  /** What there is to see now, into `view`. */
  function look(now) {
    const { data, inputs, network, maps, trainer } = scene, { stopped } = trainer;
    const shown = { ...settings, focus: pinned, discretize: false, show_test: false, output_class: null };
    Object.assign(view, {
      scene, data, inputs, network, maps, settings: shown, playing, stopped,
      history: trainer.history, epoch: trainer.epoch, diverged: Boolean(stopped),
      focus: hovered ?? pinned, active: link ?? (hovered && { layer: hovered[0], unit: hovered[1] }),
      links: maps && settings.links === "gradient" ? scene.linkStrengths() : null,
    });
    view.pictured = maps ? pictureTitle(view) : "";
    if (!playing || due.includes("losses")) computeLosses(now);
    if (!view.layers.length) view.layers = scene.measure().layers;
  }

  function computeLosses(now) {
    const { network, data, trainer, shape } = scene, of = `${network.version} ${shape}`;
    lossAt = now;
    if (of === lossOf) return;
    lossOf = of;
    const confusion = { train: new Float64Array(data.K ** 2) };
    trainer.losses(losses, confusion);
    let right = 0;
    for (let k = 0; k < data.K; k++) right += confusion.train[k * (data.K + 1)];
    view.accuracy = trainer.stopped ? NaN : right / data.n;
  }

  function paintLayers() {
    measuredAt = performance.now();
    const { layers, slopes: counts } = scene.measure(), hidden = layers.slice(0, -1);
    Object.assign(view, { layers });
    answers.paint(layers);
    slopes.paint(counts);
    if (laidOut.depth)
      depth.paint(hidden.map(({ std }) => std), scene.startStd.slice(0, -1), scene.theory);
    ui.updateLayers(view);
  }

  // ---------------------------------------------------------------------------- pointer

  function listen() {
    stage.listen(ui.diagram, "pointermove", (event) => {
      const found = (laidOut && scene.maps && diagram.linkAt(...pointIn(ui.diagram, event))) ?? null;
      if (JSON.stringify(found) === JSON.stringify(link)) return;
      link = found;
      stage.respond();
    });
    stage.listen(ui.diagram, "pointerleave", () => { link = null; stage.respond(); });
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
