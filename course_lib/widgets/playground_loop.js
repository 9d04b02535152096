// Training between two display frames: as many epochs as the drawing leaves time for.

/** Work of one frame, ms: of 16.7 at 60 frames/s, some go to the screen itself. */
const MOST_WORK = 14;
const LEAST_WORK = 6;
const LEAST_TRAINING = 1;
/** A gap between frames above this, ms, has lost one. */
const LOST_FRAME = 21;
const MOST_LOST = 0.1;
/** A pause may wait this long for the end of the present epoch, ms. */
const PATIENCE = 100;

/**
 * @typedef {object} PlaygroundLoop
 * @property {(trainer: object, settings: object) => void} arm before playing: stops that
 *   are reached already do not hold it up
 * @property {(trainer: object, settings: object, now: number) => string} train one
 *   frame's share; "" or a sentence: why playing is over
 * @property {(ms: number) => void} drew how long the last picture took
 */

/** @returns {PlaygroundLoop} */
export function makePlaygroundLoop() {
  let drawing = 5, work = MOST_WORK, lost = 0, before = 0;
  let epochStop = 0, lossStop = 0;

  function arm(trainer, { stop_epoch, stop_loss }, loss) {
    epochStop = stop_epoch > trainer.epoch ? stop_epoch : 0;
    lossStop = stop_loss > 0 && !(loss <= stop_loss) ? stop_loss : 0;
    before = 0;
  }

  /** A machine or a screen that is slow gets less work in a frame. */
  function watchFrames(now) {
    const gap = before ? now - before : 0;
    before = now;
    lost = 0.95 * lost + 0.05 * (gap > LOST_FRAME ? 1 : 0);
    work = Math.max(LEAST_WORK, Math.min(MOST_WORK, work + (lost > MOST_LOST ? -0.1 : 0.02)));
  }

  function train(trainer, { speed }, now) {
    watchFrames(now);
    const left = epochStop ? epochStop - trainer.epoch : Infinity;
    const time = Math.max(LEAST_TRAINING, work - drawing);
    trainer.trainFor(time, Math.min(speed || Infinity, left), lossStop);
    if (trainer.stopped) return trainer.stopped;
    if (trainer.enough)
      return `stopped at epoch ${trainer.epoch}: the training loss is ${lossStop} or less`;
    if (epochStop && trainer.epoch >= epochStop)
      return `stopped at epoch ${trainer.epoch}, as set`;
    return "";
  }

  /** One slow picture among quick ones is the machine's doing: it counts little. */
  function drew(ms) {
    drawing += 0.2 * (Math.min(ms, 2 * drawing + 1) - drawing);
  }

  return { arm, train, drew };
}

/** Finish the epoch that has begun, if that does not take long. */
export function finishEpoch(trainer, patience = PATIENCE) {
  if (trainer.atSample) trainer.trainFor(patience, 1);
}
