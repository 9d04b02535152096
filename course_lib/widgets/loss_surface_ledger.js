// LossSurface's ledger: every number of one step beside the formula it comes from.

import { significant } from "./js/plot.js";
import { focusable, make, setText } from "./js/controls.js";

const num = (value) => (Number.isFinite(value) ? significant(value) : Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞");
/** A number inside a formula: negative ones in brackets. */
const inner = (value) => (value < 0 ? `(${num(value)})` : num(value));
/** A setting as it was set: no zeros behind, no dust of binary fractions. */
const asSet = (value) => String(+value.toPrecision(6)).replaceAll("-", "−");
const rest = (beta) => asSet(1 - beta);

const mean = (symbol, beta, betaName, sign, square = "") => ({
  name: symbol,
  symbols: `${symbol} := ${betaName} ${symbol} + (1 − ${betaName}) dW${square}`,
  filled: (i, now, before) => `${asSet(beta)} · ${inner(before?.[sign]?.[i] ?? 0)} + ${rest(beta)} · ${inner(now.dw[i])}${square}`,
  value: (i, now) => now[sign][i],
});
const plainSum = (symbol, beta, betaName, sign) => ({
  name: symbol,
  symbols: `${symbol} := ${betaName} ${symbol} + dW`,
  filled: (i, now, before) => `${asSet(beta)} · ${inner(before?.[sign]?.[i] ?? 0)} + ${inner(now.dw[i])}`,
  value: (i, now) => now[sign][i],
});
const corrected = (symbol, from, beta, betaName, sign, fromSign) => ({
  name: symbol,
  symbols: `${symbol} = ${from} / (1 − ${betaName}ᵗ)`,
  filled: (i, now) => `${num(now[fromSign][i])} / (1 − ${asSet(beta)}^${now.t})`,
  value: (i, now) => now[sign][i],
});
const move = (symbols, filled) => ({
  name: "ΔW", symbols: `ΔW = ${symbols}`, filled, value: (i, now) => now.step[i],
});

/** The lines of each rule, in the order in which a step computes them. */
const LINES = {
  gd: () => [move("−α dW", (i, now) => `−${asSet(now.alpha)} · ${inner(now.dw[i])}`)],
  momentum({ beta, dampening, correct_bias }) {
    const V = (dampening ? mean : plainSum)("V", beta, "β", "V");
    if (!correct_bias) return [V, move("−α V", (i, now) => `−${asSet(now.alpha)} · ${inner(now.V[i])}`)];
    return [V, corrected("V̂", "V", beta, "β", "Vhat", "V"),
      move("−α V̂", (i, now) => `−${asSet(now.alpha)} · ${inner(now.Vhat[i])}`)];
  },
  nesterov({ beta, dampening }) {
    const V = (dampening ? mean : plainSum)("V", beta, "β", "V");
    const push = dampening ? "(1 − β) dW" : "dW", by = dampening ? `${rest(beta)} · ` : "";
    return [V, move(`−α (${push} + β V)`, (i, now) =>
      `−${asSet(now.alpha)} · (${by}${inner(now.dw[i])} + ${asSet(beta)} · ${inner(now.V[i])})`)];
  },
  adagrad: ({ eps }) => [{
    name: "S", symbols: "S := S + dW²",
    filled: (i, now, before) => `${num(before?.S?.[i] ?? 0)} + ${inner(now.dw[i])}²`,
    value: (i, now) => now.S[i],
  }, divided("S", eps)],
  rmsprop: ({ beta, eps }) => [mean("S", beta, "β", "S", "²"), divided("S", eps)],
  adadelta: ({ beta, eps }) => [mean("S", beta, "β", "S", "²"), move("−α dW √(D + ε) / √(S + ε)",
    (i, now, before) => `−${asSet(now.alpha)} · ${inner(now.dw[i])} · √(${num(before?.D?.[i] ?? 0)} + ${asSet(eps)}) / √(${num(now.S[i])} + ${asSet(eps)})`),
  {
    name: "D", symbols: "D := β D + (1 − β) (ΔW/α)²",
    filled: (i, now, before) => `${asSet(beta)} · ${num(before?.D?.[i] ?? 0)} + ${rest(beta)} · ${inner(now.step[i] / now.alpha)}²`,
    value: (i, now) => now.D[i],
  }],
  adam({ beta1, beta2, eps, correct_bias }) {
    const means = [mean("V", beta1, "β₁", "V"), mean("S", beta2, "β₂", "S", "²")];
    const [v, s, V, S] = correct_bias ? ["V̂", "Ŝ", "Vhat", "Shat"] : ["V", "S", "V", "S"];
    const hats = correct_bias ? [corrected("V̂", "V", beta1, "β₁", "Vhat", "V"), corrected("Ŝ", "S", beta2, "β₂", "Shat", "S")] : [];
    return [...means, ...hats, move(`−α ${v} / (√${s} + ε)`, (i, now) =>
      `−${asSet(now.alpha)} · ${inner(now[V][i])} / (√${num(now[S][i])} + ${asSet(eps)})`)];
  },
  own: () => [{
    name: "ΔW", symbols: "ΔW = your step(w, dw) − w", filled: () => "", value: (i, now) => now.step[i],
  }],
};

function divided(symbol, eps) {
  return move(`−α dW / (√${symbol} + ε)`, (i, now) =>
    `−${asSet(now.alpha)} · ${inner(now.dw[i])} / (√${num(now[symbol][i])} + ${asSet(eps)})`);
}

/** The move of a rule in symbols. */
export const moveInSymbols = (settings) =>
  LINES[settings.kind](settings).find(({ name }) => name === "ΔW").symbols;

/**
 * The rows of the ledger as text: name, formula in symbols, and for each axis the formula
 * with numbers and its value.
 *
 * @returns {{symbols: string, cells: {filled: string, value: string}[]}[]}
 */
export function ledgerRows(settings, now, before) {
  const row = (symbols, value, filled = () => "") => ({
    symbols, cells: [0, 1].map((i) => ({ filled: filled(i), value: num(value(i)) })),
  });
  const rows = [row("W", (i) => now.w[i])];
  rows.push(now.dw ? row("dW = ∂J/∂W", (i) => now.dw[i]) : {
    symbols: "dW = ∂J/∂W", cells: [0, 1].map(() => ({ filled: "", value: "drawn in Python" })),
  });
  for (const line of LINES[settings.kind](settings))
    rows.push(row(line.symbols, (i) => line.value(i, now), (i) => line.filled(i, now, before)));
  rows.push(row("W := W + ΔW", (i) => now.w[i] + now.step[i], (i) => `${num(now.w[i])} + ${inner(now.step[i])}`));
  return rows;
}

/** The ledger's place in the page: a group that opens, a headline, a table. */
export function makeLedger(open, onToggle) {
  const summary = focusable("summary", { text: "Ledger: one step in numbers" });
  const head = make("p", { class: "cl-ledger-head" });
  const names = [make("th", { scope: "col" }), make("th", { scope: "col" })];
  const body = make("tbody");
  const table = make("table", { class: "cl-ledger" },
    make("thead", {}, make("tr", {}, make("th", { scope: "col", text: "formula" }), ...names)), body);
  const element = make("details", { class: "cl-group cl-wide" }, summary, head, table);
  element.open = open;
  element.addEventListener("toggle", onToggle);
  const rows = [];

  function rowAt(k) {
    while (rows.length <= k) {
      const formula = make("th", { scope: "row" }), cells = [0, 1].map(() => {
        const filled = make("span", { class: "cl-filled" }), value = make("b");
        return { cell: make("td", {}, filled, value), filled, value };
      });
      const line = make("tr", {}, formula, ...cells.map(({ cell }) => cell));
      body.append(line);
      rows.push({ line, formula, cells });
    }
    return rows[k];
  }

  return {
    element,
    get open() { return element.open; },
    /** Show the step `now` of a racer; `before` is the step before it, or null. */
    update({ racer, now, before, shown, axisNames, gradients }) {
      if (!now) {
        setText(head, `${racer.label} does not take part in this step.`);
        table.hidden = true;
        return;
      }
      table.hidden = false;
      const coming = shown === 0 ? ", which comes next" : "";
      const rate = now.alpha === undefined ? "" : `, α = ${asSet(now.alpha)}`;
      const end = now.stopped ? `: ${now.stopped}` : "";
      setText(head, `${racer.label}, step t = ${now.t}${coming}${rate}${gradients}${end}`);
      axisNames.forEach((name, i) => setText(names[i], name));
      const text = ledgerRows(racer.settings, now, before);
      text.forEach(({ symbols, cells }, k) => {
        const { line, formula, cells: places } = rowAt(k);
        line.hidden = false;
        setText(formula, symbols);
        cells.forEach(({ filled, value }, i) => {
          setText(places[i].filled, filled ? `${filled} = ` : "");
          setText(places[i].value, value);
        });
      });
      rows.forEach(({ line }, k) => { if (k >= text.length) line.hidden = true; });
    },
  };
}
