// Widgets without a kernel: each gets a model that lives in this page and starts from
// the state that Python had when the notebook ran.

window.startWidgets = (() => {
  const models = JSON.parse(document.getElementById("course-models").textContent);
  const started = new Map(); // model id → Promise of { model, widget }
  const modules = new Map(), styled = new Set();

  const bytes = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);

  /** Equal as Python would see it; then a change event would be no news. */
  function same(a, b) {
    if (a === b || (a !== a && b !== b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
    if (ArrayBuffer.isView(a) || ArrayBuffer.isView(b)) return false;
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key]));
  }

  /** What anywidget hands to render(), with nobody at the other end. */
  class Model {
    constructor({ state, buffers }) {
      this.state = state;
      this.handlers = {};
      for (const { path, data, key } of buffers) {
        const holder = path.slice(0, -1).reduce((at, name) => at[name], state);
        holder[path.at(-1)] = bytes(data ?? window.courseTexts[key]);
      }
    }
    get(name) { return this.state[name]; }
    set(name, value) {
      const all = typeof name === "object" ? name : { [name]: value };
      const news = Object.keys(all).filter((key) => !same(this.state[key], all[key]));
      Object.assign(this.state, all); // all of them before the first event
      for (const key of news) this.emit(`change:${key}`, this, this.state[key]);
      if (news.length) this.emit("change", this);
    }
    save_changes() {} // every view shares this model: nothing is left to tell
    send() {}
    on(names, handler) {
      for (const name of names.split(/\s+/)) (this.handlers[name] ??= []).push(handler);
    }
    off(names, handler) {
      if (!names) this.handlers = {};
      for (const name of names?.split(/\s+/) ?? [])
        this.handlers[name] = (this.handlers[name] ?? []).filter((h) => handler && h !== handler);
    }
    emit(name, ...details) {
      for (const handler of [...(this.handlers[name] ?? [])]) handler(...details);
    }
  }

  function load(key) {
    if (!modules.has(key)) {
      const blob = new Blob([window.courseTexts[key]], { type: "text/javascript" });
      modules.set(key, import(URL.createObjectURL(blob)));
    }
    return modules.get(key);
  }

  function addStyle(key) {
    if (styled.has(key)) return;
    styled.add(key);
    const style = document.createElement("style");
    style.textContent = window.courseTexts[key];
    document.head.append(style);
  }

  async function start(id) {
    const { default: entry } = await load(models[id].module);
    const widget = typeof entry === "function" ? await entry() : entry;
    const model = new Model(models[id]);
    await widget.initialize?.({ model });
    return { model, widget };
  }

  /** Bring one place to life. If that fails, its still picture stays. */
  async function fill(place) {
    const id = place.dataset.model;
    try {
      if (!started.has(id)) started.set(id, start(id));
      const { model, widget } = await started.get(id);
      addStyle(models[id].style);
      const el = document.createElement("div");
      el.className = "view";
      place.append(el);
      await widget.render({ model, el });
      place.classList.add("live");
    } catch (error) {
      console.error(`The widget ${id} does not start.`, error);
    }
  }

  return async () => {
    for (const place of document.querySelectorAll(".widget")) await fill(place);
    document.documentElement.dataset.widgets = "started";
  };
})();
