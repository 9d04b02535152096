// Training for the screen: as many mini-batch steps as fit into some milliseconds.
//
// Batches come in the order of course_lib.shared_random.batches(m, batch_size, seed):
// shuffled anew every epoch, the last one shorter. Nothing allocates while it trains.

import { computeGradient, computeLoss, makeBatchSpace } from "./network.js";
import { clearFlatMemory, makeFlatMemory, stepFlat } from "./network_optimizers.js";
import { makeBatches } from "./shared_random.js";

/**
 * Samples between two looks at the clock, about: a look costs as much as a few; fewer
 * where this many parameters times samples would take long.
 */
const CLOCK_EVERY = 128;
const CLOCK_WORK = 1e6;

/** Parameters below this cannot make the loss of a few layers infinite. */
const SUSPICIOUS = 1e6;

/**
 * The loss curve keeps every epoch up to RECENT, then one point every 1/RECENT of all
 * epochs so far: 1100 points after 20 000 epochs, and never more than MOST_POINTS.
 */
const RECENT = 200;
const MOST_POINTS = 8192;

/**
 * @typedef {object} Trainer
 * @property {number} epoch finished epochs
 * @property {number} updates finished steps of the optimizer
 * @property {number} atSample samples of the present epoch that are done
 * @property {string} stopped "" or "diverged at epoch k: why"; then training is over
 * @property {boolean} enough whether the latest call ended at a loss low enough
 * @property {{ count: number, epoch: Float64Array, train: Float64Array,
 *   test: Float64Array }} history losses before epoch 1 and after some of the others;
 *   the first `count` places count; test is NaN without test samples
 */

/**
 * @param {object} network its parameters change in place
 * @param {import("./network.js").Samples} train
 * @param {import("./network.js").Samples | null} test only looked at
 * @param {object} options `optimizer`: settings() of an optimizer; `batchSize`; `seed`
 *   of the batches; `later`: begin() or the first step looks at the first loss
 */
export function makeTrainer(network, train, test, options) {
  const { parameters } = network, memory = makeFlatMemory(parameters.length);
  const lookSpace = makeBatchSpace(network, Math.max(train.m, test?.m ?? 0));
  const history = makeHistory();
  const clockEvery = Math.min(CLOCK_EVERY, CLOCK_WORK / parameters.length);
  let { optimizer, batchSize, seed } = options;
  let space, batches, nextNote = 0;
  const trainer = {
    network, train, test, memory, history, epoch: 0, updates: 0, atSample: 0, stopped: "",
    enough: false, begin, trainFor, trainEpochs, losses, setOptimizer, setBatchSize, counts,
    snapshot, restore,
  };
  setBatchSize(batchSize);
  if (!options.later) begin();

  /**
   * Put the loss before the first step into the history, unless that is done.
   * @param {number} [trained] where it is known
   */
  function begin(trained) {
    if (!history.count && !trainer.stopped) note(trained);
  }

  /**
   * Mean losses over all samples, now; test is NaN without test samples.
   * @param {object} [into] receives them as `train` and `test`
   * @param {{ train: Float64Array, test: Float64Array } | null} [confusion] see
   *   computeLoss
   */
  function losses(into = { train: NaN, test: NaN }, confusion = null) {
    into.train = computeLoss(network, lookSpace, train, confusion?.train);
    into.test = test?.m ? computeLoss(network, lookSpace, test, confusion?.test) : NaN;
    return into;
  }

  /** Put the losses of this epoch into the history, or stop if they are not finite. */
  function note(trained = computeLoss(network, lookSpace, train)) {
    const at = history.count;
    if (!Number.isFinite(trained)) return stop();
    history.epoch[at] = trainer.epoch;
    history.train[at] = trained;
    history.test[at] = test?.m ? computeLoss(network, lookSpace, test) : NaN;
    history.count += 1;
    nextNote = trainer.epoch + Math.max(1, Math.floor(trainer.epoch / RECENT));
  }

  function stop() {
    const why = whyDiverged(trainer, optimizer);
    trainer.stopped = `diverged at epoch ${trainer.epoch}: ${why}`;
  }

  function step() {
    const count = batches.next();
    computeGradient(network, space, train, batches.indices, count);
    stepFlat(optimizer, memory, parameters, network.gradient);
    trainer.updates += 1;
    network.version += 1;
    trainer.atSample += count;
    return count;
  }

  function endEpoch() {
    trainer.atSample = 0;
    trainer.epoch += 1;
    if (trainer.epoch >= nextNote && history.count < MOST_POINTS) note();
    else if (!(largestOf(parameters) < SUSPICIOUS)) {
      if (!Number.isFinite(computeLoss(network, lookSpace, train))) stop();
    }
  }

  /**
   * Train until the time is over, `mostEpochs` are finished or the run diverged. A long
   * epoch may end in a later call: the batches go on where they were.
   * @param {number} [lossEnough] also stop after an epoch whose training loss is not
   *   above it; 0: never
   * @returns {number} epochs finished in this call
   */
  function trainFor(milliseconds, mostEpochs = Infinity, lossEnough = 0) {
    const end = performance.now() + milliseconds, first = trainer.epoch;
    const last = first + mostEpochs;
    let sinceLook = 0;
    begin();
    trainer.enough = false;
    while (!trainer.stopped && !trainer.enough && trainer.epoch < last) {
      sinceLook += step();
      if (trainer.atSample >= train.m) {
        endEpoch();
        if (lossEnough)
          trainer.enough = computeLoss(network, lookSpace, train) <= lossEnough;
      }
      if (sinceLook < clockEvery) continue;
      sinceLook = 0;
      if (performance.now() >= end) break;
    }
    return trainer.epoch - first;
  }

  /** Finish this many epochs, however long they take. */
  function trainEpochs(count) {
    return trainFor(Infinity, count);
  }

  /** New settings from the next step on; another rule starts with an empty memory. */
  function setOptimizer(settings) {
    if (settings.kind !== optimizer.kind) clearFlatMemory(memory);
    optimizer = settings;
  }

  /** Batches of another size; the stream of shuffles starts again at its seed. */
  function setBatchSize(size) {
    batchSize = Math.max(1, Math.min(Math.floor(size), train.m));
    space = makeBatchSpace(network, batchSize);
    batches = makeBatches(train.m, batchSize, seed);
    trainer.atSample = 0;
    trainer.shuffledFrom = trainer.epoch;
  }

  /** Where training is, without the long lists. */
  function counts() {
    const { epoch, updates, stopped, shuffledFrom, atSample } = trainer;
    return { epoch, updates, stopped, batchSize, seed, shuffledFrom, atSample, t: memory.t };
  }

  /** All that it takes to go on from here elsewhere, as plain numbers and arrays. */
  function snapshot() {
    const { V, S, D } = memory;
    return { ...counts(), parameters: [...parameters], V: [...V], S: [...S], D: [...D] };
  }

  /** Go on where a snapshot was taken. Without a `history` in it, one begins there. */
  function restore(saved) {
    const { epoch, updates, stopped, shuffledFrom, atSample, t } = saved;
    seed = saved.seed;
    setBatchSize(saved.batchSize);
    Object.assign(trainer, { epoch, updates, stopped, shuffledFrom });
    batches = makeBatches(train.m, batchSize, seed, epoch - shuffledFrom);
    while (trainer.atSample < atSample) trainer.atSample += batches.next();
    parameters.set(saved.parameters);
    network.version += 1;
    memory.t = t;
    for (const name of ["V", "S", "D"]) memory[name].set(saved[name]);
    const past = saved.history;
    history.count = past?.epoch.length ?? 0;
    for (const name of ["epoch", "train", "test"]) history[name].set(past?.[name] ?? []);
    nextNote = epoch + 1;
    if (!stopped && !(history.epoch[history.count - 1] === epoch)) note();
  }

  return trainer;
}

function makeHistory() {
  const room = () => new Float64Array(MOST_POINTS + 1);
  return { count: 0, epoch: room(), train: room(), test: room() };
}

/** The points of a history as lists, `most` of them or fewer: first, last, between. */
export function thinHistory({ count, epoch, train, test }, most) {
  const kept = Math.min(count, most), step = kept > 1 ? (count - 1) / (kept - 1) : 0;
  const thin = (values) => Array.from({ length: kept }, (_, k) => values[Math.round(k * step)]);
  return { epoch: thin(epoch), train: thin(train), test: thin(test) };
}

/** Largest absolute value; NaN if one is NaN. */
function largestOf(values) {
  let largest = 0, check = 0;
  for (let k = 0; k < values.length; k++) {
    largest = Math.max(largest, Math.abs(values[k]));
    check += values[k] * 0;
  }
  return largest + check;
}

/** What to change so that it does not diverge. */
function whyDiverged({ epoch, network }, { kind, lr }) {
  if (epoch === 0) return "the weights it started from, or the data, are too large";
  if (kind === "gd" && lr * network.l2 > 2)
    return "learning rate times L2 rate is above 2, each step makes the weights larger";
  return "learning rate too large";
}
