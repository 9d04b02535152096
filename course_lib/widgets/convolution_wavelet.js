// The trace's kernel as stems that are dragged, chosen and moved by keys.

import { drawRule } from "./convolution_trace.js";
import { arrowKey, focusable, labelledField, make, pointIn, setAttribute } from "./js/controls.js";
import { fitCanvas, makeFrame, niceTicks, plain, short, significant, tidy } from "./js/plot.js";
import { pageFont } from "./playground_colours.js";

const HEIGHT = 210, EDGE = { left: 46, top: 10, right: 10, bottom: 42 };
const FARTHEST_TAP = 1e6;

/** element; layout(width, theme); update(state) shows wavelet and chosen tap. */
export function makeWaveletEditor(stage, onInput) {
  const canvas = make("canvas", { role: "img", "aria-label": "Kernel of the trace" });
  const handle = focusable("button", {
    type: "button", class: "cl-handle", role: "slider", "aria-label": "Kernel sample",
    "aria-valuemin": 0, "aria-valuemax": 1, "aria-valuenow": 0, "aria-orientation": "vertical",
  });
  const field = labelledField("value", { step: "any" }, (v) => set(tap, v),
    (v) => (Math.abs(v) <= FARTHEST_TAP ? "" : "At most a million, please."));
  const element = make("div", {}, make("div", { class: "cl-place" }, canvas, handle), make("div", { class: "cl-bar" }, field.row));
  let context, theme, width, frame, wavelet = [], tap = -1, held = null, dt = 4;
  listen();
  return { element, layout, update, canvas };

  function layout(newWidth, newTheme) {
    width = newWidth;
    theme = newTheme;
    context = fitCanvas(canvas, width, HEIGHT);
  }

  function update(state) {
    if (!context) return; // not laid out yet
    wavelet = state.wavelet;
    dt = state.dt_ms;
    if (tap < 0 || tap >= wavelet.length) tap = Math.floor(wavelet.length / 2);
    const most = held?.most ?? 1.15 * Math.max(...wavelet.map(Math.abs), 1e-3);
    const box = { left: EDGE.left, top: EDGE.top, width: width - EDGE.left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom };
    frame = makeFrame(box, { x0: -0.7, x1: wavelet.length - 0.3, y0: -most, y1: most });
    paint();
    field.rename(`sample ${tap}`);
    field.show(+wavelet[tap].toPrecision(4));
    handle.style.transform = `translate(${Math.round(frame.px(tap))}px, ${Math.round(frame.py(wavelet[tap]))}px)`;
    setAttribute(handle, "aria-valuemin", -FARTHEST_TAP);
    setAttribute(handle, "aria-valuemax", FARTHEST_TAP);
    setAttribute(handle, "aria-valuenow", wavelet[tap]);
    setAttribute(handle, "aria-valuetext", `sample ${tap} of ${wavelet.length}: ${significant(wavelet[tap])}`);
    setAttribute(canvas, "aria-label", `Kernel of ${wavelet.length} samples, sample ${tap} is ${significant(wavelet[tap])}`);
  }

  function paint() {
    context.clearRect(0, 0, width, HEIGHT);
    drawRule(context, frame.left, frame.py(0), frame.left + frame.width, frame.py(0), theme.muted);
    context.strokeStyle = context.fillStyle = theme.classes[0];
    const radius = Math.max(2, Math.min(5, frame.width / wavelet.length / 3));
    wavelet.forEach((v, i) => {
      const x = frame.px(i), y = frame.py(v);
      context.fillStyle = context.strokeStyle = i === tap ? theme.gradient : theme.classes[0];
      context.lineWidth = i === tap ? 3 : 2;
      context.beginPath();
      context.moveTo(x, frame.py(0));
      context.lineTo(x, y);
      context.stroke();
      context.beginPath();
      context.arc(x, y, i === tap ? radius + 2 : radius, 0, 2 * Math.PI);
      context.fill();
    });
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    context.strokeRect(frame.left + 0.5, frame.top + 0.5, frame.width - 1, frame.height - 1);
    context.font = pageFont(12);
    context.fillStyle = theme.muted;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const t of niceTicks(frame.y0, frame.y1, 4).ticks) context.fillText(short(t, 2), frame.left - 6, frame.py(t));
    // Time counts from the middle: 0 is where a zero-phase wavelet peaks.
    const middle = (wavelet.length - 1) / 2, times = niceTicks(-middle * dt, middle * dt || 1, 5);
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const t of times.ticks) context.fillText(plain(t, times.digits), frame.px(middle + t / dt), frame.top + frame.height + 5);
    context.fillStyle = theme.ink;
    context.fillText("time from the middle (ms)", frame.left + frame.width / 2, frame.top + frame.height + 22);
  }

  function set(i, value) {
    wavelet = wavelet.map((v, j) => (i === j ? value : v)); // what comes next builds on it
    onInput(wavelet);
  }

  function listen() {
    stage.listen(canvas, "pointerdown", (event) => {
      if (event.button || !frame) return;
      const [px] = pointIn(canvas, event);
      tap = Math.max(0, Math.min(wavelet.length - 1, Math.round(frame.x(px))));
      held = { most: frame.y1 };
      canvas.setPointerCapture(event.pointerId);
      event.preventDefault();
      handle.focus({ preventScroll: true, focusVisible: false });
      stage.invalidate();
    });
    stage.listen(canvas, "pointermove", (event) => {
      if (held) drag(event);
      else canvas.style.cursor = "ns-resize";
    });
    for (const type of ["pointerup", "pointercancel"])
      stage.listen(canvas, type, () => {
        held = null;
        stage.invalidate();
      });
    stage.listen(handle, "keydown", (event) => {
      const way = arrowKey(event);
      if (!way) return;
      if (way[0]) {
        tap = Math.max(0, Math.min(wavelet.length - 1, tap + way[0]));
        stage.invalidate();
      } else set(tap, tidy(wavelet[tap] - way[1] * (event.shiftKey ? 0.25 : 0.05), 20));
    });
  }

  function drag(event) {
    const [, py] = pointIn(canvas, event);
    const y = frame.y(Math.max(frame.top, Math.min(frame.top + frame.height, py)));
    set(tap, tidy(Math.abs(frame.py(y) - frame.py(0)) < 3 ? 0 : y, 2 * frame.y1));
  }
}
