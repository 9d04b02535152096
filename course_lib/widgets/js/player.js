// A training run by hand: its buttons, and its numbers said aloud.

import { button, choiceControl, make, setText } from "./controls.js";

/** Milliseconds between two sentences on a run. */
const SAID_EVERY = 2000;

/**
 * Play, step, reset, new weights, speed.
 * @param {object} act play, step, reset, newStart, set
 * @param {[string, string][]} speeds epochs a frame, and what that is called
 */
export function makePlayBar(act, speeds, hides = () => false) {
  const play = button("Play", act.play, { primary: true, hint: "Train until you pause" });
  const step = button("Step", act.step, { hint: "One epoch: every training sample once" });
  const reset = button("Reset", act.reset, { hint: "Back to the weights this run started from" });
  const fresh = button("New weights", act.newStart, { hint: "Start again from other random weights" });
  const speed = choiceControl({ label: "", options: speeds, onInput: (value) => act.set({ speed: Number(value) }) });
  speed.select.ariaLabel = "speed";
  const parts = [["play", play], ["step", step], ["reset", reset], ["seed", fresh], ["speed", speed.row]];
  return {
    element: make("div", { class: "cl-bar cl-play-bar" }, ...parts.filter(([name]) => !hides(name)).map(([, part]) => part)),
    update({ playing, settings, stopped }) {
      const broken = stopped.startsWith("diverged");
      setText(play, playing ? "Pause" : "Play");
      play.classList.toggle("cl-primary", !broken);
      reset.classList.toggle("cl-primary", broken);
      for (const on of [play, step]) on.ariaDisabled = broken ? "true" : null;
      speed.set(String(settings.speed));
    },
  };
}

/** The run for screen readers: at once at rest, now and then on the way. */
export function makeRunSpeaker(sentenceOf) {
  const element = make("div", { class: "cl-hidden", role: "status", "aria-live": "polite" });
  let saidAt = -Infinity, last = "";
  return {
    element,
    /** @returns {boolean} whether it was time to speak */
    say(view, now, rested) {
      if (view.playing && now - saidAt < SAID_EVERY) return false;
      const sentence = sentenceOf(view);
      if (sentence !== last || rested) setText(element, sentence);
      last = sentence;
      saidAt = now;
      return true;
    },
    stop() {},
  };
}
