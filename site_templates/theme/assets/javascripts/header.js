/* 页眉的按钮：打开、关闭菜单和搜索。主题用的是鼠标才点得到的标签，这里换成按钮，键盘和读屏软件都能用。 */
(function () {
  "use strict";
  function find(selector) { return document.querySelector(selector); }
  function connect(name, inside, first) {
    var toggle = find("[data-md-toggle=" + name + "]");
    var button = find("[data-kp-opens=" + name + "]");
    var place = find(inside);
    if (!toggle || !button || !place) return;
    function close() {
      if (!toggle.checked) return;
      toggle.click();
      if (button.offsetParent) button.focus({ preventScroll: true });
    }
    button.addEventListener("click", function () {
      toggle.click();
      if (toggle.checked) place.querySelector(first).focus({ preventScroll: true });
    });
    toggle.addEventListener("change", function () {
      button.setAttribute("aria-expanded", String(toggle.checked));
    });
    place.addEventListener("keydown", function (event) {
      if (event.key === "Escape") close();
    });
    var closes = place.querySelector("[data-kp-closes]");
    if (!closes) return;
    closes.addEventListener("click", close);
    /* 焦点离开打开的菜单，菜单就不再盖着页面 */
    place.addEventListener("focusout", function (event) {
      var to = event.relatedTarget;
      if (to && to !== button && toggle.checked && !place.contains(to)) toggle.click();
    });
  }
  /* 主题只在松开按键时查找；粘贴、语音、手写输入没有按键，补一个 */
  var query = find(".md-search__input");
  if (query) query.addEventListener("input", function () { query.dispatchEvent(new Event("keyup")); });
  connect("drawer", "#kp-drawer", "a");
  connect("search", "#kp-search", "input");
})();
