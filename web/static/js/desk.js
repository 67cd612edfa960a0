// Single keys of the desk. A letter counts where it stands on the board if what it writes is no Latin letter, so that
// they work while Arabic is set. Never in a field, never with Ctrl, Alt or Meta, and not at all where switched off.
(function () {
  "use strict";

  var FIELDS = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog";
  var cursor = null; // the address of the case at which the keys are

  function one(selector) {
    return document.querySelector(selector);
  }

  function links() {
    return Array.from(document.querySelectorAll("tr.q a.q__s"));
  }

  function mark() {
    links().forEach(function (link) {
      link.closest("tr").classList.toggle("is-cur", link.getAttribute("href") === cursor);
    });
  }

  // The link at the cursor: where the focus is, or where it was last.
  function current() {
    var row = document.activeElement.closest("tr.q");
    return (row && row.querySelector("a.q__s")) || links().find(function (link) {
      return link.getAttribute("href") === cursor;
    });
  }

  function step(by) {
    var all = links();
    var next = current() ? all[all.indexOf(current()) + by] : all[0];
    if (next) {
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    }
  }

  // The case at the cursor, or one of these tabs of the case that is open: the first that this person has.
  function open(tabs) {
    var link = current();
    var found = tabs.map(function (tab) {
      return one('#do .tabs a[href$="?tab=' + tab + '#do"]');
    }).find(Boolean);
    if (link) {
      window.location.assign(link.getAttribute("href") + (tabs.length ? "?tab=" + tabs[0] + "#do" : ""));
    } else if (found) {
      found.click();
    }
  }

  // Who may not pass a case on proposes it.
  function passing() {
    var list = one("[data-passes]");
    return list ? [list.dataset.passes] : ["transfer", "propose"];
  }

  // On a page of a case its own button is pressed; from a list, the form of the list is sent for the case at the cursor.
  function take() {
    var link = current();
    var form = one("#take-from-list");
    if (link && form && link.dataset.rev) {
      form.action = link.getAttribute("href") + "/take";
      form.elements.rev.value = link.dataset.rev;
      form.requestSubmit();
    } else if (!link && one("#take-on")) {
      one("#take-on").click();
    }
  }

  var DOES = {
    j: function () { step(1); },
    k: function () { step(-1); },
    o: function () { open([]); },
    r: function () { open(["reply"]); },
    t: function () { open(passing()); },
    a: take,
    x: function () {
      var box = current() && current().closest("tr").querySelector(".q__sel input");
      if (box) {
        box.click();
      }
    },
    "?": function () { one("#desk-keys").showModal(); }
  };

  function meant(event) {
    if (event.key === "?" || event.key === "؟") {
      return "?";
    }
    var letter = /^[a-z]$/i.test(event.key) ? event.key : event.code.replace(/^Key/, "");
    return event.shiftKey ? "" : letter.toLowerCase();
  }

  document.addEventListener("keydown", function (event) {
    var key = meant(event);
    var isOff = !one("#desk-keys") || event.target.closest(FIELDS) || event.defaultPrevented;
    if (isOff || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !DOES.hasOwnProperty(key)) {
      return;
    }
    if (event.repeat && key !== "j" && key !== "k") {
      return;
    }
    event.preventDefault();
    DOES[key]();
  });
  document.addEventListener("focusin", function (event) {
    if (event.target.matches("tr.q a.q__s")) {
      cursor = event.target.getAttribute("href");
      mark();
    }
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-keys]")) {
      event.preventDefault();
      one("#desk-keys").showModal();
    }
  });
  // Rows that are ticked, and the box that ticks all of a page. It is half ticked while some are.
  function tick() {
    var all = one("[data-all]");
    var said = one("[data-ticked]");
    var boxes = Array.from(document.querySelectorAll("tr.q .q__sel input"));
    boxes.forEach(function (box) {
      box.closest("tr").classList.toggle("is-sel", box.checked);
    });
    var count = boxes.filter(function (box) { return box.checked; }).length;
    if (all) {
      all.checked = count > 0 && count === boxes.length;
      all.indeterminate = count > 0 && count < boxes.length;
      said.textContent = count ? said.dataset.ticked.replace("#", count.toLocaleString("en")) : "";
    }
  }

  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-all]")) {
      document.querySelectorAll("tr.q .q__sel input").forEach(function (box) {
        box.checked = event.target.checked;
      });
    }
    tick();
  });
  window.addEventListener("pageshow", tick);
  document.addEventListener("htmx:afterSettle", function () {
    mark();
    tick();
  });
})();
