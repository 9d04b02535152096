// Playground's network: a heat map for every unit, a link for every weight.
//
// What changes rarely is kept: labels and frames until the next layout, links until a
// weight has moved by a visible amount, thumbnails until the network's version goes up.
// While a large network trains, its links are drawn anew by turns, some in each frame.

import { drawLabel, fitCanvas, layerLike, short, traceMarker } from "./js/plot.js";
import {
  classRamp, classStyle, fitText, hatchBox, pageFont, rampPixels, unitScale,
} from "./playground_colours.js";
import { MISSING_LEVEL, levelOf, makeLinkBrush, rise } from "./playground_links.js";
import { makeThumbnails } from "./playground_thumbnails.js";

const DIAGRAM_TOP = 8; // room for the ring around a unit
const DIAGRAM_BODY = 348; // height of the columns up to 10 units
const TALLEST_BODY = 560;
const LEAST_PITCH = 34; // from unit to unit; closer only where TALLEST_BODY forces it
const DIAGRAM_FOOT = 30; // the line that explains signs
const BIAS_ROOM = 12; // of it, for the biases of the lowest units
const WIDEST_PITCH = 210; // from layer to layer
const LARGEST_THUMB = 50;

const MANY_LINKS = 120; // more are drawn thinner
const BRUSHED_UP = 1.6; // least width of a link that is pointed at
const LINKS_A_FRAME = 100; // drawn anew while the network trains

/**
 * The diagram. layout() once per size, theme and network, paint() for every change.
 * Links show weights, or what `scene.linkWord` names: then paint() gets `links` in its
 * view, with `values` in the places of the parameters, and their `strengths` as sizes.
 *
 * `nodes` are the thumbnails' boxes in CSS pixels, `columns` the middle of each layer and
 * the distance to the next.
 */
export function makeDiagram(canvas) {
  const diagram = { nodes: [], columns: [], layout, paint, nodeAt, linkAt };
  const thumbs = makeThumbnails();
  let context, theme, width, height, size, brush, still, ground, links, gaps;
  let levels, groundOf = "", turn = 0;

  // ------------------------------------------------------------------------------ layout

  function layout(newWidth, newTheme, scene) {
    width = newWidth;
    theme = newTheme;
    const { sizes } = scene.network, rows = Math.max(...sizes);
    const body = Math.max(DIAGRAM_BODY, Math.min(rows * LEAST_PITCH, TALLEST_BODY));
    height = DIAGRAM_TOP + body + DIAGRAM_FOOT;
    context = fitCanvas(canvas, width, height);
    placeNodes(scene, body, rows);
    placeLinks(scene.network);
    still = layerLike(canvas, still);
    ground = layerLike(canvas, ground);
    for (const layer of [still, ground]) layer.getContext("2d").setTransform(context.getTransform());
    paintStill(still.getContext("2d"), scene);
    ground.getContext("2d").drawImage(still, 0, 0, width, height);
    turn = 0;
    thumbs.layout(size * pixelRatio(), diagram.nodes, (layer) => tableOf(scene, layer));
    levels = new Int8Array(scene.network.parameters.length).fill(-MISSING_LEVEL);
    groundOf = "";
    return height;
  }

  function pixelRatio() {
    return context.getTransform().a; // canvas.width is rounded
  }

  /** Boxes of all units, on whole device pixels: only so are the thumbnails crisp. */
  function placeNodes({ network: { sizes }, inputs, data }, body, rows) {
    const ratio = pixelRatio(), whole = (v) => Math.round(v * ratio) / ratio;
    const gapsAcross = sizes.length - 1;
    context.font = pageFont(13);
    const wide = (text) => Math.min(0.2 * width, context.measureText(text).width);
    const room = (texts) => Math.max(...texts.map(wide));
    const left = 6 + room(inputs.map(({ label }) => label)) + 8;
    const right = data.kind === "multiclass" ? 26 + room(data.classNames) : 10;
    const pitchY = Math.min(1.6 * LARGEST_THUMB, body / rows);
    size = Math.min(LARGEST_THUMB, 0.76 * pitchY, (0.55 * (width - left - right)) / (gapsAcross + 0.55));
    size = whole(Math.max(6, size));
    const pitchX = Math.min(WIDEST_PITCH, (width - left - right - size) / gapsAcross);
    const spare = (width - left - right - size - gapsAcross * pitchX) / 2;
    diagram.columns = sizes.map((_, l) => ({ x: left + spare + size / 2 + l * pitchX, width: pitchX }));
    diagram.nodes = sizes.flatMap((n, layer) => Array.from({ length: n }, (_, unit) => ({
      layer, unit,
      x: whole(diagram.columns[layer].x - size / 2),
      y: whole(DIAGRAM_TOP + body / 2 + (unit - (n - 1) / 2) * pitchY - size / 2),
      w: size, h: size,
    })));
  }

  /** Links and biases layer by layer: a gap is what lies left of a layer, and its units. */
  function placeLinks({ layers }) {
    gaps = layers.map(({ nIn, nOut, weights, biases: first }, l) => {
      const from = nodesOf(l), to = nodesOf(l + 1), links = [], biases = [];
      for (let unit = 0; unit < nOut; unit++) {
        biases.push({ at: first + unit, x: to[unit].x + 4.5, y: to[unit].y + size + 5.5 });
        for (let input = 0; input < nIn; input++)
          links.push({
            layer: l + 1, unit, input, at: weights + unit * nIn + input,
            x0: from[input].x + size + 1, y0: from[input].y + size / 2, x1: to[unit].x - 1,
            // Links end side by side, so that each can be followed to its unit.
            y1: to[unit].y + size * (0.5 + (0.6 * (input - (nIn - 1) / 2)) / nIn),
          });
      }
      return { x0: from[0].x + size + 1, x1: to[0].x - 1, right: to[0].x + size + 1, links, biases, stale: true };
    });
    links = gaps.flatMap((gap) => gap.links);
    const room = Math.min(diagram.columns[0].width / 60, size / 30, Math.sqrt(MANY_LINKS / links.length));
    brush = makeLinkBrush(theme, Math.min(1, room), pixelRatio());
  }

  function nodesOf(layer) {
    return diagram.nodes.filter((node) => node.layer === layer);
  }

  /** Colours of the units of a layer. */
  function tableOf({ network, data }, layer) {
    if (layer < network.layers.length || data.kind !== "multiclass") return () => rampPixels(theme.signed);
    return (unit) => rampPixels(classRamp(unit, theme, 1));
  }

  function paintStill(on, { inputs, data, network, linkWord = "weight" }) {
    const last = network.layers.length;
    for (const { x, y, layer } of diagram.nodes) {
      on.fillStyle = layer === last ? theme.ink : theme.muted;
      on.fillRect(x - 1, y - 1, size + 2, size + 2);
    }
    on.font = pageFont(13);
    on.textBaseline = "middle";
    on.fillStyle = theme.ink;
    on.textAlign = "right";
    for (const { unit, x, y } of nodesOf(0))
      on.fillText(fitText(on, inputs[unit].label, x - 10), x - 8, y + size / 2 + 0.5);
    on.textAlign = "left";
    if (data.kind === "multiclass") for (const { unit, x, y } of nodesOf(last)) {
      const style = classStyle(unit, theme), middle = y + size / 2;
      on.fillStyle = style.colour;
      on.beginPath();
      traceMarker(on, style.marker, x + size + 13, middle, 4.2);
      on.fill();
      on.fillStyle = theme.ink;
      const from = x + size + 22;
      on.fillText(fitText(on, data.classNames[unit], width - from), from, middle + 0.5);
    }
    paintFoot(on, linkWord);
  }

  /** What colour, dashes and width of a link say. */
  function paintFoot(on, word) {
    const y = height - 9.5, narrow = width < 440;
    on.font = pageFont(12);
    let x = 6;
    const say = (text) => {
      on.fillStyle = theme.muted;
      on.fillText(text, x, y + 0.5);
      x += on.measureText(text).width + (narrow ? 12 : 20);
    };
    for (const [sign, text] of [[1, `${word} > 0`], [-1, `${word} < 0`]]) {
      brush.take(on, sign * 6);
      on.beginPath();
      on.moveTo(x, y);
      on.lineTo(x + 26, y);
      on.stroke();
      on.setLineDash([]);
      x += 32;
      say(text);
    }
    for (const [sign, text] of [[1, ""], [-1, "bias"]]) {
      brush.paintBias(on, x + 4, y, sign * 4);
      x += 12;
      if (text) say(text);
    }
    if (!narrow) say("thick: far from 0");
  }

  // -------------------------------------------------------------------------------- links

  /** Mark the gaps in which the level of a weight or bias has changed. */
  function takeLevels(parameters) {
    for (const gap of gaps)
      for (const part of [gap.links, gap.biases])
        for (const { at } of part) {
          const level = levelOf(parameters[at]);
          if (levels[at] === level) continue;
          levels[at] = level;
          gap.stale = true;
        }
  }

  /** Draw stale gaps anew: all, or by turns as many as a frame of training has time for. */
  function paintGround(view) {
    let drawn = 0;
    for (let k = 0; k < gaps.length; k++) {
      const gap = gaps[(turn + k) % gaps.length];
      if (!gap.stale) continue;
      if (view.playing && drawn && drawn + gap.links.length > LINKS_A_FRAME) {
        turn = (turn + k) % gaps.length;
        return;
      }
      paintGap(ground.getContext("2d"), gap, view);
      gap.stale = false;
      drawn += gap.links.length;
    }
  }

  function paintGap(on, { x0, right, links: shown, biases }, { active }) {
    const ratio = pixelRatio(), tall = height - DIAGRAM_FOOT + BIAS_ROOM, wide = right - x0;
    on.save();
    on.beginPath();
    on.rect(x0, 0, wide, tall);
    on.clip();
    on.clearRect(x0, 0, wide, tall);
    if (active) on.globalAlpha = 0.3;
    brush.paintLinks(on, shown, levels);
    on.globalAlpha = 1;
    if (active) brush.paintLinks(on, shown.filter((link) => touches(link, active)), levels, BRUSHED_UP);
    if (size >= 18) for (const { at, x, y } of biases)
      brush.paintBias(on, x, y, levels[at]);
    on.drawImage(still, x0 * ratio, 0, wide * ratio, tall * ratio, x0, 0, wide, tall);
    on.restore();
  }

  // -------------------------------------------------------------------------------- paint

  function paint(view) {
    const { network, active, focus, settings, links: shown } = view;
    const key = active ? `${active.layer} ${active.unit} ${active.input}` : "-";
    takeLevels(shown?.strengths ?? network.parameters);
    if (key !== groundOf) for (const gap of gaps) gap.stale = true;
    groundOf = key;
    paintGround(view);
    thumbs.update(view, (layer, unit) => unitScale(view.scene, layer, unit), settings.discretize);
    context.globalCompositeOperation = "copy";
    context.drawImage(ground, 0, 0, width, height);
    context.globalCompositeOperation = "source-over";
    diagram.nodes.forEach((node, k) => {
      const holes = thumbs.holesIn(k);
      if (holes) hatchBox(context, node.x, node.y, size, size, theme, 5);
      thumbs.draw(context, k, node.x, node.y, size);
      if (holes) paintWord(node, size >= 22 ? "NaN" : "×", theme.ink);
      else if (isHeld(view, node) && size >= 24) paintWord(node, "mean", theme.muted);
    });
    if (focus) ring(focus[0], focus[1], 2.5);
    if (active?.input === undefined || active?.input === null) {
      if (active) ring(active.layer, active.unit, 2.5);
    }
    if (active) for (const link of links)
      if (link.layer === active.layer && link.unit === active.unit) paintWeight(link, active, shown?.values ?? network.parameters);
  }

  /** A column of the data that is neither axis: its mean all over the plane. */
  function isHeld({ inputs }, { layer, unit }) {
    return layer === 0 && /^x\d+$/.test(inputs[unit].key) && !["x1", "x2"].includes(inputs[unit].key);
  }

  /** What a unit without a map says instead. */
  function paintWord({ x, y }, word, colour) {
    context.font = pageFont(size >= 30 ? 11 : 9, 600);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = colour;
    context.fillText(word, x + size / 2, y + size / 2 + 0.5, size - 2);
  }

  function ring(layer, unit, line) {
    const node = diagram.nodes.find((n) => n.layer === layer && n.unit === unit);
    if (!node) return;
    const { x, y } = node, around = 1 + line / 2;
    context.strokeStyle = theme.ink;
    context.lineWidth = line;
    context.strokeRect(x - around, y - around, size + 2 * around, size + 2 * around);
  }

  /** The number on a link under the pointer, or on all that enter a unit. */
  function paintWeight(link, { input }, parameters) {
    const { x0, x1, y0, y1, at } = link, one = input !== undefined && input !== null;
    if (one ? link.input !== input : size < 16 || x1 - x0 < 44) return;
    const w = parameters[at], text = w === w ? short(w, one ? 3 : 2) : "NaN";
    const share = one ? 0.5 : 0.32;
    drawLabel(context, text, x0 + share * (x1 - x0), y0 + rise(share) * (y1 - y0), theme, { align: "center" });
  }

  /** Links of a unit, or the one link that is meant. */
  function touches(link, { layer, unit, input }) {
    const enters = link.layer === layer && link.unit === unit;
    if (input !== undefined && input !== null) return enters && link.input === input;
    return enters || (link.layer === layer + 1 && link.input === unit);
  }

  // ------------------------------------------------------------------------------ pointer

  function nodeAt(px, py) {
    const node = diagram.nodes.find(
      ({ x, y, w, h }) => px >= x - 2 && px <= x + w + 2 && py >= y - 2 && py <= y + h + 2);
    return node ? { layer: node.layer, unit: node.unit } : null;
  }

  /** The nearest link within reach; a thick one is met on all its width. */
  function linkAt(px, py) {
    const gap = gaps.find(({ x0, x1 }) => px > x0 && px < x1);
    if (!gap) return null;
    const u = (px - gap.x0) / (gap.x1 - gap.x0), h = rise(u), slope = rise(u + 0.02) - rise(u - 0.02);
    let best = null, least = Infinity;
    for (const link of gap.links) {
      const { x0, y0, x1, y1, at } = link, tilt = (slope * (y1 - y0)) / (0.04 * (x1 - x0));
      const reach = 4 + brush.widthOf(levels[at]) / 2;
      const away = Math.abs(y0 + h * (y1 - y0) - py) / Math.hypot(1, tilt);
      if (away < reach && away < least) [best, least] = [link, away];
    }
    return best && { layer: best.layer, unit: best.unit, input: best.input };
  }

  return diagram;
}
