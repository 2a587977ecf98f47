/* 比较：没有脚本也能选、能看。这里另做三件事：按地址里的 #a=…&b=… 选好，标出不同的行，只看不同的行。 */
(function () {
  "use strict";
  function find(id) { return document.getElementById("compare" + id); }
  var root = find(""), only = find("-only"), said = find("-said");
  var choices = { a: find("-a"), b: find("-b") };
  var rows = Array.from(root.querySelectorAll("tbody tr"));

  function read() {
    var wanted = new URLSearchParams(location.hash.slice(1));
    Object.keys(choices).forEach(function (name) {
      var values = Array.from(choices[name].options, function (option) { return option.value; });
      var index = values.indexOf(wanted.get(name));
      if (index >= 0) choices[name].selectedIndex = index;
    });
    show();
  }
  function text(row, choice) { return row.querySelector(".c" + choice.selectedIndex).textContent; }
  function show() {
    var different = 0;
    rows.forEach(function (row) {
      var same = text(row, choices.a) === text(row, choices.b);
      row.classList.toggle("kp-compare__same", same);
      if (!same) different += 1;
    });
    root.classList.toggle("kp-compare--only", only.checked);
    said.textContent = choices.a.value === choices.b.value ? "选的是同一个，请另选一个。" : "有 " + different + " 行不同。";
  }
  function choose() {
    history.replaceState(null, "", "#a=" + choices.a.value + "&b=" + choices.b.value);
    show();
  }
  choices.a.addEventListener("change", choose);
  choices.b.addEventListener("change", choose);
  only.addEventListener("change", show);
  window.addEventListener("hashchange", read);
  find("-tools").hidden = false;
  read();
})();
