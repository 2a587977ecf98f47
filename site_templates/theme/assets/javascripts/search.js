/* 站内搜索：每一条里找得到全部词语的就是结果，所以社区名、文号、词的一部分都能搜。
   主题把这个程序放在 Worker 里，从本机文件打开时放在隐藏的 iframe 里，用消息问答：
   1 准备好了；2 要找的词语；3 结果，按页面分组。第一次真的要找时才取数据，打开网页时不取。 */
(function () {
  "use strict";
  var READY = 1, QUERY = 2, RESULT = 3;
  var SHOWN = 3, LISTED = 20, MANY_PAGES = 30, BEFORE = 18, LENGTH = 110;
  var PAGE_TITLE = 1000, DOCUMENT = 2000, HELP = -1, LAST = 10000;
  var source = new URL("search-data.js", self.document ? document.currentScript.src : location.href);
  var pages = null, asked = "";

  /* 全角半角、大小写不分；各种括号、引号和空格不算：〔2020〕4号、[2020] 4号是一样的。 */
  var IGNORED = /[\s()[\]{}<>〔〕【】〖〗《》〈〉「」『』"'“”‘’]/g;
  var known = new Map();
  function foldOne(character) {
    var folded = known.get(character);
    if (folded === undefined) {
      folded = character.normalize("NFKC").toLowerCase().replace(IGNORED, "");
      known.set(character, folded);
    }
    return folded;
  }
  function fold(text) {
    var folded = "";
    for (var i = 0; i < text.length; i++) folded += foldOne(text[i]);
    return folded;
  }

  /* 数据里重复的词语只写一次，别处写它的序号。 */
  function unpack(data) {
    function join(parts) {
      return parts.map(function (part) { return typeof part === "number" ? data.words[part] : part; }).join("　");
    }
    function entry(address, row, context, hidden) {
      var basis = row[4] || "";
      var text = join(row[3]) + (basis && "　依据：" + basis);
      var title = join(row[2]);
      return {
        address: address, weight: row[1], title: title, text: text,
        hidden: hidden.map(fold), foldedTitle: fold(title), foldedBasis: fold(basis), own: fold(title) + "\n" + fold(text), context: context
      };
    }
    return data.pages.map(function (row) {
      var page = entry(row[0], row, "", []);
      page.sections = row[5].map(function (section) {
        return entry(row[0] + "#" + section[0], section, page.foldedTitle, section[5] || []);
      });
      return page;
    });
  }

  /* 给一条打分，0 是没有找到。文号完全相同的最先，其次标题，其次页面、考核项，记录在后；
     检查代码、文件格式总在最后，它们之间照样比。 */
  function score(entry, words, phrase) {
    var points = rate(entry, words, phrase);
    return entry.weight === HELP ? points / LAST : points;
  }
  function rate(entry, words, phrase) {
    var mine = 0, around = false;
    function within(hidden) { return words[i].includes(hidden); }
    for (var i = 0; i < words.length; i++) {
      if (entry.own.includes(words[i])) mine++;
      else if (entry.hidden.some(within)) { mine++; around = true; }
      else if (!entry.context.includes(words[i])) return 0;
    }
    if (!mine) return 0;
    /* 不显示的词语：正好是它的，如同标题的开头；只是问句里带着它的（“不服怎么办”），在记录之后。 */
    if (entry.hidden.includes(phrase)) return PAGE_TITLE / 2 + entry.weight * 10;
    if (around) return 1;
    var points = 1 + Math.max(0, entry.weight) * 10 + (entry.own.includes(phrase) ? 5 : 0);
    if (entry.foldedBasis && entry.foldedBasis === phrase) points += DOCUMENT;
    if (!entry.weight) return points;
    if (entry.foldedTitle === phrase) return points + PAGE_TITLE;
    if (entry.foldedTitle.startsWith(phrase)) return points + PAGE_TITLE / 2;
    var titled = words.every(function (word) { return entry.foldedTitle.includes(word); });
    return points + (titled ? PAGE_TITLE / 4 : 0);
  }

  function find(words) {
    var phrase = words.join("");
    var groups = [];
    pages.forEach(function (page) {
      var own = score(page, words, phrase);
      var hits = page.sections.map(function (section) {
        return { entry: section, points: score(section, words, phrase) };
      }).filter(function (hit) { return hit.points; });
      hits.sort(function (a, b) { return b.points - a.points; });
      var best = Math.max(own, hits.length ? hits[0].points : 0);
      if (best) groups.push({ page: page, own: own, hits: hits, best: best });
    });
    return groups.sort(function (a, b) { return b.best - a.best; });
  }

  function escape(text) {
    return text.replace(/[&<>"']/g, function (character) { return "&#" + character.charCodeAt(0) + ";"; });
  }

  /* 找出词语在原文里的位置：折叠以后的每个字记着它是原文的第几个字。 */
  function places(text, words) {
    var folded = "", at = [], found = [];
    for (var i = 0; i < text.length; i++) {
      var one = foldOne(text[i]);
      for (var j = 0; j < one.length; j++) at.push(i);
      folded += one;
    }
    words.forEach(function (word) {
      for (var k = folded.indexOf(word); k >= 0; k = folded.indexOf(word, k + word.length)) {
        found.push([at[k], at[k + word.length - 1] + 1, word]);
      }
    });
    return found.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
  }

  /* 写成 HTML：文字全部转义，只有标出词语的 mark 是标记。 */
  function marked(text, found, from, to) {
    var html = "", done = from;
    found.forEach(function (place) {
      var start = Math.max(done, place[0]), end = Math.min(to, place[1]);
      if (start >= end) return;
      html += escape(text.slice(done, start)) + "<mark>" + escape(text.slice(start, end)) + "</mark>";
      done = end;
    });
    return html + escape(text.slice(done, to));
  }

  /* 截取词语最多的一段；几个词连在一起的，算多一个词。 */
  function excerpt(text, words) {
    var found = places(text, words.concat(words.length > 1 ? words.join("") : []));
    var from = 0, most = 0;
    found.forEach(function (place) {
      var start = Math.max(0, place[0] - BEFORE);
      var inside = new Set(found.filter(function (other) {
        return other[0] >= place[0] && other[1] <= start + LENGTH;
      }).map(function (other) { return other[2]; })).size;
      if (inside > most) { most = inside; from = start; }
    });
    var to = Math.min(text.length, from + LENGTH);
    if (!text) return "";
    return "<p>" + (from ? "…" : "") + marked(text, found, from, to) + (to < text.length ? "…" : "") + "</p>";
  }

  /* 主题按分数决定回车去哪里、哪几处先列出来：页面在前，分数不低于它的几处接着列，其余收起。
     页面多了，每页只列几处；一共几处写在页面的名称后面。 */
  function item(group, index, groups, words) {
    var base = 10 * (groups.length - index);
    var listed = group.hits.slice(0, groups.length > MANY_PAGES ? SHOWN : LISTED);
    var inside = group.hits.length && group.hits[0].points > group.own;
    function shown(entry, points) {
      return {
        location: entry.address, title: marked(entry.title, places(entry.title, words), 0, entry.title.length),
        text: excerpt(entry.text, words), score: points, terms: {}
      };
    }
    var page = shown(group.page, base + (inside ? 1 : 2));
    if (group.hits.length > 1) page.title += " <small>" + group.hits.length + " 处</small>";
    return [page].concat(listed.map(function (hit, nth) {
      return shown(hit.entry, nth < SHOWN ? base + 2 : base);
    }));
  }

  function answer() {
    var words = asked.slice(0, 200).normalize("NFKC").split(/[\s,;。、]+/).map(fold).filter(Boolean);
    var groups = words.length ? find(words) : [];
    var items = groups.map(function (group, index) { return item(group, index, groups, words); });
    postMessage({ type: RESULT, data: { items: items } });
  }

  function load() {
    return Promise.resolve().then(function () { return importScripts(source.href); })
      .then(function () { pages = unpack(self.kpigenSearch); });
  }

  function failed() {
    var note = { location: "", title: "搜索的数据没有取到", text: "<p>请刷新页面再试。</p>", score: 0, terms: {} };
    postMessage({ type: RESULT, data: { items: [[note]] } });
  }

  var loading = null;
  self.addEventListener("message", function (event) {
    if (event.data.type !== QUERY) return;
    asked = event.data.data;
    if (pages || !asked.trim()) { answer(); return; }
    loading = loading || load().then(answer, function () { loading = null; failed(); });
  });
  postMessage({ type: READY });
})();
