// Starts a page: mathematics, widgets, and boxes that scroll sideways get the focus.
addEventListener("DOMContentLoaded", async () => {
  const contents = document.querySelector(".contents details");
  if (contents && innerWidth < 1000) contents.open = false;
  await MathJax.typesetPromise();
  await window.startWidgets();
  const boxes = document.querySelectorAll(".code pre, pre, .wide, .output, mjx-container[display]");
  let asked = 0;
  const reachable = () => {
    asked = 0;
    const wide = [...boxes].map((box) => box.scrollWidth > box.clientWidth);
    boxes.forEach((box, i) => {
      if (wide[i]) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  };
  const soon = () => { asked ||= requestAnimationFrame(reachable); };
  addEventListener("resize", soon);
  document.addEventListener("toggle", soon, { capture: true }); // folded, it has no size
  reachable();
  document.documentElement.dataset.page = "ready";
});
