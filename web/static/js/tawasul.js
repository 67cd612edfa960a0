// What neither HTML nor htmx can do. Every page works without this file.
(function () {
  "use strict";

  function all(selector, within) {
    return Array.from((within || document).querySelectorAll(selector));
  }

  // A plain form is sent once: its button shows that it works, a second press does nothing.
  function guard(event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "yes";
    markBusy(event.submitter);
  }

  function markBusy(button) {
    if (button) {
      button.setAttribute("aria-busy", "true");
    }
  }

  // A page that comes back from the browser's memory, or a form that could not be sent, can be sent again.
  function release() {
    all("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
    all('[aria-busy="true"]').forEach(function (button) {
      button.removeAttribute("aria-busy");
    });
  }

  // Characters as the server counts them. The sentences stand in the page; only the number changes here.
  function count(field) {
    var line = document.getElementById(field.dataset.counter);
    var room = Number(field.dataset.limit) - Array.from(field.value.trim().normalize("NFC")).length;
    var sentence = room < 0 ? line.dataset.over : line.dataset.room;
    line.textContent = sentence.replace("#", Math.abs(room).toLocaleString("en"));
    line.classList.toggle("is-over", room < 0);
  }

  // Areas of other governorates are out of the way while a governorate is chosen.
  function narrow(chooser) {
    var list = document.getElementById(chooser.dataset.narrows);
    all("optgroup", list).forEach(function (group) {
      group.hidden = group.disabled = chooser.value !== "" && group.dataset.of !== chooser.value;
    });
    if (list.selectedOptions[0] && list.selectedOptions[0].parentNode.disabled) {
      list.value = "";
    }
  }

  // A part of a form that some answers need, or do not: data-needs="name=answer answer", data-unless the same.
  // Of several names (name|name) the first that has an answer counts.
  function reveal(part) {
    var rule = (part.dataset.needs || part.dataset.unless).split("=");
    var said = rule[0].split("|").reduce(function (before, name) {
      var chosen = document.querySelector('[name="' + name + '"]:checked, select[name="' + name + '"]');
      return before || (chosen ? chosen.value : before);
    }, null);
    var isAmong = said !== null && rule[1].split(" ").indexOf(said) >= 0;
    part.hidden = part.dataset.needs ? !isAmong : isAmong;
  }

  // Make a page, or what came into it, ready; true if something in it took the focus.
  function start(within) {
    all("[data-counter]", within).forEach(count);
    all("[data-narrows]", within).forEach(narrow);
    all("[data-needs], [data-unless]").forEach(reveal);
    all("[data-needs-script]", within).forEach(function (part) {
      part.hidden = false;
    });
    var marked = within.querySelector("[data-focus]");
    if (marked) {
      marked.focus();
    }
    return Boolean(marked);
  }

  function copy(button) {
    navigator.clipboard.writeText(button.dataset.copy).then(function () {
      button.lastElementChild.textContent = button.dataset.copied;
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    start(document);
  });
  document.addEventListener("submit", guard);
  document.addEventListener("input", function (event) {
    if (event.target.dataset.counter) {
      count(event.target);
    }
  });
  document.addEventListener("change", function (event) {
    if (event.target.dataset.narrows) {
      narrow(event.target);
    }
    all("[data-needs], [data-unless]").forEach(reveal);
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy], [data-print]");
    if (button && button.dataset.copy) {
      copy(button);
    } else if (button) {
      window.print();
    }
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      release();
    }
  });

  // htmx: the button says that it works; a refusal that is a whole page stands in the place of the page;
  // what came anew takes the focus, so that it is read out.
  document.addEventListener("htmx:beforeRequest", function (event) {
    var cause = event.detail.requestConfig.triggeringEvent;
    markBusy(cause && cause.submitter);
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.isError && event.detail.target.id === "main") {
      event.detail.shouldSwap = true;
    }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    // A look that comes back while a form is on its way does not make it one that can be sent again.
    if (!event.target.closest("[data-look]")) {
      release();
    }
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    var heading = event.target.querySelector("h1");
    if (!start(event.target) && event.target.id === "main" && heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
  });
})();
