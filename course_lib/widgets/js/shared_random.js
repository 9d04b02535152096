// Random numbers that Python and the browser draw alike: the twin of shared_random.py.

const RANDOM_STEP = 0x6d2b79f5;

/** The state, stirred: a number in [0, 1), a multiple of 2⁻³². */
function stir(state) {
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

/**
 * A stream of random numbers (mulberry32), the same for one seed in both languages.
 * @param {number} seed taken as a whole number 0 … 2³² − 1
 */
export function makeRandom(seed) {
  let state = seed >>> 0;

  /** A number in [0, 1), a multiple of 2⁻³². */
  function uniform() {
    state = (state + RANDOM_STEP) | 0;
    return stir(state);
  }

  /** A standard normal number, from two uniform ones (Box and Muller 1958). */
  function normal() {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }

  /** Standard normal numbers into all of out: those that normal() would draw. */
  function fillNormal(out) {
    let s = state; // a local number is faster than one that is kept
    for (let k = 0; k < out.length; k++) {
      const first = (s + RANDOM_STEP) | 0;
      s = (first + RANDOM_STEP) | 0;
      const radius = Math.sqrt(-2 * Math.log(1 - stir(first)));
      out[k] = radius * Math.cos(2 * Math.PI * stir(s));
    }
    state = s;
    return out;
  }

  /** A whole number 0 … n − 1. */
  const below = (n) => Math.floor(uniform() * n);

  /** Leave out the next `count` uniform numbers: at once, however many they are. */
  function skip(count) {
    state = (state + Math.imul(count, RANDOM_STEP)) | 0;
  }

  /** The numbers 0 … n − 1 in random order (Fisher and Yates), written into out. */
  function shuffle(n, out = new Int32Array(n)) {
    for (let i = 0; i < n; i++) out[i] = i;
    for (let i = n - 1; i > 0; i--) {
      const j = below(i + 1), kept = out[i];
      out[i] = out[j];
      out[j] = kept;
    }
    return out;
  }

  return { uniform, normal, fillNormal, below, shuffle, skip };
}

/**
 * Mini-batches without end; the samples are shuffled every epoch.
 *
 * next() writes the batch into `indices` and returns how many of them count: the last
 * batch of an epoch may be shorter. With batchSize ≥ m every batch holds all samples in
 * order and no random number is drawn.
 * @param {number} [epochs] whose batches are left out
 * @returns {{ indices: Int32Array, next: () => number }}
 */
export function makeBatches(m, batchSize, seed, epochs = 0) {
  const size = Math.min(batchSize, m), indices = new Int32Array(size);
  if (size === m) {
    for (let i = 0; i < m; i++) indices[i] = i;
    return { indices, next: () => m };
  }
  const random = makeRandom(seed), order = new Int32Array(m);
  let first = m;
  random.skip(epochs * (m - 1)); // what as many shuffles would have drawn
  function next() {
    if (first >= m) {
      random.shuffle(m, order);
      first = 0;
    }
    const count = Math.min(size, m - first);
    for (let i = 0; i < count; i++) indices[i] = order[first + i];
    first += count;
    return count;
  }
  return { indices, next };
}
