// Starts the slides: mathematics, reveal.js, widgets; who gets which key.
(async () => {
  const printing = /print-pdf|view=print/.test(location.search);
  const controls = "input, select, textarea, button, summary, .widget";

  // A key pressed in a widget belongs to the widget. PageUp and PageDown do not: they are
  // what a presenter's remote control sends, and it must turn the page wherever the
  // mouse was last. Escape gives the keys back to the slides.
  const inWidget = () => document.activeElement?.closest(controls);
  addEventListener("keydown", (event) => {
    if (!inWidget()) return;
    const turn = { PageDown: "next", PageUp: "prev" }[event.key];
    if (turn) Reveal[turn]();
    else if (event.key === "Escape") document.activeElement.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });

  await MathJax.typesetPromise();
  await Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    maxScale: 4,
    center: false,
    display: "grid",
    hash: true,
    slideNumber: "c/t",
    transition: "none",
    backgroundTransition: "none",
    scrollActivationWidth: 0, // on a phone, too, a slide is a slide
    pdfSeparateFragments: false,
    pdfMaxPagesPerSlide: 1,
    keyboardCondition: () => !inWidget(),
    keyboard: { 84: () => window.courseTheme.toggle() }, // T
    plugins: [RevealNotes],
  });
  Reveal.registerKeyboardShortcut("T", "Light or dark");
  Reveal.on("slidechanged", () => document.activeElement?.blur());
  if (!printing) await window.startWidgets(); // on paper stands the still picture
  document.documentElement.dataset.deck = "ready";
})();
