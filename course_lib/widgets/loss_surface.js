// Optimizers on a loss surface: drag the start, race them, read every step.

import { arrowKey, pointIn } from "./js/controls.js";
import { readTheme, significant, tidy } from "./js/plot.js";
import { makeStage } from "./js/stage.js";
import { ledgerAt } from "./js/race.js";
import { makeLossChart } from "./loss_surface_chart.js";
import { makeRaceControls } from "./loss_surface_controls.js";
import { makeDataPicture } from "./loss_surface_data.js";
import { makeSurfaceMap } from "./loss_surface_map.js";
import { makeRelief } from "./loss_surface_relief.js";
import {
  iterateAt, lowestLoss, makeScene, newsOf, numbersOf, raceTraits, readRaceState, spansDecades,
} from "./loss_surface_state.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const NEAR = 22; // pixels around the start that take hold of it without moving it
const STEEPEST = 1.45, FLATTEST = 0.12; // tilt of the relief, radians
const WITH_DATA = ["line", "logistic", "ricker"];
const OWN_COLOURS = ["#6F4CFF", "#008B8B", "#B8860B"];
const DEALS = 10000; // random landscapes have short numbers, to be typed by others

const colourOf = (key, spare) => PALETTE.optimizers[key] ?? OWN_COLOURS[spare % OWN_COLOURS.length];
const darkColourOf = (key, spare) => PALETTE.optimizers_dark[key] ?? colourOf(key, spare);

function renderLossSurface({ model, el }) {
  const stage = makeStage(el, "LossSurface", draw);
  let scene = null, state = null, info, broken = "", ui = null, map, relief, chart, data;
  let outdated = true, mine = false, drag = null, now = null, answering = false;
  let laidOut = null, laidRelief = null, laidData = null; // for which size, theme, surface
  let speed = 30, arrows = false, axes = null, eye = { turn: 0.6, tilt: 0.75 };
  let playing = null; // {from, time} while the race runs
  try {
    info = model.get("_info");
    scene = makeScene(model);
  } catch (error) {
    broken = `LossSurface cannot be drawn: ${error.message}`;
    return stage.destroy;
  }
  const act = {
    setView: (view) => change({ view }),
    setArrows(on) { arrows = on; stage.invalidate(); },
    setAxes(changed) { axes = { ...axes, ...changed }; stage.invalidate(); },
    setSpeed(value) { speed = value; stage.invalidate(); },
    setAgainst: (against) => change({ against }),
    setBatch: (size) => change({ batch_size: size >= scene.given.m ? null : size }),
    setNoise: (noise) => change({ noise }),
    setSeed: (seed) => change({ seed }),
    setFreeze: (freeze) => change({ freeze }),
    newDraw: () => change({ seed: Math.floor(Math.random() * DEALS) }),
    setStart: (i, value) => change({ start: state.start.map((v, j) => (i === j ? value : v)) }),
    setSteps: (steps) => change({ steps, shown: state.shown === state.steps ? steps : Math.min(state.shown, steps) }),
    switchRacer: (key, on) => change({ racers: state.racers.map((r) => (r.key === key ? { ...r, on } : r)) }),
    select: (selected) => change({ selected }),
    setSetting: (values) => setRacer((settings) => ({ ...settings, ...values })),
    setSchedule: (values) => setRacer((settings) => ({ ...settings, schedule: { ...settings.schedule, ...values } })),
    newSurface: () => act.dealSurface(Math.floor(Math.random() * DEALS)),
    dealSurface: (deal) => changeSurface(deal),
    givenSurface: () => changeSurface(null),
    show: (shown) => { pause(); change({ shown: Math.max(0, Math.min(shown, state.steps)) }); },
    moveBy: (count) => act.show(state.shown + count),
    play, reset,
    redraw: () => stage.invalidate(),
  };
  stage.watch(model, [...raceTraits, "_own", "_own_paths"], () => {
    if (mine) return;
    outdated = true;
    stage.invalidate();
  });
  stage.onDestroy(() => { pause(); ui?.live.stop(); });
  return stage.destroy;

  /** Built with the first state that can be drawn. */
  function build() {
    ui = makeRaceControls(stage, { info, racers: state.racers, given: scene.given }, act);
    map = makeSurfaceMap(ui.map);
    relief = makeRelief(ui.relief);
    chart = makeLossChart(ui.chart);
    data = makeDataPicture(ui.data);
    listenToMap();
    listenToRelief();
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
    answering = !playing;
    stage.respond();
  }

  function setRacer(work) {
    change({ racers: state.racers.map((r) => (r.key === state.selected ? { ...r, settings: work(r.settings) } : r)) });
  }

  function changeSurface(deal) {
    const { surface } = scene.evaluate({ ...state, deal, racers: [] }, colourOf);
    change({ deal, start: [...surface.start] });
  }

  function reset() {
    playing = null;
    stage.stop();
    change({ ...structuredClone(info.start), deal: null });
  }

  // ----------------------------------------------------------------------------- playing

  /** The last step at which anything happens. */
  function lastStep() {
    const ends = now.runs.filter((r) => r.on && r.count).map((r) => (r.stopped ? r.count : state.steps));
    return Math.min(state.steps, Math.max(1, ...ends));
  }

  /** One racer after the other is only moved along its path: nothing is computed anew. */
  function play() {
    if (playing) return pause();
    const from = state.shown >= lastStep() ? 0 : state.shown;
    if (STILL.matches) return change({ shown: lastStep() }); // no moving picture
    playing = { from, time: performance.now() };
    state = { ...state, shown: from };
    stage.invalidate();
    stage.animate((time) => {
      const shown = Math.min(lastStep(), playing.from + Math.floor(((time - playing.time) * speed) / 1000));
      if (shown !== state.shown) state = { ...state, shown: Math.max(0, shown) };
      if (shown < lastStep()) return true;
      pause();
      return false;
    });
  }

  /** Python hears of the step shown when the race rests, not sixty times a second. */
  function pause() {
    if (!playing) return;
    playing = null;
    stage.stop();
    change({ shown: state.shown });
  }

  // ------------------------------------------------------------------------------- draw

  function draw({ resized }) {
    if (broken) return broken;
    if (outdated) {
      const next = readRaceState(model);
      if (playing) next.shown = Math.min(state.shown, next.steps);
      state = next;
      outdated = false;
    }
    if (!ui) build();
    const theme = resized ? readTheme(stage.root) : laidOut.theme;
    const evaluated = scene.evaluate(state, theme.name === "dark" ? darkColourOf : colourOf);
    const { surface, runs } = evaluated;
    if (resized || surface !== laidOut.surface) layOut(surface, theme);
    axes ??= { logX: state.against === "gradients", logY: spansDecades(runs) };
    now = { ...evaluated, state, lowest: lowestLoss(runs, state.shown), playing: Boolean(playing), arrows, axes, speed };
    now.title = state.deal === null ? info.title : `Random landscape ${state.deal}`;
    now.news = newsOf(runs, state.shown, surface);
    now.hint = hint();
    now.summary = summary;
    const index = state.racers.findIndex(({ key }) => key === state.selected);
    const racer = state.racers[index], run = runs[index];
    const step = arrows || ui.ledger.open ? numbersOf(racer, run, evaluated, state.shown) : null;
    now.step = step;
    paint(step);
    const follow = () => {
      paintBeside();
      ui.update(now);
      if (ui.ledger.open) showNumbers(racer, run, step);
    };
    // An input moves the paths at once; chart, table and numbers follow a frame behind.
    if (answering && !resized) stage.afterPaint(follow);
    else follow();
    answering = false;
    return "";
  }

  function layOut(surface, theme) {
    const width = ui.map.parentElement.clientWidth;
    map.layout(width, theme, surface);
    laidOut = { surface, theme, width };
    laidRelief = laidData = null;
    chart.layout(ui.chart.parentElement.clientWidth, theme);
  }

  /** Map or relief. */
  function paint(step) {
    const { surface, runs, level } = now, { theme, width } = laidOut;
    now.view = {
      surface, runs, level, shown: state.shown, selected: state.selected,
      start: state.start, active: Boolean(drag), arrows: arrowsOf(step),
    };
    if (state.view === "relief") {
      if (laidRelief !== surface) relief.layout(width, theme, (laidRelief = surface));
      relief.paint(now.view, eye);
    } else {
      map.paint(now.view);
      const [x, y] = map.grip(now.view);
      ui.handle.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    }
  }

  /** Loss chart and data picture. */
  function paintBeside() {
    const { surface, view } = now, { theme } = laidOut;
    chart.paint(view, { xAxis: state.against === "steps" ? "step" : "evaluations", ...axes });
    ui.dataPlace.hidden = !WITH_DATA.includes(surface.kind);
    if (ui.dataPlace.hidden) return;
    if (laidData !== surface) data.layout(ui.dataPlace.clientWidth, theme, (laidData = surface));
    data.paint(view);
  }

  function arrowsOf(step) {
    if (!arrows || !step || !step.step.every(Number.isFinite)) return null;
    return { at: step.w, gradient: step.dw, velocity: step.Vhat ?? step.V ?? null, step: step.step };
  }

  function showNumbers(racer, run, step) {
    const { surface, race } = now, t = step?.t ?? 0;
    const before = step && t > 1 && !racer.own ? ledgerAt(surface, racer, race, t - 1) : null;
    const gradients = step?.used && surface.m ? `, gradient of ${step.used} of ${surface.m} samples` : "";
    ui.ledger.update({ racer, now: step, before, shown: state.shown, axisNames: surface.axisNames, gradients });
  }

  function hint() {
    if (state.deal === null && info.grid) return `${info.grid} ${info.look_for}`.trim();
    const look = state.deal === null ? info.look_for : "";
    return look || (state.view === "map" ? "Press or drag anywhere in the map to start there." : "Drag the landscape to turn it.");
  }

  function summary() {
    const { runs } = now, here = runs.filter((r) => r.on && r.count)
      .map((r) => `${r.label} ${significant(r.loss[iterateAt(r, state.shown)])}`);
    return `Step ${state.shown} of ${state.steps}. Loss: ${here.join(", ") || "nobody races"}.`;
  }

  // ---------------------------------------------------------------------------- pointer

  function listenToMap() {
    const { map: canvas, handle } = ui;
    const at = (event) => pointIn(canvas, event);
    const near = ([px, py]) => {
      const [x, y] = map.grip({ start: state.start }), d = [x - px, y - py];
      return Math.hypot(...d) < NEAR ? d : null;
    };
    stage.listen(canvas, "pointerdown", (event) => {
      const point = at(event), grip = now && near(point);
      if (!now || event.button || !(grip || map.frame.holds(...point))) return;
      drag = { grip: grip ?? [0, 0] };
      canvas.setPointerCapture(event.pointerId);
      event.preventDefault();
      handle.focus({ preventScroll: true, focusVisible: false });
      if (!grip) dragTo(point);
      else stage.invalidate();
    });
    stage.listen(canvas, "pointermove", (event) => {
      if (!now) return;
      const point = at(event);
      if (drag) return dragTo(point);
      canvas.style.cursor = near(point) ? "grab" : map.frame.holds(...point) ? "crosshair" : "default";
    });
    for (const type of ["pointerup", "pointercancel"])
      stage.listen(canvas, type, () => {
        if (!drag) return;
        drag = null;
        stage.invalidate();
      });
    stage.listen(handle, "keydown", (event) => {
      const way = arrowKey(event);
      if (!way) return;
      const { x0, x1, y0, y1 } = map.frame, share = event.shiftKey ? 0.05 : 0.005;
      const [x, y] = state.start;
      change({ start: [tidy(x + way[0] * share * (x1 - x0), x1 - x0), tidy(y - way[1] * share * (y1 - y0), y1 - y0)] });
    });
  }

  function dragTo([px, py]) {
    const { frame } = map, { left, top, width, height } = frame;
    const x = frame.x(Math.max(left, Math.min(left + width, px + drag.grip[0])));
    const y = frame.y(Math.max(top, Math.min(top + height, py + drag.grip[1])));
    change({ start: [tidy(x, frame.x1 - frame.x0), tidy(y, frame.y1 - frame.y0)] });
  }

  function listenToRelief() {
    const { relief: canvas } = ui;
    let held = null;
    const turn = (dx, dy) => {
      eye = { turn: eye.turn + dx, tilt: Math.max(FLATTEST, Math.min(STEEPEST, eye.tilt + dy)) };
      stage.respond();
    };
    stage.listen(canvas, "pointerdown", (event) => {
      if (event.button) return;
      held = [event.clientX, event.clientY];
      canvas.setPointerCapture(event.pointerId);
    });
    stage.listen(canvas, "pointermove", (event) => {
      if (!held) return;
      const [x, y] = held;
      held = [event.clientX, event.clientY];
      turn((x - event.clientX) * 0.01, (event.clientY - y) * 0.01);
    });
    for (const type of ["pointerup", "pointercancel"]) stage.listen(canvas, type, () => { held = null; });
    stage.listen(canvas, "keydown", (event) => {
      const way = arrowKey(event);
      if (way) turn(0.08 * way[0], -0.08 * way[1]);
    });
  }
}

export default { render: renderLossSurface };
