// How Playground draws a weight: colour and dashes by its sign, width and strength of the
// colour by its size, in steps, so that many links share a style.

import { mixColours, signColour } from "./playground_colours.js";

const LINK_LEVELS = 14; // steps of a link's width
const HEAVY_WEIGHT = 5; // |w| of the widest links
const BOLD_WEIGHT = 1.5; // |w| from which a link has its full colour
export const MISSING_LEVEL = 127; // level of a weight that is NaN

/** Step 1 … LINK_LEVELS of a weight's size, with its sign; 0 for 0. */
export function levelOf(w) {
  if (w !== w) return MISSING_LEVEL;
  const size = Math.min(1, Math.abs(w) / HEAVY_WEIGHT);
  return Math.sign(w) * Math.ceil(size * LINK_LEVELS);
}

/** Place along a link (0 … 1 from left to right) for 65 places in x. */
const ALONG = Float64Array.from({ length: 65 }, (_, k) => {
  let low = 0, high = 1;
  for (let step = 0; step < 40; step++) {
    const t = (low + high) / 2;
    if (1.5 * t * (1 - t) + t ** 3 < k / 64) low = t;
    else high = t;
  }
  return low;
});

/** Share of a link's height at a share of its width. */
export function rise(u) {
  const t = ALONG[Math.round(64 * Math.max(0, Math.min(1, u)))];
  return t * t * (3 - 2 * t);
}

function traceLink(on, { x0, y0, x1, y1 }) {
  const middle = (x0 + x1) / 2;
  on.moveTo(x0, y0);
  on.bezierCurveTo(middle, y0, middle, y1, x1, y1);
}

/**
 * @param {object} theme
 * @param {number} thin share of the full width, for networks with little room
 * @param {number} ratio device pixels of a CSS pixel
 */
export function makeLinkBrush(theme, thin, ratio) {
  return { take, widthOf, paintLinks, paintBias };

  function widthOf(level) {
    if (level === MISSING_LEVEL) return 1;
    return Math.max(0.7, thin * (0.6 + 0.5 * Math.abs(level)));
  }

  /** Solid orange above zero, dashed blue below; pale and thin near zero. */
  function take(on, level, least = 0) {
    const line = Math.max(least, widthOf(level)), size = Math.abs(level) / LINK_LEVELS;
    on.lineWidth = line;
    if (level === MISSING_LEVEL) {
      on.setLineDash([1.5, 4]);
      on.strokeStyle = theme.muted;
      return;
    }
    on.setLineDash(level < 0 ? [4 + 1.3 * line, 2.4 + 0.32 * line] : []);
    const share = least ? 1 : 0.3 + 0.7 * Math.min(1, (size * HEAVY_WEIGHT) / BOLD_WEIGHT);
    on.strokeStyle = level ? mixColours(theme.paper, signColour(level > 0, theme), share)
      : theme.grid;
  }

  /**
   * Links of one style share a stroke, the heaviest come last, on top. Hair lines share a
   * path, too; thick ones are faster one by one, as crossings within a path cost time.
   *
   * @param {object[]} links `at`: the weight's place among the levels; ends x0 … y1
   * @param {Int8Array} levels
   * @param {number} [least] width, for links that are pointed at
   */
  function paintLinks(on, links, levels, least = 0) {
    const styles = new Map();
    for (const link of links) {
      const level = levels[link.at];
      if (styles.has(level)) styles.get(level).push(link);
      else styles.set(level, [link]);
    }
    on.lineCap = "butt";
    for (const level of [...styles.keys()].sort((p, q) => Math.abs(p) - Math.abs(q))) {
      take(on, level, least);
      const together = on.lineWidth * ratio <= 1;
      on.beginPath();
      for (const link of styles.get(level)) {
        traceLink(on, link);
        if (together) continue;
        on.stroke();
        on.beginPath();
      }
      if (together) on.stroke();
    }
    on.setLineDash([]);
  }

  /** A bias under its unit: full above zero, hollow below, larger farther from zero. */
  function paintBias(on, x, y, level) {
    if (!level || level === MISSING_LEVEL) return;
    const size = (Math.abs(level) / LINK_LEVELS) * HEAVY_WEIGHT;
    const r = Math.min(1, thin + 0.2) * (1.5 + 0.9 * Math.min(2, size));
    on.fillStyle = on.strokeStyle = signColour(level > 0, theme);
    on.lineWidth = 1.4;
    on.beginPath();
    on.arc(x, y, level > 0 ? r + 0.7 : r, 0, 2 * Math.PI);
    if (level > 0) on.fill();
    else on.stroke();
  }
}
