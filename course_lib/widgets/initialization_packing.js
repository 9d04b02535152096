// Long lists of numbers as short texts: base64 of little-endian float64, "" for zeros.

import { thinHistory } from "./js/network_trainer.js";

const MOST_HISTORY = 300; // points of the loss curve
const CHUNK = 0x2000; // bytes that become characters in one call

/** @param {Float64Array} values */
export function packedNumbers(values) {
  if (!values.some((v) => v !== 0)) return "";
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let text = "";
  for (let k = 0; k < bytes.length; k += CHUNK)
    text += String.fromCharCode.apply(null, bytes.subarray(k, k + CHUNK));
  return btoa(text);
}

/** What packedNumbers wrote: `size` numbers. */
export function numbersFrom(text, size) {
  if (!text) return new Float64Array(size);
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  if (bytes.length !== 8 * size)
    throw new Error(`training holds ${bytes.length / 8} parameters; this network has ${size}`);
  return new Float64Array(bytes.buffer);
}

/** The losses on the way; JSON knows no NaN: it travels as null. */
export function thinnedHistory(history) {
  const { epoch, train } = thinHistory(history, MOST_HISTORY);
  const plain = train.map((v) => (Number.isFinite(v) ? v : null));
  return { epoch, train: plain, test: plain.map(() => null) };
}
