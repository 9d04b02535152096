// Panels that stand above each other and share their horizontal axis.

import { drawAxes, makeFrame } from "./js/plot.js";

/** Room around the panels of a picture, CSS pixels. */
const ROOM = { top: 6, between: 10, bottom: 46 };

/**
 * Boxes of panels above each other.
 *
 * @param {number[]} heights
 * @param {number} left, right room for the numbers of the axes
 * @returns {{ boxes: object[], height: number }} and the height of it all
 */
export function stackBoxes(width, heights, left, right) {
  let top = ROOM.top;
  const boxes = heights.map((height) => {
    const box = { left, top, width: width - left - right, height };
    top += height + ROOM.between;
    return box;
  });
  return { boxes, height: top - ROOM.between + ROOM.bottom };
}

/** Frames of the boxes: one range of x for all, [y0, y1] for each. */
export function stackFrames(boxes, { x0, x1 }, ranges) {
  return boxes.map((box, k) => makeFrame(box, { x0, x1, ...ranges[k] }));
}

/** Axes of panels: the lowest one carries numbers and name of the shared axis. */
export function drawStack(context, frames, theme, xAxis, yAxes) {
  frames.forEach((frame, k) => {
    const last = k === frames.length - 1;
    drawAxes(context, frame, theme, { ...xAxis, ...(last ? {} : { xTicks: [], xLabel: "" }), ...yAxes[k] });
  });
}

/** Paint only inside a frame. */
export function inFrame(context, { left, top, width, height }, work) {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  work();
  context.restore();
}

/** A straight line across one frame, from one data point to another. */
export function drawRule(context, frame, [x0, y0], [x1, y1], colour, { width = 1, dash = [] } = {}) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(frame.px(x0), frame.py(y0));
  context.lineTo(frame.px(x1), frame.py(y1));
  context.stroke();
  context.setLineDash([]);
}
