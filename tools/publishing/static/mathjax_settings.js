// Mathematics is set when the page asks for it. Nothing may be fetched: without
// "require" and "autoload", a command that MathJax does not know is an error one sees.
window.MathJax = {
  tex: {
    inlineMath: [["$", "$"]],
    displayMath: [["$$", "$$"]],
    processEscapes: true,
    packages: { "[-]": ["require", "autoload", "noundefined"] },
  },
  svg: { fontCache: "local" }, // notes are shown in a window of their own
  options: { enableMenu: false, ignoreHtmlClass: "output|printed|code|widget" },
  startup: { typeset: false },
};
