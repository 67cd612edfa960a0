// A part of a page that looks for newer ones: data-look says every how many seconds, data-look-unless names what keeps
// it from looking while it has the focus. Nothing looks while the page is hidden. Without this file the page stays as it is.
(function () {
  "use strict";

  var timer = 0;
  var looked = Date.now();

  function part() {
    return document.querySelector("[data-look]");
  }

  // Somebody who is choosing from a list keeps it open: what is newer waits for the next look.
  function isBusy(found) {
    var focused = document.activeElement;
    return Boolean(found.dataset.lookUnless && focused && focused.closest(found.dataset.lookUnless));
  }

  function look() {
    var found = part();
    looked = Date.now();
    if (found && !isBusy(found)) {
      window.htmx.trigger(found, "look");
    }
  }

  // The timer does not run at all while the page is hidden. When it is seen again, what is old is renewed at once.
  function wake() {
    var found = part();
    var every = found ? Number(found.dataset.look) * 1000 : 0;
    window.clearInterval(timer);
    timer = 0;
    if (!every || document.visibilityState !== "visible") {
      return;
    }
    timer = window.setInterval(look, every);
    if (Date.now() - looked >= every) {
      look();
    }
  }

  document.addEventListener("DOMContentLoaded", wake);
  document.addEventListener("visibilitychange", wake);
})();
