// What the playground tells Python of its training, and hears from it.

import { thinHistory } from "./js/network_trainer.js";

const MOST_SENT = 300; // points of the loss curve

const LISTS = ["parameters", "V", "S", "D"];
const LOSSES = ["train", "test"];

/** JSON knows no NaN and no infinity: they travel as null. */
const frozen = (values) => values.map((v) => (Number.isFinite(v) ? v : null));
const thawed = (values) => values.map((v) => v ?? NaN);

/** A list of numbers in each of these places of a dict changed by `work`. */
function onLists(dict, names, work) {
  return { ...dict, ...Object.fromEntries(names.map((name) => [name, work(dict[name])])) };
}

/** All that Python needs to show this state of training, or to bring it back. */
export function frozenTraining(trainer) {
  const history = thinHistory(trainer.history, MOST_SENT);
  return {
    ...onLists(trainer.snapshot(), LISTS, frozen),
    history: onLists(history, LOSSES, frozen),
  };
}

/** What `frozenTraining` wrote, as the trainer takes it. */
export function thawedTraining(training) {
  const { history = { epoch: [], train: [], test: [] } } = training;
  return { ...onLists(training, LISTS, thawed), history: onLists(history, LOSSES, thawed) };
}

/**
 * The two dicts that browser and Python share, `settings` and `training`.
 *
 * @param {object} model
 * @param {object} heard called when Python changed something: `settings()`, `training()`,
 *   `pools()`
 */
export function makePlaygroundSync(stage, model, heard) {
  let mine = false, sent = ""; // the training that was sent last
  // Python's echo of what it was sent is no news, even where it reaches us late.
  const isNews = () => JSON.stringify(model.get("training")) !== sent;
  stage.watch(model, ["settings"], () => { if (!mine) heard.settings(); });
  stage.watch(model, ["training"], () => { if (!mine && isNews()) heard.training(); });

  stage.watch(model, ["_info", "_pools"], () => heard.pools());

  return {
    get settings() { return model.get("settings"); },
    /** The training that Python set; {} where it is the one the browser sent. */
    get training() { return isNews() ? model.get("training") : {}; },
    /** At once: the kernel's echo of an older value would overwrite one not yet saved. */
    send(changed) {
      if (changed.training) sent = JSON.stringify(changed.training);
      mine = true; // our own change events must not be heard
      model.set(changed);
      mine = false;
      model.save_changes();
    },
  };
}
