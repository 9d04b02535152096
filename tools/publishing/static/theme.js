// Light or dark: what the reader chose last, else what the system prefers. Widgets and
// style sheets read it from the page. Runs in <head>, so that nothing flashes.
(() => {
  const root = document.documentElement, system = matchMedia("(prefers-color-scheme: dark)");
  const printing = /print-pdf|view=print/.test(location.search);
  const stored = () => { try { return localStorage.getItem("course-theme"); } catch { return null; } };
  let chosen = stored();
  const apply = () => {
    const dark = !printing && (chosen ? chosen === "dark" : system.matches);
    root.dataset.theme = dark ? "dark" : "light";
    if (document.body) document.body.dataset.jpThemeLight = String(!dark); // widgets watch it
  };
  window.courseTheme = {
    toggle() {
      chosen = root.dataset.theme === "dark" ? "light" : "dark";
      try { localStorage.setItem("course-theme", chosen); } catch { /* a private window */ }
      apply();
    },
  };
  root.classList.add("scripted");
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    for (const button of document.querySelectorAll(".theme")) {
      button.hidden = false;
      button.addEventListener("click", window.courseTheme.toggle);
    }
  });
  apply();
})();
