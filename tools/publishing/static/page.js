// Starts a page: mathematics, widgets, and boxes that scroll sideways get the focus.
addEventListener("DOMContentLoaded", async () => {
  const contents = document.querySelector(".contents details");
  if (contents && innerWidth < 1000) contents.open = false;
  await MathJax.typesetPromise();
  await window.startWidgets();
  const boxes = document.querySelectorAll(".code pre, pre, .wide, .output, mjx-container[display]");
  const reachable = () => {
    for (const box of boxes)
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else if (box.tabIndex === 0) box.removeAttribute("tabindex");
  };
  addEventListener("resize", reachable);
  // what is folded has no size yet
  document.addEventListener("toggle", reachable, { capture: true });
  reachable();
  document.documentElement.dataset.page = "ready";
});
