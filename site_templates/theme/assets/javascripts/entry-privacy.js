/* 要公布的文字里有没有个人的号码、门牌号：只看文字，不碰页面，不联网，什么也不留。
   认的样子由 kpigen/privacy 写在页面的数据里，同一份；这里另写的只有校验位的算法。 */

const KpigenPrivacy = (function () {
  "use strict";

  /* ---- 校验位 ---- */

  function compact(number) { return number.replace(/[ -]/g, "").toUpperCase(); }

  /* 身份证号最后一位：GB 11643。13 的权，模 11。 */
  function idDigit(number) {
    const rest = [...number.slice(0, -1)].reduce((sum, digit) => (sum * 13 + Number(digit)) % 11, 0);
    return "10X98765432"[(2 * rest) % 11];
  }

  /* 统一社会信用代码：GB 32100。单位的，可以公布。 */
  const CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

  function isCreditCode(number) {
    if (!/^[0-9]{8}[0-9A-HJ-NP-RTUWXY]{10}$/.test(number)) return false;
    const rest = [...number].reverse().reduce(
      ([sum, weights], digit, place) => [sum + CREDIT_DIGITS.indexOf(digit) * weights[place], weights],
      [0, [1, 28, 30, 10, 24, 8, 13, 25, 29, 20, 17, 16, 26, 19, 27, 9, 3, 1]])[0];
    return rest % 31 === 0;
  }

  /* 银行卡号：从右往左，逢双的加倍。 */
  function isLuhn(number) {
    const sum = [...number].reverse().reduce(function (before, digit, place) {
      const part = place % 2 ? Number(digit) * 2 : Number(digit);
      return before + (part > 9 ? part - 9 : part);
    }, 0);
    return sum % 10 === 0;
  }

  /* 看着像的号码，按校验位是哪一种；不是的是空。 */
  function checked(kind, number) {
    if (kind === "CARD") return isLuhn(number) && !isCreditCode(number) ? kind : "";
    if (kind !== "ID") return kind;
    if (number.length !== 18) return "LIKE_AN_ID";
    if (idDigit(number) === number[17]) return kind;
    return isCreditCode(number) ? "" : "LIKE_AN_ID";
  }

  /* 只露开头两个字，认得出是哪一个就行。 */
  function masked(text) {
    return text.slice(0, 2) + "…（" + compact(text).length + " 位）";
  }

  /* ---- 按页面的数据找 ---- */

  function reader(data) {
    const narrow = new Map([...data.wide].map((character, place) => [character, data.narrow[place]]));
    const suspicious = new RegExp(data.suspicious, "u");
    const patterns = data.patterns.map(([kind, pattern]) => [kind, new RegExp(pattern, "gu")]);
    const titles = new Map(data.titles);
    const houseSigns = data.house_signs.map(sign => new RegExp(sign, "u"));
    const housePattern = new RegExp(data.house, "u");

    /* 全角写成半角，一个换一个，位置不变。 */
    function halfWidth(text) {
      return Array.from(text, character => narrow.get(character) || character).join("");
    }

    /* 文字里的每个号码：是哪一种、从哪里到哪里，按先后。 */
    function find(text) {
      if (!suspicious.test(text)) return [];
      const plain = halfWidth(text);
      const taken = [];
      for (const [looksLike, pattern] of patterns) {
        for (const match of plain.matchAll(pattern)) {
          const kind = checked(looksLike, compact(match[0]));
          const found = { kind: kind, start: match.index, end: match.index + match[0].length };
          if (kind && taken.every(other => found.end <= other.start || other.end <= found.start)) taken.push(found);
        }
      }
      return taken.sort((a, b) => a.start - b.start);
    }

    /* 第一个门牌号；没有是空。 */
    function house(text) {
      if (!houseSigns.some(sign => sign.test(text))) return "";
      const match = housePattern.exec(halfWidth(text));
      return match ? match[0] : "";
    }

    function said(text, refused) {
      return find(text).filter(found => data.refused.includes(found.kind) === refused)
        .map(found => titles.get(found.kind) + " " + masked(text.slice(found.start, found.end)));
    }

    /* 不能公布的：一句话，没有是空。 */
    function fault(text) {
      const numbers = said(text, true);
      return numbers.length ? "有" + numbers.join("、") + "，这里会公布，请删去" : "";
    }

    /* 像是不能公布的：要想一想。 */
    function doubts(text) {
      const found = said(text, false).map(number => "有" + number + "，会公布：是个人的就删去，不是的可以不改。");
      const door = house(text);
      if (door) found.push("像有门牌号 " + door.slice(0, 2) + "…（" + [...door].length + " 个字），会公布：写到村、小区、路段为止，不是住址的可以不改。");
      return found;
    }

    return Object.freeze({ find: find, house: house, fault: fault, doubts: doubts });
  }

  return Object.freeze({ reader: reader, masked: masked });
})();
