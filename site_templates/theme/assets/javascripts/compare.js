/* 比较：没有脚本也能选、能看。这里另做三件事：按地址里的 #a=…&b=… 选好，标出不同的行，只看不同的行。
   各类一组：合计相同、里面有不同的，类别的名称照样留着；数的是考核项，和没有考核项的扣分、加分。 */
(function () {
  "use strict";
  function find(id) { return document.getElementById("compare" + id); }
  var root = find(""), only = find("-only"), said = find("-said");
  var choices = { a: find("-a"), b: find("-b") };
  var facts = Array.from(root.querySelectorAll(".kp-compare__facts tr"));
  var groups = Array.from(root.querySelectorAll("tbody:not(.kp-compare__facts)"), function (group) {
    var rows = Array.from(group.rows);
    return { heading: rows[0], items: rows.slice(1) };
  });

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
  function differs(row) {
    var same = text(row, choices.a) === text(row, choices.b);
    row.classList.toggle("kp-compare__same", same);
    return !same;
  }
  function show() {
    var different = 0;
    facts.forEach(differs);
    groups.forEach(function (group) {
      var items = group.items.filter(differs).length;
      var sum = differs(group.heading);
      group.heading.classList.toggle("kp-compare__leads", items > 0);
      different += group.items.length ? items : Number(sum);
    });
    var twice = choices.a.value === choices.b.value;
    root.classList.toggle("kp-compare--only", only.checked);
    root.classList.toggle("kp-compare--twice", twice);
    said.textContent = twice ? "两边选的是同一个，请另选一个。" : different + " 项不同。";
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
