/* 填报扣分的计算：只算，不碰页面，不联网。
   得数与 scoring.py 相同，拒绝的与 kpigen check 相同，写出的文件与 record_text.py 一字不差。 */

const KpigenEntry = (function () {
  "use strict";

  const {
    FIGURE, exact, ZERO, add, subtract, multiply, compare, least, most, atMost, sum, wholeSteps, plain, decimals, rounded,
  } = KpigenExact;

  /* ---- 考核表：按编号找 ---- */

  function indexed(data) {
    const items = new Map(data.items.map(item => [item.id, item]));
    const rules = new Map();
    const pools = new Map();
    for (const item of data.items) {
      for (const rule of item.rules) rules.set(rule.id, { item: item, rule: rule });
      if (item.pool) pools.set(item.pool, (pools.get(item.pool) || [item.pool]).concat(item.id));
    }
    const communities = new Map(
      data.groups.flatMap(group => group.communities).map(known => [known.id, {
        ...known, taken: new Map(known.taken), adjusted: new Map(known.adjusted),
      }]));
    const privacy = KpigenPrivacy.reader(data.privacy);
    return { data: data, items: items, rules: rules, pools: pools, communities: communities, privacy: privacy };
  }

  /* 一行的得分记在哪一行：共用分值的记在印有分值的那一行。 */
  function scoredOn(item) { return item.pool || item.id; }

  /* ---- 计分，与 scoring.py 同样的算法 ---- */

  /* 一条记录要扣多少；没有上限、分配分值以前。 */
  function asked(rule, draft) {
    if (rule.kind === "veto") return draft.approval ? exact(rule.takes) : ZERO;
    if (rule.kind === "all") return exact(rule.takes);
    if (rule.kind === "adjustment") return ZERO;
    if (rule.kind === "each") return multiply(exact(rule.deduct), steps(rule, draft));
    return exact(draft.deduct);
  }

  function steps(rule, draft) {
    if (draft.actual === "") return exact(draft.count);
    return most(ZERO, wholeSteps(subtract(exact(rule.target), exact(draft.actual)), exact(rule.step)));
  }

  /* 加上这一条以后，各条细则计了多少、总分外加减了多少。draft 是 null 时就是现在。 */
  function stand(table, community, draft) {
    const taken = new Map(community.taken);
    const adjusted = new Map(community.adjusted);
    if (draft) {
      const { item, rule } = table.rules.get(draft.rule);
      if (rule.kind === "adjustment") {
        const signed = exact((rule.sign === "-" ? "-" : "") + draft.points);
        adjusted.set(item.id, plain(add(exact(adjusted.get(item.id) || "0"), signed)));
      } else {
        const before = exact(taken.get(rule.id) || "0");
        taken.set(rule.id, plain(atMost(add(before, asked(rule, draft)), rule.most)));
      }
    }
    return { taken: taken, adjusted: adjusted };
  }

  function deducted(item, taken) {
    return sum(item.rules.map(rule => exact(taken.get(rule.id) || "0")));
  }

  function itemScore(table, item, taken) {
    const points = exact(item.points);
    const members = (table.pools.get(item.id) || [item.id]).map(id => table.items.get(id));
    const lost = sum(members.map(function (member) {
      const part = deducted(member, taken);
      if (compare(exact(member.full), points) === 0) return part;
      const product = multiply(points, part);
      return { n: product.n, s: product.s + 2 };  // 另一种满分只有 100
    }));
    return most(ZERO, subtract(points, lost));
  }

  /* 总分外的加减：符号相同的各行共用一个上限，按表上的先后占用。 */
  function adjustments(table, adjusted) {
    const policy = table.data.policy;
    const left = { "+": policy.bonus_cap, "-": policy.extra_deduction_cap };
    const counted = new Map();
    for (const item of table.data.items) {
      const wanted = exact(adjusted.get(item.id) || "0");
      const sign = wanted.n > 0n ? "+" : "-";
      const size = { n: wanted.n < 0n ? -wanted.n : wanted.n, s: wanted.s };
      const given = atMost(size, left[sign]);
      if (left[sign] !== "") left[sign] = plain(subtract(exact(left[sign]), given));
      counted.set(item.id, sign === "+" ? given : { n: -given.n, s: given.s });
    }
    return counted;
  }

  /* 一个社区加上一条记录以后的得分；draft 是 null 时就是现在的得分。全部是文字。 */
  function score(table, communityId, draft) {
    const community = table.communities.get(communityId);
    const { taken, adjusted } = stand(table, community, draft);
    const counted = adjustments(table, adjusted);
    const items = new Map();
    let total = ZERO;
    for (const item of table.data.items) {
      if (item.points !== "") {
        const figure = itemScore(table, item, taken);
        items.set(item.id, plain(figure));
        total = add(total, figure);
      }
      total = add(total, counted.get(item.id));
    }
    total = atMost(total, table.data.policy.total_max);
    if (table.data.policy.total_min !== "") total = most(total, exact(table.data.policy.total_min));
    return {
      items: items,
      deducted: new Map(table.data.items.map(item => [item.id, plain(deducted(item, taken))])),
      adjustments: new Map([...counted].map(([id, figure]) => [id, plain(figure)])),
      total: rounded(total),
    };
  }

  /* 一条细则还剩多少可以扣；没有上限的是空。 */
  function room(table, communityId, rule) {
    if (rule.most === "") return "";
    const community = table.communities.get(communityId);
    const before = community ? exact(community.taken.get(rule.id) || "0") : ZERO;
    return plain(most(ZERO, subtract(exact(rule.most), before)));
  }

  /* ---- 什么不能填：与 kpigen check 会拒绝的相同。每项一句话，空的就是可以 ---- */

  /* 写得出大小的数字：不论多大、正负。 */
  const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;
  const TOO_LARGE = exact("1000000000");

  function figureFault(text, places, title) {
    const plainly = title + "写成半角数字，例如 " + (places ? "2.5" : "2") + "，不带单位";
    if (!NUMBER.test(text)) return plainly;
    const value = exact(text);
    if (decimals(value) > places) {
      return places ? title + "最多 " + places + " 位小数" : title + "必须是整数";
    }
    if (value.n < 0n) return title + "不能是负数";
    if (compare(value, TOO_LARGE) >= 0) return title + "太大了，请核对";
    return FIGURE.test(text) ? "" : plainly;
  }

  function positiveFault(text, title) {
    return figureFault(text, 2, title) || (exact(text).n === 0n ? title + "应该大于 0" : "");
  }

  function figureFaults(table, draft) {
    const found = {};
    const { item, rule } = table.rules.get(draft.rule);
    for (const name of asking(rule, draft)) found[name] = draft[name] === "" ? "" : ({
      count: countFault, actual: actualFault, deduct: deductFault, points: pointsFault,
    })[name](table, item, rule, draft);
    return found;
  }

  function countFault(table, item, rule, draft) {
    const { least_count: first, most_count: last } = table.data.limits;
    if (/^-?[0-9]+$/.test(draft.count)) {
      if (compare(exact(draft.count), exact(first)) < 0) return "次数最少写 " + first;
      if (last !== "" && compare(exact(draft.count), exact(last)) > 0) return "次数最多写 " + last + "，请核对";
    }
    return figureFault(draft.count, 0, "次数");
  }

  function pointsFault(table, item, rule, draft) {
    return positiveFault(draft.points, "分数");
  }

  function actualFault(table, item, rule, draft) {
    const fault = figureFault(draft.actual, rule.decimals, "实际完成值");
    if (fault) return fault;
    return steps(rule, draft).n > 0n ? "" :
      "目标是 " + rule.target + "，这样缺得不满 " + rule.step + " " + rule.measure + "，扣不了分；已完成的不用填";
  }

  function deductFault(table, item, rule, draft) {
    const fault = positiveFault(draft.deduct, "扣分");
    if (fault) return fault;
    const limit = rule.kind === "allotted" ? room(table, draft.community, rule) : item.full;
    if (compare(exact(draft.deduct), exact(limit)) <= 0) return "";
    return rule.kind === "allotted" ?
      "这条细则全年 " + rule.most + " 分，只剩 " + limit + " 分可以扣" :
      "本行满分 " + limit + " 分，最多扣 " + limit + " 分";
  }

  /* 记录要写哪几个数字；有目标的细则写实际完成值或者缺多少，只写一个。 */
  function asking(rule, draft) {
    return rule.asks.length > 1 ? [draft.manner === "count" ? "count" : "actual"] : rule.asks;
  }

  function isDay(text) {
    const day = new Date(text + "T00:00:00Z");
    return /^\d{4}-\d\d-\d\d$/.test(text) && !isNaN(day) && day.toISOString().startsWith(text);
  }

  /* 最晚到哪一天：还没有发生的不能填。today 是读者电脑上的今天，数据可能比它旧。 */
  function latest(data, today) {
    if (data.days.newest === "") return data.days.last;
    const known = today > data.days.newest ? today : data.days.newest;
    return known < data.days.last ? known : data.days.last;
  }

  function dateFault(data, text, today) {
    if (!isDay(text)) return "日历上没有这一天";
    if (text < data.days.first) return "最早填 " + data.days.first;
    const last = latest(data, today);
    return text > last ? "最晚填 " + last + (last < data.days.last ? "，还没有发生的不能填" : "，以后的不在考核期内") : "";
  }

  function approvalDateFault(data, draft, today) {
    if (!isDay(draft.approval.date)) return "日历上没有这一天";
    if (isDay(draft.date) && draft.approval.date < draft.date) return "批准日期不能早于发生日期";
    const known = today > data.days.newest ? today : data.days.newest;
    return data.days.newest !== "" && draft.approval.date > known ? "最晚填 " + known + "，还没有批准的不能填" : "";
  }

  function textFault(table, name, text) {
    const length = [...text].length;
    const limit = table.data.limits[name];
    return length > limit ? "有 " + length + " 个字，最多 " + limit + " 个字" : table.privacy.fault(text);
  }

  /* 要公布的文字：[栏名, 文字]。 */
  function texts(draft) {
    const named = ["reason", "basis", "event"].map(name => [name, draft[name]]);
    return draft.approval ? named.concat(["document", "approved_by"].map(name => [name, draft.approval[name]])) : named;
  }

  /* 粘贴来的文字：换行接成一行，去掉看不见的字符。 */
  function cleaner(data) {
    const unseen = new RegExp("[" + data.invisible + "\\p{Surrogate}]", "gu");
    return text => text.split("\n").map(line => line.replace(/\t/g, " ").replace(unseen, "").trim()).join("");
  }

  const FIGURES = ["count", "actual", "deduct", "points"];

  function repeats(table, draft) {
    const community = table.communities.get(draft.community);
    const { item, rule } = table.rules.get(draft.rule);
    const alike = community.records.filter(known =>
      known.rule === rule.id && known.date === draft.date && known.basis === draft.basis);
    const same = alike.find(known => known.reason === draft.reason && FIGURES.every(
      (name, place) => figureText(draft[name]) === known.figures[place]));
    const event = draft.event === "" ? [] : community.records.filter(known => known.event === draft.event);
    const twice = rule.kind === "veto" ? undefined : event.find(known => known.row === scoredOn(item) && !known.is_veto);
    return {
      same: same, alike: same ? undefined : alike[0], twice: twice,
      shared: twice ? undefined : event.find(known => known.department !== item.department),
    };
  }

  function figureText(text) { return text === "" ? "" : plain(exact(text)); }

  /* 逐栏说哪里不对：{栏名: 一句话}，空的就是对的或者还没有填。 */
  function faults(table, draft, today) {
    const data = table.data;
    const found = draft.rule === "" ? {} : figureFaults(table, draft);
    if (draft.date !== "") found.date = dateFault(data, draft.date, today);
    for (const [name, text] of texts(draft)) found[name] = textFault(table, name, text);
    if (draft.approval && draft.approval.date !== "") found.approval_date = approvalDateFault(data, draft, today);
    if (draft.community !== "" && draft.rule !== "") {
      const { rule } = table.rules.get(draft.rule);
      if (rule.kind === "allotted" && room(table, draft.community, rule) === "0") found.rule = "这条细则的 " + rule.most + " 分已经扣完，不能再填";
      const again = repeats(table, draft);
      if (again.same) found.reason = "这条记录已经有了：" + again.same.path + "；确实发生了几次的，在一条里写次数";
      if (again.twice) found.event = "这件事在本行已经扣过：" + again.twice.path + "；同一件事只扣一次";
    }
    return found;
  }

  function daysPassed(draft, today) {
    return isDay(draft.date) ? (Date.parse(today) - Date.parse(draft.date)) / 86400000 : 0;
  }

  function isLate(data, draft, today) {
    return data.days.within !== null && daysPassed(draft, today) > data.days.within;
  }

  /* 记录规则会拦下合并请求的缘由，见 record_book.py；没有就是空的。 */
  function blocked(data, draft, today) {
    const { stage, starts, ends } = data.filing;
    const found = [];
    if (stage !== "") found.push("现在是“" + stage + "”阶段，不收新的记录");
    else if (starts !== "" && today < starts) found.push("填报从 " + starts + " 才开始");
    else if (ends !== "" && today > ends) found.push("填报到 " + ends + " 已经结束");
    if (isLate(data, draft, today)) found.push("这件事超过了 " + data.days.within + " 天的填报期限");
    return found;
  }

  /* 文字里像是不能公布的，逐栏说。 */
  function doubts(table, draft, titles) {
    return texts(draft).flatMap(([name, text]) => table.privacy.doubts(text).map(said => titles[name] + "里" + said));
  }

  /* 可以填、但要想一想的。 */
  function warnings(table, draft, today) {
    const found = [];
    const { within } = table.data.days;
    if (isLate(table.data, draft, today)) found.push("到今天已经 " + daysPassed(draft, today) + " 天，超过了 " + within + " 天的填报期限。");
    if (draft.community === "" || draft.rule === "") return found;
    const { rule } = table.rules.get(draft.rule);
    const again = repeats(table, draft);
    if (again.alike) found.push("已有一条记录的社区、细则、日期和依据都相同：" + again.alike.path + "。若是同一件事，不要再填；若是几次，合成一条写次数。");
    if (again.shared) found.push("同名的事件已由别的部门扣分：" + again.shared.path + "。请看看是不是重复扣分。");
    if (rule.kind === "veto" && !draft.approval) found.push("一票否决批准以前列为待批准，不计分。");
    return found;
  }

  /* 还差哪几栏没有填，按页面上的先后。 */
  function missing(table, draft) {
    const names = ["community", "department", "row", "rule", "date"].filter(name => draft[name] === "");
    if (draft.rule !== "") names.push(...asking(table.rules.get(draft.rule).rule, draft).filter(name => draft[name] === ""));
    names.push(...["reason", "basis"].filter(name => draft[name] === ""));
    if (draft.approval) names.push(...["document", "approved_by"].filter(name => draft.approval[name] === ""), ...(draft.approval.date === "" ? ["approval_date"] : []));
    return names;
  }

  /* 算得出扣多少了吗：社区、细则和数字都有，没有不对的。 */
  function countable(table, draft, found) {
    if (draft.community === "" || draft.rule === "" || found.rule) return false;
    return asking(table.rules.get(draft.rule).rule, draft).every(name => draft[name] !== "" && !found[name]);
  }

  /* ---- 写文件，与 record_text.py 一字不差 ---- */

  function recordText(data, draft) {
    const lines = [
      "# yaml-language-server: $schema=../../../../../.schemas/deduction-" + data.year + ".json",
      "date: " + draft.date,
      "rule: " + draft.rule,
    ];
    for (const name of FIGURES) if (draft[name] !== "") lines.push(name + ": " + figureText(draft[name]));
    lines.push("reason: " + JSON.stringify(draft.reason), "basis: " + JSON.stringify(draft.basis));
    if (draft.event !== "") lines.push("event: " + JSON.stringify(draft.event));
    if (draft.approval) {
      lines.push("approval:", "  document: " + JSON.stringify(draft.approval.document),
        "  approved_by: " + JSON.stringify(draft.approval.approved_by), "  date: " + draft.approval.date);
    }
    return lines.map(line => line + "\n").join("");
  }

  function checksum(text) {
    let crc = 0xffffffff;
    for (const byte of new TextEncoder().encode(text)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
  }

  function recordPath(data, draft) {
    const name = draft.date + "-" + draft.rule + "-" + checksum(recordText(data, draft)) + ".yaml";
    return ["data/deductions", data.year, draft.community, draft.department, name].join("/");
  }

  /* 平台的新建文件页面：位置、内容能带的都带上。太长的网址平台不收，只带位置。 */
  const LONGEST_ADDRESS = 8000;

  function newFileAddress(page, path, text) {
    const named = page.name_parameter ? "?" + page.name_parameter + "=" + encodeURIComponent(path) : "";
    const full = page.content_parameter ? page.address + named + "&" + page.content_parameter + "=" + encodeURIComponent(text) : "";
    const fills = full !== "" && full.length <= LONGEST_ADDRESS;
    return { address: fills ? full : page.address + named, fillsName: named !== "", fillsContent: fills };
  }

  return Object.freeze({
    exact: exact, subtract: subtract, multiply: multiply, compare: compare, plain: plain, indexed: indexed, scoredOn: scoredOn,
    score: score, room: room, steps: steps, asking: asking, latest: latest, cleaner: cleaner, faults: faults,
    warnings: warnings, doubts: doubts, blocked: blocked, missing: missing, countable: countable, recordText: recordText,
    recordPath: recordPath, newFileAddress: newFileAddress,
  });
})();
