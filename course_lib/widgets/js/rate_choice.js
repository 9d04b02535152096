// A choice among round numbers: learning rates, prices of weights.

import { choiceControl, make } from "./controls.js";
import { short } from "./plot.js";

/** A choice among numbers that also shows a number set elsewhere. */
export function rateChoice({ label, hint, rates, onInput }) {
  const texts = rates.map((rate) => [String(rate), short(rate)]);
  const control = choiceControl({ label, hint, options: texts, onInput: (v) => onInput(Number(v)) });
  let extra = null;
  return {
    ...control,
    set(rate) {
      if (control.select.value === String(rate)) return;
      extra?.remove();
      extra = null;
      if (!rates.includes(rate)) {
        extra = make("option", { value: String(rate), text: short(rate) });
        const next = [...control.select.options].find(({ value }) => Number(value) > rate);
        control.select.insertBefore(extra, next ?? null);
      }
      control.set(String(rate));
    },
  };
}
