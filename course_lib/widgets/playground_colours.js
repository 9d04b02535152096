// Playground's colours: what a value of a unit looks like, in thumbnails and large.
//
// A scale says how the values of one unit become colours: `low` and `high`, the values
// at the ends of its ramp, and `level`, where the unit's line runs (its value at z = 0;
// ½ for probabilities). NaN has no colour: such pixels stay transparent, and hatching
// with a word shows through.

/** Last colour of a ramp; a table has "no value" after it. */
const LAST_SHADE = 511;
const NO_SHADE = LAST_SHADE + 1;
/** softplus(0) */
const LOG_2 = Math.log(2);
const FONT_STACK = "system-ui, -apple-system, 'Segoe UI', sans-serif";

/** A font of some pixels, as the rest of the page writes. */
export function pageFont(size, weight = 400) {
  return `${weight} ${size}px ${FONT_STACK}`;
}

const channels = (hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
/** One pixel of an ImageData, seen as a little-endian Uint32Array. */
const pixelOf = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
const between = (from, to, f) => from.map((v, k) => Math.round(v + f * (to[k] - v)));

/** A colour between two others, as a canvas takes it. */
export function mixColours(from, to, share) {
  return `rgb(${between(channels(from), channels(to), share).join(", ")})`;
}

/** Pixels for shares 0 … 1 of a ramp of colours, and a transparent one for NaN. */
export function rampPixels(stops) {
  const rgb = stops.map(channels), table = new Uint32Array(NO_SHADE + 1), last = rgb.length - 1;
  for (let i = 0; i <= LAST_SHADE; i++) {
    const at = (i / LAST_SHADE) * last, k = Math.min(Math.floor(at), last - 1);
    table[i] = pixelOf(between(rgb[k], rgb[k + 1], at - k));
  }
  return table;
}

/**
 * Turn `count` values into pixels; `sharp` leaves only the two ends of the ramp.
 * @returns {boolean} whether one of them is NaN
 */
export function shadePixels(values, from, count, pixels, to, { low, high, level, table }, sharp) {
  const scale = LAST_SHADE / (high - low), ends = [table[0], table[LAST_SHADE]];
  let holes = false;
  for (let i = 0; i < count; i++) {
    const v = values[from + i];
    if (v !== v) {
      pixels[to + i] = table[NO_SHADE];
      holes = true;
    } else if (sharp) pixels[to + i] = ends[v > level ? 1 : 0];
    else {
      const k = (v - low) * scale + 0.5;
      pixels[to + i] = table[k < 0 ? 0 : k > LAST_SHADE ? LAST_SHADE : k | 0];
    }
  }
  return holes;
}

// ------------------------------------------------------------------------------- scales

/** Values of these lie in [low, high]; what the others reach depends on the weights. */
const BOUNDED = { tanh: [-1, 1, 0], sigmoid: [0, 1, 0.5], softmax: [0, 1, 0.5] };

/** Largest finite absolute value of some numbers. */
export function largestSize(values, from, count) {
  let most = 0;
  for (let i = from; i < from + count; i++) {
    const size = Math.abs(values[i]);
    if (size > most && size < Infinity) most = size;
  }
  return most;
}

/**
 * The scale of one unit. Unbounded units are shown from −s to s, s the largest value on
 * the map (but at least 1): so 0 is neutral and a weak unit looks weak.
 *
 * @param {object} scene
 * @param {number} layer 0: the inputs
 * @param {number} unit
 */
export function unitScale({ network, maps, data }, layer, unit) {
  const last = network.layers.length;
  const name = layer ? network.layers[layer - 1].activation : "input";
  const bounds = BOUNDED[name];
  if (bounds) return { name, low: bounds[0], high: bounds[1], level: bounds[2] };
  let most = 1;
  if (layer === last) most = Math.max(...data.yRange.map(Math.abs)) || 1;
  else {
    const { thumbStride, small } = maps;
    const found = largestSize(maps.thumbnails()[layer], unit * thumbStride, small * small);
    most = layer ? Math.max(1, found) : found || 1;
  }
  return { name, low: -most, high: most, level: name === "softplus" ? LOG_2 : 0 };
}

/** z beyond which an answer is rounding, and from which its colour no longer changes. */
const SATURATION = {
  tanh: { most: 18, flat: 4 }, sigmoid: { most: 36, flat: 7 }, softmax: { most: 36, flat: 7 },
};

/**
 * Values from which can be interpolated: z where a unit squeezes it between two ends. The
 * line of a steep unit is then as straight between nodes as it is.
 */
export function straighten(name, values, from, count, into) {
  const most = SATURATION[name]?.most;
  for (let i = 0; i < count; i++) {
    const v = values[from + i];
    if (name === "tanh") into[i] = 0.5 * Math.log((1 + v) / (1 - v));
    else into[i] = most ? Math.log(v / (1 - v)) : v;
    if (most) into[i] = Math.max(-most, Math.min(into[i], most));
  }
}

/** Where the line of a unit runs in straightened values. */
export function straightLevel({ name, level }) {
  return name in SATURATION ? 0 : level;
}

/** The scale and the colours that belong to straightened values. */
export function straightScale({ name, low, high, level }, table) {
  const flat = SATURATION[name]?.flat;
  if (!flat) return { low, high, level, table };
  const bent = new Uint32Array(table), rate = name === "tanh" ? 2 : 1; // tanh z = 2 σ(2z) − 1
  for (let i = 0; i <= LAST_SHADE; i++) {
    const z = flat * ((2 * i) / LAST_SHADE - 1);
    bent[i] = table[Math.round(LAST_SHADE / (1 + Math.exp(-rate * z)))];
  }
  return { low: -flat, high: flat, level: 0, table: bent };
}

// ------------------------------------------------------------------- classes and weights

/** Colour and marker of class k; the pair differs also beyond the palette's end. */
export function classStyle(k, theme) {
  const { classes } = theme, { markers } = PALETTE, round = Math.floor(k / classes.length);
  return { colour: classes[k % classes.length], marker: markers[(k + round) % markers.length] };
}

/** Ramp of one class: the paper where its probability is 0. */
export function classRamp(k, theme, strength) {
  const { colour } = classStyle(k, theme);
  const top = between(channels(theme.paper), channels(colour), strength);
  return [theme.paper, `#${top.map((v) => v.toString(16).padStart(2, "0")).join("")}`];
}

/** Blue below zero, orange above: ends of the signed ramp, told apart by every eye. */
export function signColour(positive, theme) {
  return positive ? theme.signed.at(-1) : theme.signed[0];
}

/** What a unit is called in words. */
export function unitWords({ network, data, inputs }, layer, unit) {
  const last = network.layers.length;
  if (layer === 0) return inputs[unit].label;
  if (layer < last) return `unit ${unit + 1} of layer ${layer}`;
  if (data.kind === "regression") return data.yName || "output";
  return `P(${data.classNames[data.kind === "binary" ? 1 : unit]})`;
}

// --------------------------------------------------------------------------------- text

/** A text that fits: cut with an ellipsis where it is too long. */
export function fitText(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > width) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** Oblique lines in a box, for "no value here": not a colour that a value could have. */
export function hatchBox(context, x, y, width, height, theme, gap = 6) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.fillStyle = theme.paper;
  context.fillRect(x, y, width, height);
  context.strokeStyle = theme.grid;
  context.lineWidth = 1;
  context.beginPath();
  for (let d = -height; d < width; d += gap) {
    context.moveTo(x + d, y + height);
    context.lineTo(x + d + height, y);
  }
  context.stroke();
  context.restore();
}
