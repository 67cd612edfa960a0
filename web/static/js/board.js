// The board keeps what the reader unfolded when look.js brings it newer numbers.
(function () {
  "use strict";

  var kept = null;

  function board() {
    return document.getElementById("board");
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

  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.target.id === "board") {
      keep();
    }
  });
  document.addEventListener("htmx:afterSettle", restore);
})();
