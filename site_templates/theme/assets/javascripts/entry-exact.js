/* 精确的十进制：n ÷ 10 的 s 次方，n 是大整数。得数与 kpigen/exact.py 相同，二进制小数不进来。 */

const KpigenExact = (function () {
  "use strict";

  const FIGURE = /^(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,12})?$/;

  function exact(text) {
    const negative = text.startsWith("-");
    const [whole, part = ""] = (negative ? text.slice(1) : text).split(".");
    const n = BigInt(whole + part);
    return { n: negative ? -n : n, s: part.length };
  }

  const ZERO = exact("0");

  function aligned(a, b) {
    const s = Math.max(a.s, b.s);
    return [a.n * 10n ** BigInt(s - a.s), b.n * 10n ** BigInt(s - b.s), s];
  }

  function add(a, b) { const [x, y, s] = aligned(a, b); return { n: x + y, s: s }; }
  function subtract(a, b) { const [x, y, s] = aligned(a, b); return { n: x - y, s: s }; }
  function multiply(a, b) { return { n: a.n * b.n, s: a.s + b.s }; }
  function compare(a, b) { const [x, y] = aligned(a, b); return x < y ? -1 : x > y ? 1 : 0; }
  function least(a, b) { return compare(a, b) <= 0 ? a : b; }
  function most(a, b) { return compare(a, b) >= 0 ? a : b; }
  function atMost(figure, limit) { return limit === "" ? figure : least(figure, exact(limit)); }
  function sum(figures) { return figures.reduce(add, ZERO); }

  /* 有多少个整步长：缺 2.7、步长 1，是 2。 */
  function wholeSteps(shortfall, step) {
    const [x, y] = aligned(shortfall, step);
    return { n: x / y, s: 0 };
  }

  /* 照实写，不带多余的零：2.50 写成 2.5。 */
  function plain(figure) {
    const digits = String(figure.n < 0n ? -figure.n : figure.n).padStart(figure.s + 1, "0");
    const cut = digits.length - figure.s;
    const part = digits.slice(cut).replace(/0+$/, "");
    return (figure.n < 0n ? "-" : "") + digits.slice(0, cut) + (part ? "." + part : "");
  }

  function decimals(figure) { return (plain(figure).split(".")[1] || "").length; }

  /* 总分只在最后四舍五入一次，保留两位。 */
  function rounded(figure) {
    const [n, , s] = aligned(figure, { n: 0n, s: 2 });
    const unit = 10n ** BigInt(s - 2);
    const size = ((n < 0n ? -n : n) * 2n + unit) / (unit * 2n);
    const digits = String(size).padStart(3, "0");
    return (n < 0n && size > 0n ? "-" : "") + digits.slice(0, -2) + "." + digits.slice(-2);
  }

  return Object.freeze({
    FIGURE: FIGURE, ZERO: ZERO, exact: exact, add: add, subtract: subtract, multiply: multiply, compare: compare,
    least: least, most: most, atMost: atMost, sum: sum, wholeSteps: wholeSteps, plain: plain, decimals: decimals,
    rounded: rounded,
  });
})();
