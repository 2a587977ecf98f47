/* 填报扣分的页面：读表单，说错在哪里，显示得分的变化，交出写好的文件。算的都在 entry-core.js。 */

(function () {
  "use strict";

  const core = KpigenEntry;
  const data = JSON.parse(document.getElementById("entry-data").textContent);
  const table = core.indexed(data);
  const clean = core.cleaner(data);
  const form = document.getElementById("entry-form");
  const controls = form.elements;
  const kept = KpigenKept.of(form, data.year);
  /* 离开过的栏才说错在哪里，免得字还没打完就说错。 */
  const touched = new Set();
  let shownFile = "";

  const TITLES = {
    community: "社区", department: "部门", row: "考核项", rule: "细则", date: "发生日期", count: "次数",
    actual: "实际完成值", deduct: "扣多少分", points: "多少分", reason: "扣分原因", basis: "依据", event: "事件名称",
    document: "批准文号", approved_by: "批准机关", approval_date: "批准日期",
  };

  /* ---- 页面上的小事 ---- */

  function byId(id) { return document.getElementById("entry-" + id); }
  function field(name) { return form.querySelector('[data-field="' + name + '"]'); }
  function show(element, visible) { element.hidden = !visible; }

  /* 文字只作文字放进页面，不当作标记。 */
  function element(tag, settings, ...children) {
    const made = document.createElement(tag);
    Object.assign(made, settings);
    made.append(...children);
    return made;
  }

  function chinese(day) {
    const [year, month, date] = day.split("-").map(Number);
    return year + "年" + month + "月" + date + "日";
  }

  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, "0")).join("-");
  }

  /* 全角的数字和小数点当作半角。 */
  function figure(text) {
    return text.normalize("NFKC").replace(/。/g, ".").trim();
  }

  /* ---- 页面上填了什么 ---- */

  /* 一行只有一条细则时 controls.rule 是那一个按钮，没选中也有值。 */
  function chosenRule() {
    const chosen = byId("rules").querySelector("input:checked");
    return chosen ? chosen.value : "";
  }

  function draftOf() {
    const rule = chosenRule();
    const draft = {
      community: controls.community.value, department: controls.department.value, row: controls.row.value,
      rule: rule, manner: controls.manner.value, date: controls.date.value,
      count: "", actual: "", deduct: "", points: "", approval: null,
      reason: clean(controls.reason.value), basis: clean(controls.basis.value), event: clean(controls.event.value),
    };
    if (rule === "") return draft;
    const known = table.rules.get(rule).rule;
    for (const name of core.asking(known, draft)) draft[name] = figure(controls[name].value);
    if (known.kind === "veto" && controls.approved.value) {
      draft.approval = {
        document: clean(controls.document.value), approved_by: clean(controls.approved_by.value), date: controls.approval_date.value,
      };
    }
    return draft;
  }

  /* ---- 可以选什么 ---- */

  function offerItems() {
    const department = controls.department.value;
    const chosen = controls.row.value;
    const offered = data.items.filter(item => item.department === department);
    const groups = new Map();
    for (const item of offered) {
      const group = groups.get(item.category) || element("optgroup", { label: item.category });
      group.append(element("option", { value: item.id, textContent: item.id + "　" + item.content }));
      groups.set(item.category, group);
    }
    controls.row.replaceChildren(
      element("option", { value: "", textContent: department ? "请选择" : "先选部门" }), ...groups.values());
    controls.row.value = offered.some(item => item.id === chosen) ? chosen : offered.length === 1 ? offered[0].id : "";
    offerRules();
  }

  function offerRules() {
    const item = table.items.get(controls.row.value);
    const chosen = chosenRule();
    byId("rules").replaceChildren(...(item ? item.rules.map(ruleChoice) : []));
    const open = [...byId("rules").querySelectorAll("input:not(:disabled)")];
    const wanted = open.find(input => input.value === chosen) || (item && item.rules.length === 1 && open[0]);
    if (wanted) wanted.checked = true;
    show(field("rule"), Boolean(item));
  }

  function ruleChoice(rule) {
    const left = rule.kind === "allotted" || rule.most !== "" ? core.room(table, controls.community.value, rule) : "";
    const usedUp = rule.kind === "allotted" && left === "0";
    const input = element("input", { type: "radio", name: "rule", value: rule.id, disabled: usedUp });
    const note = element("small", {}, rule.encoding);
    if (usedUp) note.append(element("b", {}, "　已经扣完，不能再选"));
    else if (left !== "" && controls.community.value) note.append("　还可以扣 " + left + " 分");
    return element("label", { className: "kp-rulechoice" }, input,
      element("span", { className: "kp-code" }, rule.id), element("span", { className: "kp-rulechoice__text" }, rule.text), note);
  }

  function offerFields(draft) {
    const known = draft.rule === "" ? null : table.rules.get(draft.rule);
    const asks = known ? core.asking(known.rule, draft) : [];
    for (const name of ["count", "actual", "deduct", "points"]) show(field(name), asks.includes(name));
    show(field("manner"), Boolean(known) && known.rule.asks.length > 1);
    show(field("approval"), Boolean(known) && known.rule.kind === "veto");
    show(field("approval-paper"), Boolean(draft.approval));
    if (known) for (const name of asks) describe(name, known.item, known.rule, draft);
    byId("row-hint").textContent = draft.row === "" ? "" : itemHint(table.items.get(draft.row));
    controls.approval_date.min = draft.date;
  }

  function itemHint(item) {
    return item.content + "（" + item.points_label + "）";
  }

  function describe(name, item, rule, draft) {
    const left = core.room(table, draft.community, rule);
    form.querySelector('[data-unit="' + name + '"]').textContent = name === "count" ? rule.measure : name === "actual" ? "" : "分";
    if (name === "count") form.querySelector('label[for="entry-count"]').textContent = (rule.target ? "少了多少" : "多少") + rule.measure;
    form.querySelector('[data-hint="' + name + '"]').textContent = {
      count: "每" + rule.unit + "扣 " + rule.deduct + " 分，写整数。",
      actual: "目标 " + rule.target + "，每少 " + rule.step + " " + rule.measure + "扣 " + rule.deduct + " 分。" +
        (rule.decimals ? "最多 " + rule.decimals + " 位小数。" : "写整数。"),
      deduct: rule.kind === "allotted" ? "这条细则全年 " + rule.most + " 分，还可以扣 " + left + " 分。" :
        "按依据酌定，本行满分 " + item.full + " 分。",
      points: "记在总分上的" + (rule.sign === "+" ? "加分" : "扣分") + "，不写正负号。",
    }[name];
  }

  /* ---- 逐栏说错在哪里 ---- */

  function sayFaults(found) {
    for (const place of form.querySelectorAll("[data-error]")) {
      const name = place.dataset.error;
      const said = touched.has(name) || name === "rule" ? found[name] || "" : "";
      if (place.textContent !== said) place.textContent = said;
      const control = controls[name];
      if (control instanceof HTMLElement) control.setAttribute("aria-invalid", said ? "true" : "false");
    }
  }

  /* ---- 加上这一条以后 ---- */

  function effectOf(draft, now, after) {
    const community = table.communities.get(draft.community);
    if (!community) return [element("p", {}, "选好社区和细则、填好数字，这里马上显示会扣多少分。")];
    if (!after) {
      return [element("p", {}, community.name + "现在总分 ", element("b", {}, now.total), " 分。" + (draft.rule === "" ? "选好细则，看这一条会扣多少分。" : "填好数字，看这一条会扣多少分。"))];
    }
    const { item, rule } = table.rules.get(draft.rule);
    const row = core.scoredOn(item);
    const list = element("dl", { className: "kp-facts" });
    if (rule.kind === "adjustment") {
      list.append(fact("总分外" + (rule.sign === "+" ? "加分" : "扣分"), "row", now.adjustments.get(item.id), after.adjustments.get(item.id)));
    } else {
      list.append(fact(item.id + " 扣分", "deducted", now.deducted.get(item.id), after.deducted.get(item.id)));
      list.append(fact(rowTitle(row), "row", now.items.get(row), after.items.get(row)));
    }
    list.append(fact(community.name + "总分", "total", now.total, after.total));
    return [list, ...explained(draft, item, rule, now, after, row)];
  }

  function rowTitle(row) {
    const pool = table.pools.get(row);
    return pool ? pool[0] + " 至 " + pool[pool.length - 1] + " 共用的得分" : row + " 得分";
  }

  function fact(title, name, before, after) {
    const change = core.plain(core.subtract(core.exact(after), core.exact(before)));
    const sign = change === "0" ? "不变" : change.startsWith("-") ? "少 " + change.slice(1) : "多 " + change;
    const shown = value => element("span", { className: "kp-entry__figure" }, value);
    const after_ = element("b", {}, shown(after));
    after_.dataset.shown = name;
    return element("div", {}, element("dt", {}, title),
      element("dd", {}, shown(before), element("span", { className: "kp-entry__arrow", ariaHidden: "true" }, " → "),
        element("span", { className: "kp-hidden" }, "变成"), after_, element("small", {}, sign)));
  }

  /* 为什么扣得比想的少。 */
  function explained(draft, item, rule, now, after, row) {
    const said = [];
    const same = name => now[name].get(row) === after[name].get(row);
    if (rule.kind === "veto" && draft.approval) said.push("一票否决生效，社区标明“一票否决”。");
    if (rule.most !== "" && rule.kind === "each") {
      const left = core.room(table, draft.community, rule);
      const wanted = core.multiply(core.exact(rule.deduct), core.steps(rule, draft));
      if (core.compare(wanted, core.exact(left)) > 0) said.push("这条细则全年累计最多扣 " + rule.most + " 分，只剩 " + left + " 分，这一条只计 " + left + " 分。");
    }
    if (rule.kind === "adjustment") {
      const policy = data.policy[rule.sign === "+" ? "bonus_cap" : "extra_deduction_cap"];
      const gain = core.subtract(core.exact(after.adjustments.get(item.id)), core.exact(now.adjustments.get(item.id)));
      const wanted = core.exact((rule.sign === "-" ? "-" : "") + draft.points);
      if (core.compare(gain, wanted) !== 0) said.push("合计最多计入 " + policy + " 分，超过的不计。");
    } else if (now.items.get(row) === "0" && same("items") && !(rule.kind === "veto" && !draft.approval)) {
      said.push("已经是 0 分，不再往下扣。");
    }
    return said.map(text => element("p", {}, text));
  }

  /* ---- 结果 ---- */

  function focusOn(name) {
    /* 考核项没选，细则还没有列出来；全部扣完的，换一个考核项。 */
    const target = name === "rule" ? byId("rules").querySelector("input:not(:disabled)") || byId("row") : byId(name);
    target.focus();
  }

  function jump(name) {
    const button = element("button", { type: "button", className: "kp-entry__jump", textContent: TITLES[name] });
    button.addEventListener("click", () => focusOn(name));
    return button;
  }

  function sayMissing(names, wrong) {
    const parts = [];
    if (names.length) parts.push(element("p", {}, "还差：", ...names.map(jump)));
    if (wrong.length) parts.push(element("p", {}, "要改：", ...wrong.map(jump)));
    byId("missing").replaceChildren(...parts);
  }

  function offerFile(draft, ready) {
    show(byId("file"), ready);
    if (!ready) { shownFile = ""; return; }
    sayBlocked(core.blocked(data, draft, today()));
    const path = core.recordPath(data, draft);
    if (path === shownFile) return;
    shownFile = path;
    const text = core.recordText(data, draft);
    byId("path").textContent = path;
    byId("text").textContent = text;
    byId("said").textContent = "";
    offerDownload(path, text);
    offerForge(path, text);
  }

  function sayBlocked(reasons) {
    show(byId("blocked"), reasons.length > 0);
    byId("blocked").textContent = reasons.length === 0 ? "" : reasons.join("；") +
      "：合并请求会被自动检查（diff --strict）拦下。请先请" + data.filing.office + "决定，再提交。";
  }

  function sayDownloaded() {
    const path = byId("path").textContent;
    const cut = path.lastIndexOf("/") + 1;
    byId("said").textContent = "已下载 " + path.slice(cut) + "。把它原名放进仓库的 " + path.slice(0, cut) + " 目录，再提交合并请求，等审核人审核。";
  }

  function offerDownload(path, text) {
    const link = byId("download");
    if (link.href) URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    link.download = path.slice(path.lastIndexOf("/") + 1);
  }

  function offerForge(path, text) {
    const page = data.new_file;
    const link = byId("forge");
    show(link, Boolean(page));
    if (!page) {
      byId("next").textContent = "在代码托管平台的仓库网页上点“新建文件”，文件名一栏粘贴位置和名称（连同斜杠），编辑框里粘贴内容，再提交合并请求。";
      return;
    }
    const made = core.newFileAddress(page, path, text);
    link.href = made.address;
    link.dataset.fills = made.fillsContent ? "all" : made.fillsName ? "name" : "";
    link.textContent = made.fillsContent ? "到 " + page.forge + " 新建这个文件" : "复制内容，到 " + page.forge + " 粘贴";
    byId("next").textContent = "打开的页面里，" + (made.fillsContent ? "位置和内容已经填好" :
      made.fillsName ? "位置已经填好，把内容粘贴到编辑框" :
      "文件名一栏粘贴位置和名称（连同斜杠），编辑框里粘贴内容") + "；核对以后选新建分支，提交合并请求，等审核人审核。";
  }

  /* 手机上结果在最下面：填的时候，屏幕下边也看得见总分。 */
  function sayTotal(draft, now, after) {
    show(byId("bar"), Boolean(after));
    if (after) byId("bar").textContent = table.communities.get(draft.community).name + "总分 " + now.total + " → " + after.total;
  }

  function update() {
    const draft = draftOf();
    offerFields(draft);
    const found = core.faults(table, draft, today());
    sayFaults(found);
    const now = draft.community === "" ? null : core.score(table, draft.community, null);
    const after = core.countable(table, draft, found) ? core.score(table, draft.community, draft) : null;
    sayTotal(draft, now, after);
    const effect = element("div", {}, ...effectOf(draft, now, after));
    if (byId("effect").innerHTML !== effect.innerHTML) byId("effect").replaceChildren(...effect.childNodes);
    const warned = [...core.doubts(table, draft, TITLES), ...core.warnings(table, draft, today())].map(text => element("li", {}, text));
    byId("warnings").replaceChildren(...warned);
    show(byId("warnings"), warned.length > 0);
    const names = core.missing(table, draft);
    const wrong = Object.keys(found).filter(name => found[name]);
    sayMissing(names, wrong);
    offerFile(draft, names.length === 0 && wrong.length === 0);
  }

  /* ---- 复制：内网没有 https 时浏览器不给 navigator.clipboard，用老办法 ---- */

  function copied(text) {
    const box = element("textarea", { value: text, readOnly: true, className: "kp-hidden" });
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }

  function copy(id, what) {
    const back = document.activeElement;
    if (copied(byId(id).textContent)) {
      back.focus();
      byId("said").textContent = "已复制" + what + "。";
      return;
    }
    getSelection().selectAllChildren(byId(id));
    byId("said").textContent = "浏览器不让复制：" + what + "已经选中，请按 Ctrl+C。";
  }

  /* 填完了：什么都不留。 */
  function clear() {
    form.reset();
    kept.forget();
    touched.clear();
    offerEvents();
    offerItems();
    update();
    byId("community").focus();
  }

  function again() {
    kept.forget();
    controls.count.value = "1";
    for (const name of ["actual", "deduct", "points", "reason", "basis", "event", "document", "approved_by", "approval_date"]) controls[name].value = "";
    for (const input of byId("rules").querySelectorAll("input")) input.checked = false;
    controls.approved.value = "";
    touched.clear();
    offerRules();
    update();
    focusOn("rule");
    byId("effect").append(element("p", {}, "刚才那一条还没有进仓库，这里的得分不包括它。"));
  }

  /* ---- 开始 ---- */

  function offerEvents() {
    const community = table.communities.get(controls.community.value);
    const events = community ? [...new Set(community.records.map(known => known.event).filter(Boolean))] : [];
    byId("events").replaceChildren(...events.map(name => element("option", { value: name })));
  }

  function begin() {
    const last = core.latest(data, today());
    controls.date.min = data.days.first;
    controls.date.max = last;
    byId("date-hint").textContent = data.days.first > last ? "现在没有可以填报的日期。" : chinese(data.days.first) + "至" + chinese(last) + "。";
    form.addEventListener("submit", event => event.preventDefault());
    form.addEventListener("input", function () { update(); kept.keep(); });
    form.addEventListener("change", function (event) {
      touched.add(event.target.name);
      if (event.target.name === "community") { offerEvents(); offerRules(); }
      if (event.target.name === "department") offerItems();
      if (event.target.name === "row") offerRules();
      update();
      kept.keep();
    });
    byId("copy-text").addEventListener("click", () => copy("text", "内容"));
    byId("copy-path").addEventListener("click", () => copy("path", "位置和名称"));
    byId("forge").addEventListener("click", function () { if (this.dataset.fills !== "all") copy("text", "内容"); });
    byId("download").addEventListener("click", sayDownloaded);
    byId("again").addEventListener("click", again);
    byId("clear").addEventListener("click", clear);
    byId("examples").open = false;
    document.getElementById("entry").hidden = false;
    offerEvents();
    offerItems();
    update();
    kept.restore();
  }

  begin();
})();
