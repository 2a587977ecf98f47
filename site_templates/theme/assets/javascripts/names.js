/* 主题的搜索框没有名称，读屏软件读不出；在这里补上。 */
document.querySelectorAll(".md-search[role=dialog]").forEach(function (box) {
  box.setAttribute("aria-label", "站内搜索");
});
