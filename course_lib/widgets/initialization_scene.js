// InitializationExplorer without its picture: data, network, training, what is measured.

import { makeLayerStatistics, twinLayers } from "./js/layer_statistics.js";
import { makeNetwork } from "./js/network.js";
import { makeUnitMaps } from "./js/network_maps.js";
import { makeStarter } from "./js/network_start.js";
import { makeTrainer } from "./js/network_trainer.js";
import { chainTheory } from "./js/chain.js";
import { firstSamples, initializationData, PROBE_COUNT } from "./initialization_data.js";
import { readPools } from "./playground_points.js";
import { numbersFrom, packedNumbers, thinnedHistory } from "./initialization_packing.js";

const SMALL_NODES = 20, LARGE_NODES = 100;
const HEAVIEST_LINK = 5; // what playground_links.js draws widest
const OUTPUT_OF_DATA = { binary: "sigmoid", multiclass: "softmax" };
const PACKED_LISTS = ["parameters", "V", "S", "D"];

/** Rule of the weights, and the factor of its variance. */
export const STARTING_CHOICES = {
  zeros: ["zeros", 1], constant: ["constant", 1], too_small: ["xavier", 0.01],
  xavier: ["xavier", 1], glorot: ["glorot", 1], he: ["he", 1],
  torch_default: ["torch_default", 1], too_large: ["xavier", 100], custom: ["xavier", null],
};

/** @returns {{ rule: string, factor: number }} */
export function startingRule({ init, factor }) {
  const [rule, fixed] = STARTING_CHOICES[init];
  return { rule, factor: fixed ?? factor };
}

/**
 * @typedef {object} InitializationScene
 * @property {object} data see initializationData
 * @property {object[]} inputs of the small network: key and label
 * @property {object} network, trainer, maps (small network only)
 * @property {number[]} theory standard deviation per hidden layer, at the start
 * @property {number[] | null} startStd the measured one, all layers: at the first measure
 * @property {(loss?: number) => void} begin measures the start, and its loss unless that
 *   is known: to be called before the first step
 * @property {number} shape goes up when a new layout is needed
 * @property {boolean} fresh nothing was trained since the start
 */

/** @returns {InitializationScene} */
export function makeInitializationScene(info, block) {
  const pools = readPools(info, block), made = { data: "", network: "", start: "", links: "" };
  let optimizer = "", batchSize = 0, probe = null, statistics = null, measuredAt = -1, measured = null;
  let start = null;
  const scene = {
    data: null, inputs: [], network: null, trainer: null, maps: null, theory: [], startStd: null,
    linkWord: "weight", shape: 0, apply, restart, begin, restore, packed, measure, linkStrengths,
    twins: () => twinLayers(scene.network),
    get fresh() { return scene.trainer.updates === 0; },
  };
  return scene;

  function isNew(name, values) {
    const signature = JSON.stringify(values);
    if (made[name] === signature) return false;
    made[name] = signature;
    return true;
  }

  /** Bring the scene to these settings; @returns {boolean} whether training starts again */
  function apply(settings) {
    const { data, data_seed, scale_inputs, hidden, activation, init, factor, seed } = settings;
    const newData = isNew("data", [data, data_seed, scale_inputs]);
    if (newData) takeData(settings);
    const newNetwork = isNew("network", [data, scale_inputs, data_seed, hidden, activation]);
    if (newNetwork) buildNetwork(settings);
    if (newData || newNetwork || isNew("links", settings.links)) scene.shape += 1;
    made.links = JSON.stringify(settings.links);
    scene.linkWord = settings.links;
    const restarts = isNew("start", [init, factor, seed]) || newData || newNetwork;
    if (restarts) restart(settings);
    else tune(settings);
    return restarts;
  }

  function takeData(settings) {
    scene.data = initializationData(pools, settings);
    probe = firstSamples(scene.data.train, PROBE_COUNT);
    scene.inputs = scene.data.fill
      ? scene.data.names.map((label, j) => ({ key: `x${j + 1}`, label })) : [];
  }

  function buildNetwork({ hidden, activation }) {
    const { kind, K, train, fill, domain } = scene.data;
    scene.network = makeNetwork({
      sizes: [train.X.length / train.m, ...hidden, kind === "multiclass" ? K : 1],
      hidden: hidden.map(() => activation), output: OUTPUT_OF_DATA[kind],
    });
    start = makeStarter(scene.network);
    statistics = makeLayerStatistics(scene.network, probe);
    scene.maps = fill
      ? makeUnitMaps(scene.network, { domain, fill, small: SMALL_NODES, large: LARGE_NODES }) : null;
  }

  /** The starting weights of these settings; nothing learned, nothing measured yet. */
  function restart(settings) {
    const { network, data } = scene, { rule, factor } = startingRule(settings);
    start(rule, settings.seed, 0, factor);
    optimizer = JSON.stringify(settings.optimizer);
    batchSize = settings.batch_size;
    scene.trainer = makeTrainer(network, data.train, null, {
      optimizer: settings.optimizer, batchSize, seed: settings.seed, later: true,
    });
    scene.startStd = null;
    scene.theory = expected(settings, rule, factor);
  }

  function begin(loss) {
    if (!scene.startStd) measure();
    scene.trainer.begin(loss);
  }

  /** Standard deviations of hidden layers as wide as each other; none for others. */
  function expected({ hidden, activation }, rule, factor) {
    const [width] = hidden, { X } = probe;
    if (hidden.some((n) => n !== width)) return [];
    const square = X.reduce((sum, x) => sum + x * x, 0) / X.length;
    const layers = { depth: hidden.length, width, activation, init: rule, factor };
    return [...chainTheory({ ...layers, nIn: scene.network.sizes[0] }, square).std];
  }

  /** Settings that change how it goes on, not where it is. */
  function tune(settings) {
    const signature = JSON.stringify(settings.optimizer);
    if (optimizer !== signature) scene.trainer.setOptimizer(settings.optimizer);
    if (batchSize !== settings.batch_size) scene.trainer.setBatchSize(settings.batch_size);
    optimizer = signature;
    batchSize = settings.batch_size;
  }

  /** What flows through the layers now, once per state of the weights. */
  function measure() {
    const { version } = scene.network;
    if (measuredAt !== version || measured?.of !== scene.network) {
      measured = { of: scene.network, ...statistics.measure() };
      measuredAt = version;
    }
    if (scene.fresh) scene.startStd ??= measured.layers.map(({ std }) => std);
    return measured;
  }

  /** The gradient in the places of the parameters, and how strong to draw it. */
  function linkStrengths() {
    measure();
    const { gradient } = scene.network;
    let most = 0;
    for (const g of gradient) most = Math.max(most, Math.abs(g));
    const scale = most > 0 ? HEAVIEST_LINK / most : 0;
    return { values: gradient, strengths: gradient.map((g) => g * scale), most };
  }

  // ------------------------------------------------------------------- there and back

  /** All that Python needs to show this state of training, or to bring it back. */
  function packed() {
    if (scene.fresh) return {};
    const { trainer } = scene, long = { ...trainer.memory, parameters: scene.network.parameters };
    const lists = PACKED_LISTS.map((name) => [name, packedNumbers(long[name])]);
    return { ...trainer.counts(), ...Object.fromEntries(lists), history: thinnedHistory(trainer.history) };
  }

  /** Go on from a state of training; {} is the start. */
  function restore(training, settings) {
    if (training.parameters === undefined) return restart(settings);
    const size = scene.network.parameters.length;
    const lists = PACKED_LISTS.map((name) => [name, numbersFrom(training[name], size)]);
    const { epoch, train } = training.history;
    restart(settings);
    measure(); // the start, for comparison
    scene.trainer.restore({
      ...training, ...Object.fromEntries(lists),
      history: { epoch, train: train.map((v) => v ?? NaN), test: train.map(() => NaN) },
    });
  }
}
