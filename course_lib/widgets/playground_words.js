// Playground's words and choices: names of units, what can be chosen, what is said about
// a run. No DOM.

import { short, significant } from "./js/plot.js";

/** Choices as pairs of value and text. */
export const ACTIVATION_CHOICES = [
  ["tanh", "tanh"], ["relu", "ReLU"], ["leaky_relu", "leaky ReLU"], ["elu", "ELU"],
  ["gelu", "GELU"], ["silu", "SiLU"], ["softplus", "softplus"], ["sigmoid", "sigmoid"], ["linear", "linear"],
];
export const OPTIMIZER_CHOICES = [
  ["gd", "gradient descent"], ["momentum", "momentum"], ["nesterov", "Nesterov"],
  ["rmsprop", "RMSprop"], ["adam", "Adam"], ["adagrad", "Adagrad"], ["adadelta", "Adadelta"],
];
export const INIT_CHOICES = [
  ["uniform", "uniform, ±0.5"], ["normal", "normal, N(0, 1)"],
  ["xavier", "Xavier, N(0, 1/n)"], ["glorot", "Glorot, uniform"], ["he", "He, N(0, 2/n)"],
  ["torch_default", "PyTorch's, ±1/√n"],
  ["zeros", "all zero"], ["constant", "all 0.5"],
];
export const SPEED_CHOICES = [
  ["0", "full speed"], ["1", "1 epoch a frame"], ["10", "10 epochs a frame"],
  ["100", "100 epochs a frame"],
];
export const PENALTY_CHOICES = [["none", "none"], ["l1", "L1"], ["l2", "L2"]];
export const LEARNING_RATES = [1e-5, 1e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
export const PENALTY_RATES = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
export const PLAYGROUND_DATA_CHOICES = [
  ["Two classes", [["circle", "circle"], ["xor", "exclusive or"], ["gauss", "two clouds"], ["spiral", "spiral"]]],
  ["A value (regression)", [["plane", "plane"], ["hills", "hills"]]],
];

/** What optimizer.settings() gives for a fresh optimizer, learning rate apart. */
export const OPTIMIZER_DEFAULTS = {
  gd: {},
  momentum: { beta: 0.9, dampening: true, correct_bias: false },
  nesterov: { beta: 0.9, dampening: true },
  adagrad: { eps: 1e-10 },
  rmsprop: { beta: 0.9, eps: 1e-8 },
  adadelta: { beta: 0.9, eps: 1e-6 },
  adam: { beta1: 0.9, beta2: 0.999, eps: 1e-8, correct_bias: true },
};

/** Schedules: text, first settings, the number one may set, its name and its limits. */
export const SCHEDULE_CHOICES = {
  constant: { text: "constant" },
  step: {
    text: "in steps", first: { every: 1000, factor: 0.5 }, key: "every",
    label: "updates a step", whole: true,
  },
  exponential: { text: "exponential", first: { factor: 0.9995 }, key: "factor", label: "factor an update" },
  cosine: {
    text: "cosine", first: { steps: 5000, lowest: 0 }, key: "steps", label: "updates down",
    whole: true,
  },
  inverse_time: { text: "inverse time", first: { decay: 0.001 }, key: "decay", label: "decay an update" },
};

/** How many samples one usually looks at. */
export const usualCount = (name) => (["plane", "hills"].includes(name) ? 1200 : 500);

/** What is wrong with the number of a schedule, or "". */
export function scheduleObjection(kind, value) {
  if (SCHEDULE_CHOICES[kind].whole) return Number.isInteger(value) && value >= 1 ? "" : "A whole number from 1, please.";
  if (kind === "exponential") return value > 0 && value <= 1 ? "" : "Above 0, at most 1, please.";
  return value >= 0 ? "" : "It must not be below 0.";
}

// ------------------------------------------------------------------------------- names

const MOST_NAMED = 4;

/** "hidden layer 1, unit 2", "input x₁", "output P(gas)". */
export function unitName({ data, inputs, network }, layer, unit) {
  if (layer === 0) return `input ${inputs[unit].label}`;
  if (layer < network.layers.length) return `hidden layer ${layer}, unit ${unit + 1}`;
  return `output ${outputName(data, unit)}`;
}

/** What an output unit answers. */
export function outputName({ kind, classNames }, unit = 0) {
  if (kind === "regression") return "value";
  return `P(${classNames[kind === "binary" ? 1 : unit]})`;
}

/** Which column of the data is x₁, x₂ …: "x₁ = A, x₂ = B"; "" where these are its names. */
export function columnNames(features) {
  const renamed = features.filter(({ key, label, hint }) => hint && hint !== label && hint !== key);
  return renamed.map(({ label, hint }) => `${label} = ${hint}`).join(", ");
}

/** What the picture cannot show of data with more than two columns. */
export function columnsNote({ names, moreLabels }, inputs) {
  const on = new Set(inputs.map(({ key }) => key)), more = Object.keys(moreLabels);
  const off = more.filter((key) => !on.has(key)).map((key) => moreLabels[key]), said = [];
  if (off.length < more.length)
    said.push(`The picture shows ${names.join(" and ")}; the other inputs are at their mean.`);
  if (off.length) {
    const rest = off.length > MOST_NAMED ? ` and ${off.length - MOST_NAMED} more` : "";
    said.push(`Not used as input so far: ${off.slice(0, MOST_NAMED).join(", ")}${rest}.`);
  }
  return said.join(" ");
}

/** Where a weight comes from, in a word or two. */
export function sourceName({ inputs }, layer, input) {
  return layer === 1 ? inputs[input].label : `unit ${input + 1}`;
}

/** Bias and incoming weights of a unit, as one would read them out. */
export function unitSentence(view, layer, unit) {
  const name = unitName(view, layer, unit);
  if (layer === 0) return name;
  const { parameters, layers } = view.network, { weights, biases, nIn } = layers[layer - 1];
  const said = Array.from({ length: nIn }, (_, i) =>
    `from ${sourceName(view, layer, i)} ${significant(parameters[weights + unit * nIn + i])}`);
  return `${name}: bias ${significant(parameters[biases + unit])}, weights ${said.join(", ")}`;
}

/** What stands under the diagram for the link or the unit under the pointer. */
export function pointedSentence(view, { layer, unit, input }) {
  const name = unitName(view, layer, unit);
  if (layer === 0) {
    const { hint } = view.inputs[unit];
    return `${capitalised(name)}${hint ? `, ${hint}` : ""}: given, not learned.`;
  }
  const { parameters, layers } = view.network, { weights, biases, nIn } = layers[layer - 1];
  if (input === undefined || input === null) {
    const count = nIn === 1 ? "its weight" : `its ${nIn} weights`;
    return `${capitalised(name)}: bias ${significant(parameters[biases + unit])}. Click it to see and edit ${count}.`;
  }
  const value = parameters[weights + unit * nIn + input];
  return `Weight ${significant(value)}: from ${unitName(view, layer - 1, input)} to ${name}`;
}

export const capitalised = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** What the large picture shows. */
export function pictureTitle(view) {
  const { data, focus, settings, network } = view, last = network.layers.length;
  if (focus && focus[0] < last) {
    const [layer, unit] = focus;
    return capitalised(unitName(view, layer, unit));
  }
  if (data.kind === "regression") return "Output: predicted value";
  if (data.kind === "binary") return `Output: ${outputName(data)}`;
  const chosen = focus ? focus[1] : settings.output_class;
  return chosen === null || chosen === undefined ? "Output: most probable class" : `Output: ${outputName(data, chosen)}`;
}

/** Settings that make the task what its title and its question say. */
const TASK = ["data", "n", "noise", "train_share", "features", "hidden", "init", "optimizer", "l1", "l2"];
const PART_OF_TASK = ([key, value]) => !(key === "schedule" && value === null);

/** Whether these settings are still those that a title and a question were written for. */
export function isAsStarted(settings, start) {
  const text = (value) => JSON.stringify(value, (_, part) => (
    part?.constructor === Object ? Object.entries(part).filter(PART_OF_TASK).sort() : part));
  return TASK.every((name) => text(settings[name]) === text(start[name]));
}

// -------------------------------------------------------------------------------- a run

/** What the loss measures, for these data. */
export const LOSS_NAMES = {
  binary: "mean binary cross-entropy", multiclass: "mean cross-entropy",
  regression: "mean squared error",
};

/** A share as per cent: 100 % only when nothing is wrong. */
export function percent(share) {
  if (!Number.isFinite(share)) return "none";
  const text = (100 * share).toFixed(1);
  return `${text === "100.0" && share < 1 ? "99.9" : text === "100.0" ? "100" : text} %`;
}

const numberWord = (value) => (Number.isFinite(value) ? significant(value) : Number.isNaN(value) ? "not a number" : "infinite");

/** The run in one breath, for people who do not see it. */
export function runSentence({ epoch, losses, accuracy, stopped }) {
  const parts = [`Epoch ${epoch}.`, `Training loss ${numberWord(losses.train)}`];
  if (Number.isFinite(losses.test)) parts[1] += `, test loss ${numberWord(losses.test)}`;
  parts[1] += ".";
  if (accuracy) {
    const test = Number.isFinite(accuracy.test) ? `, test ${percent(accuracy.test)}` : "";
    parts.push(`Training accuracy ${percent(accuracy.train)}${test}.`);
  }
  if (stopped) parts.push(stopSentence(stopped));
  return parts.join(" ");
}

function stopSentence(stopped) {
  const text = capitalised(stopped);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Why the run stands still and what to do about it. */
export function stopAdvice(stopped, { optimizer, l1, l2 }) {
  if (!stopped.startsWith("diverged")) return stopSentence(stopped);
  if (stopped.includes("L2 rate")) return `${stopSentence(stopped)} Choose a smaller L2 rate, then press Reset.`;
  if (stopped.includes("started from")) return `${stopSentence(stopped)} Choose smaller starting weights, then press Reset.`;
  const smaller = short(optimizer.lr / 10);
  const less = l1 || l2 ? `, or less regularisation than ${short(Math.max(l1, l2))}` : "";
  return `${stopSentence(stopped)} Choose a learning rate of ${smaller} or less${less}, then press Reset.`;
}

/** Answers to "what am I looking at?": pairs of a thing and what it means. */
export const PLAYGROUND_HELP = [
  ["Small pictures", "Each is a unit. It shows what the unit answers at every point of the plane: blue low, orange high. Outputs for three classes and more: white 0, the class's colour 1."],
  ["Lines", "Each is a weight. Orange: positive. Blue and dashed: negative. The thicker, the larger."],
  ["Large picture", "The answer of the output. Point at a unit to see its answer instead; click to keep it and to edit its weights."],
  ["Marks", "Each is a sample, in colour and shape of its class. Filled: used for training. In outline: kept for the test."],
  ["Epoch", "Every training sample was used once. A batch is the few samples between two changes of the weights."],
  ["Loss", "How wrong the answers are: the network makes the training loss small. The test loss tells how well it does on samples it never saw. With L1 or L2 regularisation both losses include the price of large weights."],
  ["In Python", "The widget's weights, X, y, to_torch(), code() and state hold what you see here."],
  ["Keyboard", "Tab reaches the diagram once; arrow keys go from unit to unit, Enter opens the weights, Escape closes them."],
];
