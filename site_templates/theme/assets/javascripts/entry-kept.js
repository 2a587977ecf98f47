/* 没填完的内容：记在这个标签页的 sessionStorage 里，刷新、返回都还在，关掉标签页就没有了。
   只记填了什么，一个年度一份，别的不记。 */

const KpigenKept = (function () {
  "use strict";

  function key(year) { return "kpigen-entry-" + year; }

  /* 浏览器可以设成不让网页存东西，一用就抛错；存的也可能是旧版本的样子。那样照样能填，返回 fallback。 */
  function tried(use, fallback) {
    try { return use(window.sessionStorage); } catch { return fallback; }
  }

  function isFilled(control) {
    if (control.type === "radio") return control.checked && !control.defaultChecked;
    return control.value !== (control.tagName === "SELECT" ? "" : control.defaultValue);
  }

  function answers(form) {
    return [...form.elements].filter(control => control.name && isFilled(control))
      .map(control => [control.name, control.value]);
  }

  /* 记下填了的。返回：kept 记下了，empty 没有可记的，refused 浏览器不让。 */
  function stored(form, year) {
    const filled = answers(form);
    if (!filled.length) { removed(year); return "empty"; }
    return tried(function (storage) {
      storage.setItem(key(year), JSON.stringify(filled));
      return "kept";
    }, "refused");
  }

  function removed(year) { tried(storage => storage.removeItem(key(year))); }

  /* 放回一栏，当作读者刚改过：后面的栏能选什么由它定。现在不能选的放不回去。 */
  function put(form, name, value) {
    const [control] = [...form.elements].filter(known =>
      known.name === name && (known.type !== "radio" || (known.value === value && !known.disabled)));
    if (!control) return false;
    if (control.type === "radio") control.checked = true;
    else control.value = value;
    if (control.tagName === "SELECT" && control.selectedIndex < 0) control.value = "";
    control.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  /* 一个年度的表单：记下，放回，忘掉，并在页面上说明。 */
  function of(form, year) {
    const [note, said, restored] = ["kept", "kept-said", "restored"].map(id => document.getElementById("entry-" + id));

    function keep() {
      const done = stored(form, year);
      note.hidden = done === "empty";
      said.textContent = done === "refused" ?
        "浏览器不让网页保存内容，刷新或离开这一页，填的就没有了。" :
        "填的内容只记在这个标签页里：刷新、返回还在，关掉标签页就没有了。";
    }

    function forget() {
      removed(year);
      note.hidden = restored.hidden = true;
    }

    function restore() {
      const filled = tried(storage => JSON.parse(storage.getItem(key(year)) || "[]").map(pair => pair.map(String)), []);
      restored.hidden = !filled.map(([name, value]) => put(form, name, value)).some(Boolean);
      if (!restored.hidden) keep();
    }

    return Object.freeze({ keep: keep, forget: forget, restore: restore });
  }

  return Object.freeze({ of: of });
})();
