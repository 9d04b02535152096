// Playground's loss chart: training and test loss against epochs.

import {
  drawAxes, drawLabel, fitCanvas, logTicks, makeFrame, niceTicks, plain, short, traceMarker,
} from "./js/plot.js";
import { pageFont } from "./playground_colours.js";

const CHART_LEFT = 62, CHART_RIGHT = 92, CHART_TOP = 20, CHART_BOTTOM = 46, CHART_HEIGHT = 178;
/** A linear axis reaches this many times as far up as the start; for a loss that stays up, more. */
const ROOM_ABOVE_START = 2, MOST_ROOM = 20;
const FEWEST_DECADES = 0.6;
const SMALLEST_LOSS = 1e-12; // a logarithmic axis needs an end: what is lower is drawn there
const LABEL_GAP = 15;

/** The chart. layout() once per size and theme, paint() for every change. */
export function makeTrainingChart(canvas) {
  let context, theme, width, frame, runs = null;
  return { layout, paint, readAt };

  function layout(newWidth, newTheme) {
    width = newWidth;
    theme = { ...newTheme, test: PALETTE.test[newTheme.name] };
    context = fitCanvas(canvas, width, CHART_HEIGHT);
    return CHART_HEIGHT;
  }

  /**
   * Losses and epochs of the history, the present ones at its end: the history leaves
   * out epochs in a long run.
   */
  function take({ history, epoch, losses }) {
    const { count } = history, last = count ? history.epoch[count - 1] : -1;
    const more = epoch > last && Number.isFinite(losses?.train);
    runs = { history, count, more, epoch, losses, size: count + (more ? 1 : 0) };
  }

  function epochOf(k) {
    return k < runs.count ? runs.history.epoch[k] : runs.epoch;
  }

  function lossOf(name, k) {
    return k < runs.count ? runs.history[name][k] : runs.losses[name];
  }

  /** The losses the axis shows, as they are or as decimal logarithms. */
  function rangeOf(log) {
    let least = Infinity, most = 0;
    for (const name of ["train", "test"]) for (let k = 0; k < runs.size; k++) {
      const J = lossOf(name, k);
      if (J > most && J < Infinity) most = J;
      if (J > SMALLEST_LOSS && J < least) least = J;
    }
    if (!most) return log ? [-3, 0] : [0, 1];
    if (!log) {
      const start = Math.max(lossOf("train", 0), lossOf("test", 0) || 0);
      const now = Math.max(lossOf("train", runs.size - 1), lossOf("test", runs.size - 1) || 0);
      const room = Math.max(ROOM_ABOVE_START * start, Math.min(now, MOST_ROOM * start));
      return [0, 1.06 * Math.min(most, room)];
    }
    const high = Math.log10(most), low = Math.min(Math.log10(least), high);
    const pad = Math.max(0.05 * (high - low), (FEWEST_DECADES - high + low) / 2);
    return [low - pad, high + pad];
  }

  function paint(view, pointer = null) {
    take(view);
    const log = view.settings.log_loss, [y0, y1] = rangeOf(log);
    const last = Math.max(10, view.epoch, runs.size ? epochOf(runs.size - 1) : 0);
    const room = Math.min(CHART_RIGHT, 0.3 * width);
    const box = {
      left: CHART_LEFT, top: CHART_TOP, width: width - CHART_LEFT - room,
      height: CHART_HEIGHT - CHART_TOP - CHART_BOTTOM,
    };
    frame = makeFrame(box, { x0: 0, x1: last, y0, y1 });
    frame.up = log ? (J) => Math.log10(Math.max(J, SMALLEST_LOSS)) : (J) => J;
    context.clearRect(0, 0, width, CHART_HEIGHT);
    drawAxes(context, frame, theme, {
      xLabel: "epoch", yLabel: log ? "loss J (log)" : "loss J", yCount: 4,
      xCount: width < 380 ? 3 : 5, xTicks: last >= 1e5 ? thousands(last) : undefined,
      yTicks: log ? logTicks(y0, y1, 4) : y1 < 1e3 ? undefined : shortTicks(y1),
    });
    if (!runs.size) {
      const [x, y] = [frame.left + frame.width / 2, frame.top + frame.height / 2];
      drawLabel(context, view.stopped || "no loss yet", x, y, theme, { align: "center" });
      return;
    }
    const { history, count } = runs, tested = count > 0 && !Number.isNaN(history.test[count - 1]);
    context.save();
    context.beginPath();
    context.rect(frame.left, frame.top, frame.width + 1, frame.height);
    context.clip();
    if (tested) paintLine("test", theme.test, [5, 3.5]);
    paintLine("train", theme.ink, []);
    context.restore();
    const k = pointer === null ? -1 : nearest(pointer);
    paintEnds(tested, view);
    if (k >= 0) paintGuide(k, tested);
  }

  function shortTicks(top) {
    return niceTicks(0, top, 4).ticks.map((J) => [J, short(J)]);
  }

  function thousands(last) {
    const { ticks } = niceTicks(0, last, 4);
    return ticks.map((e) => [e, e >= 1000 ? plain(e / 1000, 0) + " 000" : plain(e, 0)]);
  }

  /**
   * One line. Of all losses that fall on one pixel column the first, least, largest and
   * last are drawn: nothing that can be seen is left out.
   */
  function paintLine(name, colour, dash) {
    context.strokeStyle = colour;
    context.lineWidth = 1.8;
    context.lineJoin = "round";
    context.setLineDash(dash);
    context.beginPath();
    let column = NaN, low = 0, high = 0, first = 0, final = 0;
    const flush = () => {
      for (const y of first < final ? [first, low, high, final] : [first, high, low, final])
        context.lineTo(column, y);
    };
    for (let k = 0; k < runs.size; k++) {
      const J = lossOf(name, k);
      if (J !== J) continue;
      const x = Math.round(2 * frame.px(epochOf(k))) / 2;
      const y = Math.max(-1e4, Math.min(frame.py(frame.up(J)), 1e4));
      if (x === column) {
        low = Math.min(low, y);
        high = Math.max(high, y);
        final = y;
        continue;
      }
      if (column === column) flush();
      column = x;
      low = high = first = final = y;
    }
    if (column === column) flush();
    context.stroke();
    context.setLineDash([]);
  }

  /** Names and present values at the lines' ends, apart from each other. */
  function paintEnds(tested, { stopped }) {
    const k = runs.size - 1, floor = frame.top + frame.height;
    const ends = [["train", theme.ink], ...(tested ? [["test", theme.test]] : [])].map(([name, colour]) => {
      const J = lossOf(name, k), y = Math.max(frame.top, Math.min(frame.py(frame.up(J)), floor));
      return { name, colour, J, y, at: y };
    });
    if (ends.length === 2) {
      const [upper, lower] = ends[0].y <= ends[1].y ? ends : [ends[1], ends[0]];
      const overlap = LABEL_GAP - (lower.at - upper.at);
      if (overlap > 0) {
        upper.at -= overlap / 2;
        lower.at += overlap / 2;
        const shift = Math.max(0, lower.at - floor) - Math.max(0, frame.top - upper.at);
        for (const end of ends) end.at -= shift;
      }
    }
    const x = Math.min(frame.px(epochOf(k)), frame.left + frame.width);
    context.textBaseline = "middle";
    context.textAlign = "left";
    for (const { name, colour, J, y, at } of ends) {
      context.fillStyle = colour;
      context.beginPath();
      const above = frame.up(J) > frame.y1;
      traceMarker(context, above ? "triangle" : "circle", x, y, above ? 4.5 : 3);
      context.fill();
      context.font = pageFont(12, 600);
      const from = frame.left + frame.width + 8;
      context.fillText(`${name} ${J === J ? short(J) : "–"}`, from, at, width - from);
    }
    if (stopped.startsWith("diverged")) {
      const [what] = stopped.split(": "), near = x < frame.left + frame.width / 2;
      const side = { align: near ? "left" : "right", bold: true };
      drawLabel(context, `× ${what}`, x + (near ? 10 : -10), frame.top + 12, theme, side);
    }
  }

  /** The point of the history nearest to a pixel, or −1 outside. */
  function nearest(px) {
    if (!frame || !runs?.size || px < frame.left - 4 || px > frame.left + frame.width + 4) return -1;
    const epoch = frame.x(px);
    let low = 0, high = runs.size - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (epochOf(middle) <= epoch) low = middle;
      else high = middle;
    }
    return epoch - epochOf(low) <= epochOf(high) - epoch ? low : high;
  }

  /** A line down at the epoch under the pointer, and its losses in words. */
  function paintGuide(k, tested) {
    const x = Math.round(frame.px(epochOf(k))) + 0.5;
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, frame.top);
    context.lineTo(x, frame.top + frame.height);
    context.stroke();
    const parts = [[`epoch ${epochOf(k)}`, theme.muted, 400]];
    for (const [name, colour] of [["train", theme.ink], ["test", theme.test]]) {
      const J = lossOf(name, k);
      if (name === "test" && !tested) continue;
      parts.push([`${name} ${J === J ? short(J) : "–"}`, colour, 600]);
      const y = frame.py(frame.up(J));
      if (!(y >= frame.top && y <= frame.top + frame.height)) continue;
      context.fillStyle = colour;
      context.strokeStyle = theme.paper;
      context.lineWidth = 1.5;
      context.beginPath();
      context.arc(x, y, 4, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
    writeParts(parts, x);
  }

  /** Words side by side above the frame, centred on x as far as there is room. */
  function writeParts(parts, x) {
    const wides = parts.map(([text, , weight]) => {
      context.font = pageFont(12, weight);
      return context.measureText(text).width;
    });
    const whole = wides.reduce((sum, w) => sum + w + 12, -12);
    let at = Math.max(frame.left, Math.min(x - whole / 2, width - whole - 2));
    context.textAlign = "left";
    context.textBaseline = "middle";
    parts.forEach(([text, colour, weight], k) => {
      context.font = pageFont(12, weight);
      context.fillStyle = colour;
      context.fillText(text, at, CHART_TOP - 10);
      at += wides[k] + 12;
    });
  }

  /** Epoch and losses at a pixel from the canvas's left, as last painted. */
  function readAt(px) {
    const k = nearest(px);
    return k < 0 ? null : { epoch: epochOf(k), train: lossOf("train", k), test: lossOf("test", k) };
  }
}
