// Keys of a form: Ctrl and Enter send it from any field; Alt and a key lead to the field with that access key, by the
// place of the key on the board, so that it works while Arabic is typed. Without this file the browser's own way holds.
(function () {
  "use strict";

  function lead(event) {
    var key = event.code.replace(/^(Key|Digit)/, "").toLowerCase();
    var target = /^[a-z0-9]$/.test(key) && document.querySelector('[accesskey="' + key + '"]');
    if (!target) {
      return;
    }
    event.preventDefault();
    target.focus();
    if (target.matches("button, a, [type=radio]")) {
      target.click();
    }
  }

  document.addEventListener("keydown", function (event) {
    var form = event.target.closest("[data-sends-by-keys]");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[type=submit]"));
    } else if (event.altKey && !event.ctrlKey && !event.metaKey) {
      lead(event);
    }
  });
})();
