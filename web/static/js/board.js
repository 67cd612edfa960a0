// The board looks for newer numbers once a minute, and only while somebody can see it.
(function () {
  "use strict";

  var EVERY = 60000;
  var timer = 0;
  var looked = Date.now();
  var kept = null;

  function board() {
    return document.getElementById("board");
  }

  // Somebody who is choosing from a list keeps it open: the numbers wait for the next minute.
  function isBusy() {
    return Boolean(document.activeElement && document.activeElement.closest("#board form"));
  }

  function look() {
    var line = document.getElementById("as-of");
    looked = Date.now();
    if (line && !isBusy()) {
      window.htmx.trigger(line, "look");
    }
  }

  // The timer does not run at all while the page is hidden. When it is seen again, old numbers are renewed at once.
  function wake() {
    window.clearInterval(timer);
    timer = 0;
    if (document.visibilityState !== "visible") {
      return;
    }
    timer = window.setInterval(look, EVERY);
    if (Date.now() - looked >= EVERY) {
      look();
    }
  }

  // What was unfolded, and what had the focus, stay as they were when the numbers are exchanged.
  function keep() {
    var focused = document.activeElement;
    kept = {
      open: Array.from(board().querySelectorAll("details[open][id]")).map(function (part) {
        return part.id;
      }),
      href: focused && board().contains(focused) ? focused.getAttribute("href") : null,
      id: focused && board().contains(focused) ? focused.id : "",
    };
  }

  function restore() {
    if (!kept) {
      return;
    }
    kept.open.forEach(function (id) {
      var part = document.getElementById(id);
      if (part) {
        part.open = true;
      }
    });
    var focused = kept.id ? document.getElementById(kept.id) : null;
    if (!focused && kept.href) {
      focused = board().querySelector('a[href="' + window.CSS.escape(kept.href) + '"]');
    }
    if (focused) {
      focused.focus({ preventScroll: true });
    }
    kept = null;
  }

  document.addEventListener("DOMContentLoaded", wake);
  document.addEventListener("visibilitychange", wake);
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.target.id === "board") {
      keep();
    }
  });
  document.addEventListener("htmx:afterSettle", restore);
})();
