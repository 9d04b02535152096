// The frame around every widget: no draw without need, nothing off screen, themes,
// an error in the widget's place, and a clean-up that stops it all.

import { make } from "./controls.js";
import { readTheme } from "./plot.js";

/**
 * @param {HTMLElement} el the element the front end gives to render()
 * @param {string} title the widget's name for assistive technology
 * @param {(reason: {resized: boolean}) => void} draw computes and paints once
 */
export function makeStage(el, title, draw) {
  const content = make("div", { class: "cl-content" }), afterwards = new MessageChannel();
  const alert = make("p", { class: "cl-error", role: "alert" });
  // A group, not a section: landmarks of one name could not be told apart on a page.
  const attributes = { class: "cl-widget", role: "group", "aria-label": title };
  const root = make("div", attributes, content, alert);
  el.append(root);
  const listeners = new AbortController();
  const cleanups = [];
  let visible = false, width = 0, resized = true, dirty = true, frame = 0, tick = null;
  let owed = null; // what is done when the present picture is on the screen

  const paint = (now) => {
    frame = 0;
    if (!visible || !width) return;
    if (tick && tick(now) === false) tick = null;
    if (dirty || tick) drawNow();
  };
  const drawNow = () => {
    const start = performance.now(), reason = { resized };
    if (resized) applyTheme();
    dirty = resized = false;
    owed = null; // this draw does it, or asks again
    content.hidden = false; // what is hidden has no size to draw at
    guarded(() => draw(reason));
    resized ||= content.hidden; // after a failure nothing is laid out yet
    report("painted", start);
    request(); // the next draw is the next frame's
  };
  // Benchmarks and tests listen; nobody else needs to.
  const report = (type, start) => {
    const detail = { ms: performance.now() - start };
    root.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  };
  const request = () => { if (!frame) frame = requestAnimationFrame(paint); };
  const guarded = (work) => {
    try {
      const message = work();
      stage.fail(typeof message === "string" ? message : "");
    } catch (error) {
      stage.fail(`${title} cannot be drawn: ${error.message}`);
    }
  };
  const refresh = () => { dirty = resized = true; request(); };
  // Colours from the style sheet must follow a new theme even where nothing is painted.
  const applyTheme = () => root.classList.toggle("cl-dark", readTheme(root).name === "dark");

  const stage = {
    root, content,
    get width() { return width; },
    /** Ask for a new picture at the next display frame. */
    invalidate() { dirty = true; request(); },
    /**
     * Answer an input: drawn at once after a frame of rest, so that the next frame need
     * not wait for it; what follows sooner shares the draw of that frame.
     */
    respond() {
      dirty = true;
      if (visible && width && !frame && !tick) drawNow();
      else request();
    },
    /**
     * Do something when the picture of this draw is on the screen, unless another draw
     * comes first.
     */
    afterPaint(work) {
      if (!owed) requestAnimationFrame(() => afterwards.port2.postMessage(0));
      owed = work;
    },
    /** Theme or size changed: rebuild cached layers too. */
    refresh,
    /** Call step(now) before every frame until it returns false; waits while off screen. */
    animate(step) { tick = step; request(); },
    stop() { tick = null; },
    get animating() { return tick !== null; },
    /** Show a sentence in the widget's place ("" takes it away). */
    fail(message) {
      if (alert.textContent !== message) alert.textContent = message;
      alert.hidden = !message;
      content.hidden = Boolean(message);
    },
    listen(target, type, handler, options = {}) {
      target.addEventListener(type, handler, { ...options, signal: listeners.signal });
    },
    /** Call handler when one of the model's traits changes from outside. */
    watch(model, names, handler) {
      for (const name of names) model.on(`change:${name}`, handler);
      cleanups.push(() => names.forEach((name) => model.off(`change:${name}`, handler)));
    },
    onDestroy(work) { cleanups.push(work); },
    destroy() {
      listeners.abort();
      cancelAnimationFrame(frame);
      afterwards.port1.close();
      tick = owed = null;
      visible = false;
      size.disconnect();
      sight.disconnect();
      theme.disconnect();
      cleanups.forEach((work) => work());
      root.remove();
    },
  };

  afterwards.port1.onmessage = () => {
    const work = owed, start = performance.now();
    owed = null;
    if (!work || content.hidden) return;
    guarded(work);
    report("followed", start);
  };
  alert.hidden = true;
  const size = new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now !== width) { width = now; refresh(); }
  });
  size.observe(root);
  const sight = new IntersectionObserver((entries) => {
    visible = entries.at(-1).isIntersecting;
    request();
  });
  sight.observe(root);
  // JupyterLab names its theme on <body>; the new colours hold one frame later.
  const theme = new MutationObserver(() => requestAnimationFrame(() => {
    applyTheme();
    refresh();
  }));
  theme.observe(document.body, { attributeFilter: ["data-jp-theme-name", "data-jp-theme-light"] });
  stage.listen(matchMedia(`(resolution: ${devicePixelRatio}dppx)`), "change", refresh);
  stage.listen(window, "resize", () => requestAnimationFrame(refresh)); // a slide's new size
  return stage;
}
