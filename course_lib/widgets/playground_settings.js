// Playground's settings: the rules of training, the data, how a run starts and stops.

import { short, significant } from "./js/plot.js";
import { learningRate } from "./js/optimizers.js";
import {
  button, choiceControl, countControl, focusable, labelledField, make, makeGroup, nextWhole,
  numberControl, setText, uniqueId, whole,
} from "./js/controls.js";
import { rateChoice } from "./js/rate_choice.js";
import {
  ACTIVATION_CHOICES, INIT_CHOICES, LEARNING_RATES, OPTIMIZER_CHOICES, OPTIMIZER_DEFAULTS,
  PENALTY_CHOICES, PENALTY_RATES, PLAYGROUND_DATA_CHOICES, SCHEDULE_CHOICES,
  columnsNote, scheduleObjection, usualCount,
} from "./playground_words.js";

const SEED_AT_MOST = 2 ** 32 - 1, SAMPLES_AT_LEAST = 50, SAMPLES_AT_MOST = 5000;
const FIRST_PENALTY = 0.003;
const BATCH_NOTCH = 0.05; // decades; the slider reaches the full batch in whole notches

/** Learning rate, schedule, optimizer, activation, regularisation: one bar. */
export function makeTrainingRules(act, hides) {
  let settings = null;
  const optimizer = (patch) => act.set({ optimizer: { ...settings.optimizer, ...patch } });
  const rate = rateChoice({
    label: "learning rate α", rates: LEARNING_RATES, onInput: (lr) => optimizer({ lr }),
    hint: "Length of the steps; may be changed while it trains",
  });
  const schedule = makeScheduleChoice(optimizer, () => settings.optimizer.schedule);
  const rule = choiceControl({
    label: "optimizer", options: OPTIMIZER_CHOICES,
    onInput: (kind) => {
      const { lr, schedule: kept } = settings.optimizer;
      act.set({ optimizer: { kind, lr, ...OPTIMIZER_DEFAULTS[kind], schedule: kept ?? null } });
    },
  });
  const mixed = make("option", { value: "", text: "mixed" });
  const activation = choiceControl({
    label: "activation", options: ACTIVATION_CHOICES, hint: "Of all hidden layers",
    onInput: (name) => act.set({ hidden: settings.hidden.map((layer) => ({ ...layer, activation: name })) }),
  });
  const penalty = makePenaltyChoice(act, () => settings);
  const parts = [["learning_rate", rate.row], ["schedule", ...schedule.rows], ["optimizer", rule.row],
    ["activation", activation.row], ["regularization", ...penalty.rows]];
  const shown = parts.filter(([name]) => !hides(name)).flatMap(([, ...rows]) => rows);
  return {
    element: make("div", { class: "cl-play-rules", role: "group", "aria-label": "Training" }, ...shown),
    update(view) {
      ({ settings } = view);
      rate.set(settings.optimizer.lr);
      rule.set(settings.optimizer.kind);
      schedule.update(settings.optimizer);
      penalty.update(settings);
      const used = new Set(settings.hidden.map((layer) => layer.activation));
      if (used.size > 1) activation.select.append(mixed);
      else mixed.remove();
      activation.select.disabled = used.size === 0;
      if (used.size) activation.set(used.size > 1 ? "" : [...used][0]);
    },
    tick({ settings: { optimizer: now }, scene }) { schedule.tick(now, scene.trainer?.updates ?? 0); },
  };
}

/** The schedule and the one number it needs; beside it the rate it has come down to. */
function makeScheduleChoice(setOptimizer, present) {
  const kinds = Object.entries(SCHEDULE_CHOICES);
  const choice = choiceControl({
    label: "schedule", options: kinds.map(([kind, { text }]) => [kind, text]),
    hint: "How the learning rate falls with the number of updates",
    onInput: (kind) => setOptimizer({ schedule: kind === "constant" ? null : { kind, ...SCHEDULE_CHOICES[kind].first } }),
  });
  const now = make("small", { class: "cl-play-now", title: "The learning rate of the next update" });
  const kindNow = () => present()?.kind ?? "constant";
  const field = labelledField("", { step: "any", min: 0 },
    (value) => setOptimizer({ schedule: { ...present(), [SCHEDULE_CHOICES[kindNow()].key]: value } }),
    (value) => scheduleObjection(kindNow(), value));
  field.row.append(now);
  return {
    rows: [choice.row, field.row],
    update({ schedule }) {
      const kind = schedule?.kind ?? "constant", { key, label } = SCHEDULE_CHOICES[kind];
      choice.set(kind);
      field.row.hidden = !key;
      if (!key) return;
      field.rename(label);
      field.show(schedule[key]);
    },
    tick(optimizer, updates) {
      if (!field.row.hidden) setText(now, `α = ${significant(learningRate(optimizer, updates), 2)}`);
    },
  };
}

/** L1, L2 or neither, and its rate. */
function makePenaltyChoice(act, present) {
  const both = make("option", { value: "both", text: "L1 + L2" });
  const kindOf = ({ l1, l2 }) => (l1 && l2 ? "both" : l1 ? "l1" : l2 ? "l2" : "none");
  let chosen = "none", ownZero = false;
  const change = (kind, rate) => {
    chosen = kind;
    ownZero = rate === 0;
    show(rate); // where both were 0 already no setting changes
    act.set({ l1: kind === "l1" || kind === "both" ? rate : 0, l2: kind === "l2" || kind === "both" ? rate : 0 });
  };
  const choice = choiceControl({
    label: "regularisation", options: PENALTY_CHOICES,
    hint: "A price for large weights: L1 on their size, L2 on their square",
    onInput(kind) {
      const { l1, l2 } = present();
      change(kind, kind === "none" ? 0 : Math.max(l1, l2) || FIRST_PENALTY);
    },
  });
  const rate = rateChoice({ label: "rate", rates: PENALTY_RATES, onInput: (value) => change(chosen, value) });
  rate.select.ariaLabel = "regularisation rate";
  function show(value) {
    if (chosen === "both") choice.select.append(both);
    else both.remove();
    choice.set(chosen);
    rate.row.hidden = chosen === "none";
    rate.set(value);
  }
  return {
    rows: [make("span", { class: "cl-play-pair" }, choice.row, rate.row)],
    update(settings) {
      const kind = kindOf(settings);
      if (kind !== "none" || !ownZero) chosen = kind; // a rate of 0 keeps the kind chosen
      show(Math.max(settings.l1, settings.l2));
    },
  };
}

// --------------------------------------------------------------------------------- data

/** The data, how many, how noisy, how they are used. */
export function makeDataColumn(info, act, hides) {
  const data = makeDataChoice(info, act);
  let most = SAMPLES_AT_MOST, fewest = SAMPLES_AT_LEAST, training = 1, batchNow = 10;
  const samples = countControl({
    label: "samples", min: fewest, max: most, onInput: (n) => act.set({ n }),
    objection: (value) => whole(fewest, most)(value),
  });
  const noise = numberControl({
    label: "noise", min: 0, max: 50, onInput: (value) => act.set({ noise: value }),
    objection: (v) => (v >= 0 && v <= 50 ? "" : "From 0 to 50 per cent, please."),
  });
  const share = numberControl({
    label: "training share", min: 10, max: 90, onInput: (value) => act.set({ train_share: value }),
    objection: (v) => (v >= 10 && v <= 90 ? "" : "From 10 to 90 per cent, please."),
  });
  const batch = numberControl({
    label: "batch size", log: true, min: 0, max: 1,
    onInput: (value) => act.set({ batch_size: Math.max(1, Math.min(nextWhole(value, batchNow), training)) }),
    objection: (value) => whole(1, training)(value),
  });
  for (const [control, step] of [[samples, 50], [noise, 5], [share, 10]]) control.row.querySelector("input[type=range]").step = step;
  const fresh = button("New data", act.newData, { hint: "Other samples of the same kind" });
  const note = make("p", { class: "cl-small" });
  const parts = [["data", data.row], ["samples", samples.row], ["noise", noise.row],
    ["train_share", share.row], ["batch_size", batch.row], ["data", fresh]];
  const shown = parts.filter(([name]) => !hides(name)).map(([, row]) => row);
  return {
    element: make("div", { class: "cl-play-data", role: "group", "aria-label": "Data" }, ...shown, note),
    update(view) {
      const { settings, data: present } = view;
      data.set(settings);
      const own = settings.data === "own" ? info.own : null;
      const pool = own ?? info.pools.find(({ name }) => name === settings.data);
      setSampleRange(pool ? pool.m : SAMPLES_AT_MOST);
      samples.set(present.n, `${present.n} samples`);
      noise.set(settings.noise, `${short(settings.noise)} per cent`);
      noise.note("%");
      share.set(settings.train_share, `${short(settings.train_share)} per cent for training`);
      share.note("%");
      if (training !== present.trainCount) {
        training = present.trainCount;
        batch.setRange(0, Math.ceil(Math.log10(Math.max(2, training)) / BATCH_NOTCH) * BATCH_NOTCH);
      }
      batchNow = Math.min(settings.batch_size, training);
      const full = batchNow >= training;
      batch.set(batchNow, full ? `full batch, ${batchNow}` : `${batchNow} of ${training}`);
      batch.note(full ? "full batch" : `of ${training}`);
      const words = [present.note, columnsNote(present, view.inputs)].filter(Boolean).join(" ");
      setText(note, words);
      note.hidden = !words;
    },
  };
  function setSampleRange(m) {
    if (m === most) return;
    most = m;
    fewest = Math.min(SAMPLES_AT_LEAST, m);
    samples.setRange(fewest, Math.min(m, SAMPLES_AT_MOST));
    samples.row.querySelector("input[type=range]").step = m > 1000 ? 50 : 10;
  }
}

function makeDataChoice(info, act) {
  const id = uniqueId(), select = focusable("select", { id });
  const rocks = info.pools.filter(({ name }) => name !== "own").map(({ name, title }) => [name, title]);
  const groups = [...PLAYGROUND_DATA_CHOICES, ["Rocks", rocks]];
  if (info.own) groups.unshift(["Yours", [["own", info.own.title || "your data"]]]);
  for (const [label, options] of groups) {
    if (!options.length) continue;
    select.append(make("optgroup", { label }, ...options.map(([value, text]) => make("option", { value, text }))));
  }
  let before = { data: "", n: 0 };
  select.addEventListener("change", () => {
    const data = select.value, usual = before.n === usualCount(before.data);
    act.set(usual ? { data, n: usualCount(data) } : { data });
  });
  return {
    row: make("span", { class: "cl-choice" }, make("label", { for: id, text: "data" }), select),
    set(settings) {
      before = settings;
      if (select.value !== settings.data) select.value = settings.data;
    },
  };
}

// -------------------------------------------------------------------------- start, stop

/** Starting weights, seeds, and when a run ends by itself: a group that opens. */
export function makeStartGroup(act, hides) {
  const init = choiceControl({ label: "starting weights", options: INIT_CHOICES, onInput: (value) => act.set({ init: value }) });
  const bias = labelledField("starting bias", { step: 0.1 }, (value) => act.set({ bias: value }));
  const seedField = (label, key) => labelledField(label, { min: 0, max: SEED_AT_MOST, step: 1 },
    (value) => act.set({ [key]: value }), whole(0, SEED_AT_MOST));
  const seed = seedField("seed of weights and batches", "seed"), dataSeed = seedField("seed of the data", "data_seed");
  const never = { placeholder: "never", min: 0 };
  const epoch = labelledField("stop after epoch", { ...never, step: 1 },
    (value) => act.set({ stop_epoch: value }), whole(0, 1e9));
  const loss = labelledField("stop when the training loss is below", { ...never, step: "any" },
    (value) => act.set({ stop_loss: value }), (v) => (v >= 0 ? "" : "It must not be below 0."));
  const rows = [["init", init.row, bias.row], ["seed", seed.row, dataSeed.row], ["stop", epoch.row, loss.row]]
    .filter(([name]) => !hides(name)).flatMap(([, ...all]) => all);
  const element = makeGroup("Start and stop", ...rows,
    ...(hides("stop") ? [] : [make("p", { class: "cl-small", text: "0: it never stops by itself." })]));
  element.classList.add("cl-play-start");
  element.hidden = rows.length === 0;
  return {
    element,
    update({ settings }) {
      init.set(settings.init);
      bias.show(settings.bias);
      seed.show(settings.seed);
      dataSeed.show(settings.data_seed);
      epoch.show(settings.stop_epoch);
      loss.show(settings.stop_loss);
    },
  };
}
