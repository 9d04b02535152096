// A network that trains while you watch: data, features, layers, every unit's heat map.

import { pointIn } from "./js/controls.js";
import { ANSWER_SKIP } from "./js/network_maps.js";
import { readTheme, significant } from "./js/plot.js";
import { makeStage } from "./js/stage.js";
import { makePlaygroundControls } from "./playground_controls.js";
import { makeTrainingChart } from "./playground_chart.js";
import { makeDiagram } from "./playground_diagram.js";
import { makeGradientChart } from "./playground_gradients.js";
import { finishEpoch, makePlaygroundLoop } from "./playground_loop.js";
import { makeOutputMap } from "./playground_map.js";
import { makePlaygroundScene } from "./playground_scene.js";
import { frozenTraining, makePlaygroundSync } from "./playground_sync.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
/** While it plays, in ms between two: numbers (nobody reads 60 a second), news for
 * Python, pictures for those who asked for little motion. */
const LOOK_EVERY = 100, SEND_EVERY = 1000, CALM_EVERY = 500;
/** The epoch that has begun when Python is told may take this long to its end, ms. */
const END_BEFORE_SENDING = 4;
const SHORT_SEEDS = 10000; // to be typed by others
const TUNES = ["optimizer", "batch_size", "l1", "l2"]; // change how training goes on

function renderPlayground({ model, el }) {
  const stage = makeStage(el, "Playground", draw), loop = makePlaygroundLoop();
  // What Python changed and is not taken yet.
  const heard = { settings: true, training: true, pools: false };
  const sync = makePlaygroundSync(stage, model, {
    settings() { heard.settings = true; stage.invalidate(); },
    training() { heard.training = true; stage.invalidate(); },
    pools() { heard.pools = heard.settings = true; stage.invalidate(); },
  });
  let settings, scene = null, broken = "", ui = null, diagram, map, chart, gradients;
  let playing = false, halted = ""; // halted: why it does not play, if not by hand
  let hovered = null, link = null, onMap = null, onChart = null; // under the pointer
  let laidOut = null, answering = false, paintedAt = 0, sentAt = 0;
  let numbersAt = 0, numbersOf = ""; // when and of what the losses were computed last
  const losses = { train: NaN, test: NaN }, view = { losses, accuracy: null, confusion: null };
  try {
    scene = makePlaygroundScene(model.get("_info"), model.get("_pools"));
  } catch (error) {
    broken = `Playground cannot be drawn: ${error.message}`;
    return stage.destroy;
  }
  const act = {
    set, play, step, reset, setParameter,
    newStart: () => set({ seed: otherSeed(settings.seed) }),
    newData: () => set({ data_seed: otherSeed(settings.data_seed) }),
    look(unit) { hovered = unit; respond(); },
    hoverLink(found) { link = found; respond(); },
    pin: (focus) => set({ focus }),
    redraw: () => stage.invalidate(),
  };
  stage.onDestroy(() => { rest(); ui?.destroy(); });
  return stage.destroy;

  /** Built with the first state that can be drawn. */
  function build() {
    ui = makePlaygroundControls(stage, { info: model.get("_info"), scene }, act);
    diagram = makeDiagram(ui.diagram);
    map = makeOutputMap(ui.map);
    chart = makeTrainingChart(ui.chart);
    gradients = makeGradientChart(ui.gradients);
    listenToDiagram();
    listenToPictures();
  }

  // ------------------------------------------------------------------ changing the state

  function set(patch) {
    const next = { ...settings, ...patch };
    if (patch.data) Object.assign(next, scene.fitting(next));
    const restarts = scene.apply(next);
    settings = withoutStrayViews(next);
    if (restarts) halted = "";
    else if (playing) loop.arm(scene.trainer, settings, losses.train);
    const tuned = !scene.fresh && TUNES.some((name) => name in patch);
    const training = restarts ? {} : tuned ? frozenTraining(scene.trainer) : null;
    sync.send(training ? { settings, training } : { settings });
    respond();
  }

  /** Without a pinned unit or a chosen class that the network no longer has. */
  function withoutStrayViews(wanted) {
    const { focus, output_class: chosen } = wanted, { sizes } = scene.network;
    const { kind, K } = scene.data, isThere = focus && focus[1] < sizes[focus[0]];
    const isOutput = kind === "multiclass" && chosen !== null && chosen < K;
    return { ...wanted, focus: isThere ? focus : null, output_class: isOutput ? chosen : null };
  }

  /** Take what Python set: settings, or a state of training to go on from. */
  function hear() {
    if (heard.pools) {
      scene.takePools(model.get("_info"), model.get("_pools"));
      laidOut = null;
    }
    settings = sync.settings;
    const restarts = scene.apply(settings);
    if (heard.training) playing = false;
    if (heard.training || restarts) {
      scene.restore(sync.training, settings);
      halted = "";
    }
    if (playing) loop.arm(scene.trainer, settings, losses.train);
    heard.settings = heard.training = heard.pools = false;
  }

  function sendTraining() {
    sentAt = performance.now();
    sync.send({ training: scene.fresh ? {} : frozenTraining(scene.trainer) });
  }

  function reset() {
    playing = false;
    stage.stop();
    halted = "";
    scene.restart(settings);
    sync.send({ training: {} });
    respond();
  }

  function respond() {
    answering = !playing;
    stage.respond();
  }

  function setParameter(index, value) {
    if (!Number.isFinite(value)) return;
    scene.edit(index, value);
    sendTraining();
    respond();
  }

  // ----------------------------------------------------------------------------- playing

  function play() {
    if (playing) return rest();
    if (scene.trainer.stopped) return;
    playing = true;
    halted = "";
    sentAt = performance.now();
    loop.arm(scene.trainer, settings, losses.train);
    stage.animate(tick);
  }

  function tick(now) {
    if (!playing) return false;
    const why = loop.train(scene.trainer, settings, now);
    if (why) rest(why);
    else if (performance.now() - sentAt > SEND_EVERY) {
      finishEpoch(scene.trainer, END_BEFORE_SENDING);
      sendTraining();
    }
    return playing;
  }

  /** Stop playing, at the end of an epoch. */
  function rest(why = "") {
    if (!playing) return;
    playing = false;
    stage.stop();
    finishEpoch(scene.trainer);
    halted = why;
    sendTraining();
    stage.invalidate();
  }

  /** One epoch. */
  function step() {
    rest();
    halted = "";
    scene.trainer.trainEpochs(1);
    sendTraining();
    respond();
  }

  // ------------------------------------------------------------------------------- draw

  function draw({ resized }) {
    if (broken) return broken;
    if (heard.settings || heard.training) hear();
    if (!ui) build();
    const start = performance.now();
    if (CALM.matches && playing && !resized && start - paintedAt < CALM_EVERY) return "";
    paintedAt = start;
    const { network, data } = scene, answers = answering;
    answering = false;
    if (resized || laidOut?.network !== network || laidOut.data !== data.name) layOut();
    else {
      if (laidOut.shape !== scene.shape) layOutSamples();
      if (answers) return answer();
    }
    scene.hurry(playing && !CALM.matches);
    see();
    diagram.paint(view);
    map.paint(view);
    if (!playing || start - numbersAt >= LOOK_EVERY) readNumbers();
    ui.update(view);
    loop.drew(performance.now() - start);
    return "";
  }

  /** What an input is answered with at once: links and the large map. The rest follows. */
  function answer() {
    scene.maps.skip = ANSWER_SKIP;
    see();
    view.answering = true;
    diagram.paint(view);
    map.paint(view);
    stage.afterPaint(follow);
    return "";
  }

  function follow() {
    scene.maps.skip = 1;
    view.answering = false;
    diagram.paint(view);
    map.paint(view);
    readNumbers(); // of the map under the pointer, too
    ui.update(view);
  }

  function layOut() {
    const theme = readTheme(stage.root), width = (canvas) => canvas.parentElement.clientWidth;
    if (width(ui.diagram)) {
      diagram.layout(width(ui.diagram), theme, scene);
      ui.placeUnits(diagram.nodes);
    }
    if (width(ui.chart)) chart.layout(width(ui.chart), theme);
    laidOut = { network: scene.network, data: scene.data.name, theme, chart: width(ui.chart) > 0, gradients: 0 };
    layOutSamples();
    numbersAt = 0; // the chart is empty now
  }

  /** Other samples of the same data change nothing in the diagram of the network. */
  function layOutSamples() {
    const width = ui.map.parentElement.clientWidth;
    if (width) map.layout(width, laidOut.theme, scene);
    laidOut.shape = scene.shape;
  }

  /** What there is to see now, into `view`; numbers are the last ones computed. */
  function see() {
    const { data, inputs, network, maps, trainer } = scene;
    Object.assign(view, {
      scene, data, inputs, network, maps, settings, playing, answering: false,
      history: trainer.history, epoch: trainer.epoch,
      stopped: trainer.stopped || halted, diverged: Boolean(trainer.stopped),
      focus: hovered ?? settings.focus, active: link,
    });
    if (hovered && !link) view.active = { layer: hovered[0], unit: hovered[1] };
  }

  /** Losses and shares, and the curves of them. */
  function readNumbers() {
    numbersAt = performance.now();
    computeNumbers();
    if (laidOut.chart) chart.paint(view, onChart);
    if (onMap) readMap();
    if (ui.gradientsOpen) paintGradients();
  }

  function computeNumbers() {
    const { network, trainer, shape, data } = scene, { train_share } = settings;
    const of = `${network.version} ${shape} ${network.l1} ${network.l2} ${train_share}`;
    if (of === numbersOf) return;
    numbersOf = of;
    const classes = data.kind === "regression" ? 0 : data.K;
    if ((view.confusion?.train.length ?? 0) !== classes * classes)
      view.confusion = { train: new Float64Array(classes ** 2), test: new Float64Array(classes ** 2) };
    if (!classes) view.confusion = null;
    trainer.losses(losses, view.confusion);
    view.accuracy = view.confusion && {
      train: shareOnDiagonal(view.confusion.train, classes),
      test: shareOnDiagonal(view.confusion.test, classes),
    };
  }

  function paintGradients() {
    const place = ui.gradients.parentElement.clientWidth;
    if (place && laidOut.gradients !== place) {
      gradients.layout(place, laidOut.theme, scene);
      laidOut.gradients = place;
    }
    if (place) gradients.paint(scene.statistics.measure());
  }

  // ---------------------------------------------------------------------------- pointer

  function listenToDiagram() {
    const find = (event) => laidOut && diagram.linkAt(...pointIn(ui.diagram, event));
    stage.listen(ui.diagram, "pointermove", (event) => {
      const found = find(event) ?? null;
      ui.diagram.style.cursor = found ? "pointer" : "default";
      if (JSON.stringify(found) !== JSON.stringify(link)) act.hoverLink(found);
    });
    stage.listen(ui.diagram, "pointerleave", () => { if (link) act.hoverLink(null); });
    stage.listen(ui.diagram, "click", (event) => {
      const found = find(event);
      if (found) ui.editWeight(found);
    });
  }

  function listenToPictures() {
    stage.listen(ui.map, "pointermove", (event) => { onMap = pointIn(ui.map, event); readMap(); });
    stage.listen(ui.map, "pointerleave", () => { onMap = null; ui.readMap(""); });
    stage.listen(ui.chart, "pointermove", (event) => {
      [onChart] = pointIn(ui.chart, event);
      const found = chart.readAt(onChart);
      ui.readChart(found ? `epoch ${found.epoch}: ${lossWords(found)}` : "");
      respond();
    });
    stage.listen(ui.chart, "pointerleave", () => { onChart = null; ui.readChart(""); respond(); });
  }

  function readMap() {
    const found = map.valueAt(...onMap), { names, units } = scene.data;
    const place = (value, j) => `${names[j]} ${significant(value)} ${units[j]}`.trim();
    ui.readMap(found ? `${place(found.x1, 0)}, ${place(found.x2, 1)}: ${found.value}` : "");
  }
}

const lossWords = ({ train, test }) =>
  `training loss ${significant(train)}` + (Number.isFinite(test) ? `, test loss ${significant(test)}` : "");

function shareOnDiagonal(confusion, K) {
  let right = 0, all = 0;
  for (let k = 0; k < K * K; k++) all += confusion[k];
  for (let k = 0; k < K; k++) right += confusion[k * K + k];
  return all ? right / all : NaN;
}

/** Another seed, short enough to be read out. */
function otherSeed(seed) {
  const drawn = Math.floor(Math.random() * (SHORT_SEEDS - 1));
  return drawn === seed ? SHORT_SEEDS - 1 : drawn;
}

export default { render: renderPlayground };
