// What is being typed into a step outlives a reload, a line that drops and a change of language: it is kept in this tab
// until the step is sent, and goes with the tab. What was sent is kept by the server. Not loaded where others sit next.
(function () {
  "use strict";

  var MARK = "draft:";
  var LONGEST = 200000;
  var NOT_TYPED = ["hidden", "file", "submit", "button"];

  function placeOf(form) {
    return MARK + new URL(form.action).pathname;
  }

  function fieldsOf(form) {
    return Array.from(form.elements).filter(function (field) {
      return field.name && NOT_TYPED.indexOf(field.type) < 0;
    });
  }

  function isChoice(field) {
    return field.type === "radio" || field.type === "checkbox";
  }

  function nameOf(field) {
    return isChoice(field) ? field.name + "=" + field.value : field.name;
  }

  function keep(form) {
    var typed = {};
    fieldsOf(form).forEach(function (field) {
      typed[nameOf(field)] = isChoice(field) ? field.checked : field.value;
    });
    var kept = JSON.stringify(typed);
    if (kept.length <= LONGEST) {
      sessionStorage.setItem(placeOf(form), kept);
    }
  }

  function bringBack(form) {
    var typed = JSON.parse(sessionStorage.getItem(placeOf(form)) || "{}");
    fieldsOf(form).forEach(function (field) {
      var before = typed[nameOf(field)];
      var what = isChoice(field) ? "checked" : "value";
      if (before !== undefined && field[what] !== before) {
        field[what] = before;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }

  // A step that is not in view was sent, or is read from the server when one goes back to it.
  function start() {
    var forms = Array.from(document.querySelectorAll("form[data-draft]"));
    var places = forms.map(placeOf);
    Object.keys(sessionStorage).forEach(function (place) {
      if (place.indexOf(MARK) === 0 && places.indexOf(place) < 0) {
        sessionStorage.removeItem(place);
      }
    });
    forms.forEach(bringBack);
  }

  document.addEventListener("input", function (event) {
    var form = event.target.closest("form[data-draft]");
    if (form) {
      keep(form);
    }
  });
  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.target.id === "main") {
      start();
    }
  });
})();
