/* 从本机文件打开网页时浏览器不给 Worker，站内搜索改在隐藏的 iframe 里运行。
   文件名须含 iframe-worker：主题据此不再向外网要同样的程序。 */
(function () {
  "use strict";
  if (location.protocol !== "file:") return;
  function frame() {
    var parentWindow = window.parent;
    window.postMessage = function (data) { parentWindow.postMessage(data, "*"); };
    window.importScripts = function () {
      return Array.prototype.slice.call(arguments).reduce(function (done, url) {
        return done.then(function () {
          return new Promise(function (resolve, reject) {
            var script = document.createElement("script");
            script.onload = resolve;
            script.onerror = reject;
            script.src = url;
            document.body.appendChild(script);
          });
        });
      }, Promise.resolve());
    };
  }
  window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super();
      var self = this;
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.title = "搜索";
      document.body.appendChild(this.frame);
      var inside = this.frame.contentWindow;
      inside.document.open();
      inside.document.write("<!doctype html><html><body><script>(" + frame + ")()<\/script></body></html>");
      inside.document.close();
      this.listen = function (event) {
        if (event.source !== inside) return;
        var message = new MessageEvent("message", { data: event.data });
        self.dispatchEvent(message);
        if (self.onmessage) self.onmessage(message);
      };
      window.addEventListener("message", this.listen);
      this.ready = new Promise(function (resolve, reject) {
        var script = inside.document.createElement("script");
        script.onload = resolve;
        script.onerror = reject;
        script.src = url;
        inside.document.body.appendChild(script);
      });
      this.inside = inside;
    }
    postMessage(data) {
      var inside = this.inside;
      this.ready.then(function () {
        inside.dispatchEvent(new MessageEvent("message", { data: data }));
      });
    }
    terminate() {
      this.frame.remove();
      window.removeEventListener("message", this.listen);
    }
  };
  window.Worker = window.IFrameWorker;
})();
