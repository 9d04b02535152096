// The playground without its picture: data, features, network, training, maps. It is
// brought to new settings by rebuilding only what they change.

import { makeGradientStatistics } from "./js/network_statistics.js";
import { makeNetwork } from "./js/network.js";
import { makeTrainer } from "./js/network_trainer.js";
import { makeUnitMaps } from "./js/network_maps.js";
import { pointSamples, trainingCount } from "./js/playground_data.js";
import { startNetwork } from "./js/network_start.js";
import { featuresOf, fillFor, makePlaygroundData, readPools } from "./playground_points.js";
import { thawedTraining } from "./playground_sync.js";

const FEWEST_SAMPLES = 50;
const THUMBNAIL_NODES = 20;
const MAP_NODES = 100;
/** Parameters times nodes that one frame has time for; nodes left out at most. */
const MAP_WORK = 2e6, MOST_SKIP = 4;
const OUTPUT_OF_KIND = { binary: "sigmoid", multiclass: "softmax", regression: "linear" };

/**
 * @typedef {object} PlaygroundScene see makePlaygroundData for `data`
 * @property {{ key: string, label: string, hint: string, on: boolean }[]} features all
 *   that can be switched on
 * @property {{ key: string, label: string }[]} inputs those that are on
 * @property {object} network, trainer, maps, statistics of js/network*.js
 * @property {number} shape goes up when data, inputs or network are other ones: a new
 *   layout is needed
 * @property {boolean} fresh nothing was trained or edited since the start
 */

/**
 * @param {object} info what Python says once: pools, own
 * @param {DataView} block the pools' numbers
 * @returns {PlaygroundScene}
 */
export function makePlaygroundScene(info, block) {
  let pools = readPools(info, block);
  const made = { data: "", network: "", samples: "", start: "" }; // what each was made for
  let train, test, optimizer = "", batchSize = 0, edited = false;
  const scene = {
    data: null, features: [], inputs: [], network: null, trainer: null, maps: null,
    statistics: null, shape: 0, apply, restart, restore, edit, fitting, takePools, hurry,
    get fresh() { return !edited && scene.trainer.updates === 0; },
  };
  return scene;

  /** Whether what depends on `values` must be made anew; notes that it will be. */
  function isNew(name, values) {
    const signature = JSON.stringify(values);
    if (made[name] === signature) return false;
    made[name] = signature;
    return true;
  }

  /**
   * Bring the scene to these settings, and to a state of training if one is given.
   * @returns {boolean} whether training starts again
   */
  function apply(settings, training = null) {
    const { data, n, noise, data_seed, features, train_share, hidden } = settings;
    const { init, bias, seed } = settings;
    const points = [data, n, noise, data_seed];
    const newData = isNew("data", points);
    if (newData) scene.data = makePlaygroundData(pools, settings);
    const newNetwork = isNew("network", [features, hidden, outputs(), scene.data.domain]);
    if (newNetwork) buildNetwork(settings);
    const newSamples = isNew("samples", [points, train_share, features]);
    if (newSamples) takeSamples(settings);
    if (newNetwork || newSamples)
      scene.statistics = makeGradientStatistics(scene.network, train);
    if (newData || newNetwork) scene.shape += 1;
    const newStart = isNew("start", [init, bias, seed]);
    scene.network.l1 = settings.l1;
    scene.network.l2 = settings.l2;
    const restarts = newNetwork || newSamples || newStart;
    if (restarts) restart(settings);
    else tune(settings);
    if (training) restore(training, settings);
    return restarts;
  }

  function outputs() {
    const { kind, K } = scene.data;
    return [OUTPUT_OF_KIND[kind], kind === "multiclass" ? K : 1];
  }

  function buildNetwork({ features, hidden }) {
    const [output, nOut] = outputs(), known = featuresOf(scene.data);
    scene.features = known.map((feature) => ({ ...feature, on: features.includes(feature.key) }));
    scene.inputs = features.map((key) => known.find((feature) => feature.key === key));
    const missing = scene.inputs.indexOf(undefined);
    if (missing >= 0 || !features.length)
      throw new Error(`features must name some of ${known.map(({ key }) => key).join(", ")}; got ${JSON.stringify(features)}`);
    scene.network = makeNetwork({
      sizes: [features.length, ...hidden.map(({ units }) => units), nOut],
      hidden: hidden.map(({ activation }) => activation), output,
    });
    scene.maps = makeUnitMaps(scene.network, {
      domain: scene.data.domain, fill: fillFor(features), small: THUMBNAIL_NODES, large: MAP_NODES,
    });
  }

  function takeSamples({ features, train_share }) {
    const { data } = scene, count = trainingCount(data.n, train_share);
    data.trainCount = count;
    train = pointSamples(features, data, 0, count);
    test = pointSamples(features, data, count, data.n);
  }

  /** The starting weights of these settings, and nothing learned. */
  function restart(settings) {
    startNetwork(scene.network, settings.init, settings.seed, settings.bias);
    optimizer = JSON.stringify(settings.optimizer);
    batchSize = settings.batch_size;
    edited = false;
    scene.trainer = makeTrainer(scene.network, train, test, {
      optimizer: settings.optimizer, batchSize, seed: settings.seed,
    });
  }

  /** Settings that change how it goes on, not where it is. */
  function tune(settings) {
    const signature = JSON.stringify(settings.optimizer);
    if (optimizer !== signature) scene.trainer.setOptimizer(settings.optimizer);
    if (batchSize !== settings.batch_size) scene.trainer.setBatchSize(settings.batch_size);
    optimizer = signature;
    batchSize = settings.batch_size;
  }

  /** Go on from a state of training; {} is the start. */
  function restore(training, settings) {
    if (!training.parameters) return restart(settings);
    const { network, trainer } = scene, wanted = network.parameters.length;
    if (training.parameters.length !== wanted)
      throw new Error(`training holds ${training.parameters.length} parameters; this network has ${wanted}`);
    trainer.restore(thawedTraining(training));
    edited = true;
  }

  /** Give one weight or bias another value. */
  function edit(index, value) {
    scene.network.parameters[index] = value;
    scene.network.version += 1;
    edited = true;
  }

  /** Whether the large map of a large network may leave out nodes. */
  function hurry(hurries) {
    const work = scene.network.parameters.length * MAP_NODES ** 2;
    scene.maps.skip = hurries ? Math.min(MOST_SKIP, Math.ceil(Math.sqrt(work / MAP_WORK))) : 1;
  }

  /** Python sent more data. */
  function takePools(words, numbers) { pools = readPools(words, numbers); }

  /** What must change in settings that name other data: features they have, enough n. */
  function fitting({ data, features, n }) {
    const { columns = 2 } = pools.get(data) ?? {};
    const kept = features.filter((key) => !/^x\d+$/.test(key) || +key.slice(1) <= columns);
    return {
      features: kept.length ? kept : ["x1", "x2"],
      n: data === "own" ? n : Math.max(n, FEWEST_SAMPLES),
    };
  }
}
