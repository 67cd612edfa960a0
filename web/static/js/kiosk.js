// A kiosk asks after a minute without a touch whether somebody is there, and erases everything half a minute later.
// Without this file a page goes back to the start by itself.
(function () {
  "use strict";

  var TICK = 500;
  var SAID_AT = [20, 10, 5];
  var frame, dialog, touched, isGoing;

  // What the page in view says of its end, else what the frame says.
  function limits() {
    var own = frame.querySelector("[data-wipe]") || frame;
    return { warn: Number(own.dataset.warn), wipe: Number(own.dataset.wipe) };
  }

  function stay() {
    touched = Date.now();
    if (dialog.open) {
      dialog.close();
    }
  }

  function leave() {
    location.replace(frame.dataset.home);
  }

  // What was typed goes from the screen first, then from the server, then from the browser's way back.
  function wipe() {
    var form = document.getElementById("clear");
    if (isGoing) {
      return;
    }
    isGoing = true;
    if (dialog.open) {
      dialog.close();
    }
    document.getElementById("main").replaceChildren();
    if (!form) {
      leave();
      return;
    }
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).then(leave, leave);
  }

  function tell(left) {
    var said = dialog.querySelector("[data-said]");
    dialog.querySelector("[data-left]").textContent = left.toLocaleString("en");
    if (SAID_AT.indexOf(left) >= 0) {
      said.textContent = said.dataset.words.replace("#", left);
    }
  }

  function tick() {
    var idle = (Date.now() - touched) / 1000;
    var limit = limits();
    if (idle >= limit.wipe) {
      wipe();
    } else if (idle >= limit.warn && !isGoing) {
      if (!dialog.open) {
        dialog.showModal();
        dialog.querySelector("[data-stay]").focus();
      }
      tell(Math.ceil(limit.wipe - idle));
    }
  }

  // While the question stands, only its answer counts: a sleeve on the glass is nobody.
  function touch() {
    if (!dialog.open) {
      touched = Date.now();
    }
  }

  // After printing the question comes at once.
  function printed() {
    touched = Math.min(touched, Date.now() - limits().warn * 1000);
    tick();
  }

  function showPad(field) {
    var pad = document.getElementById("pad").content.firstElementChild.cloneNode(true);
    hidePad();
    field.dataset.pad = field.inputMode;
    field.inputMode = "none";
    field.closest(".field").append(pad);
  }

  function hidePad() {
    var pad = document.querySelector(".pad");
    if (pad) {
      pad.remove();
    }
    document.querySelectorAll("[data-pad]").forEach(function (field) {
      field.inputMode = field.dataset.pad;
      delete field.dataset.pad;
    });
  }

  function press(button) {
    var field = document.querySelector("[data-pad]");
    field.value = button.dataset.sign ? field.value + button.dataset.sign : field.value.slice(0, -1);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The pad stays while a button is pressed: what moves under a finger is not hit.
  function focused(event) {
    var field = event.target;
    if (field.matches("input[inputmode=numeric], input[inputmode=tel]")) {
      showPad(field);
    } else if (field.matches("input, textarea, select") && !field.matches("[data-pad]")) {
      hidePad();
    }
  }

  // No way back: a page takes the place of the one before.
  function follow(event) {
    var link = event.target.closest("a[href]");
    if (link && link.getAttribute("href").charAt(0) !== "#") {
      event.preventDefault();
      location.replace(link.href);
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    frame = document.getElementById("kiosk");
    dialog = document.getElementById("still-there");
    touched = Date.now();
    document.addEventListener("click", follow);
    document.addEventListener("submit", function (event) {
      if (event.target.getAttribute("action") === document.getElementById("clear").getAttribute("action")) {
        event.preventDefault();
        wipe();
      }
    });
    document.addEventListener("focusin", focused);
    document.addEventListener("pointerdown", function (event) {
      if (event.target.closest(".pad")) {
        event.preventDefault();
      }
    });
    document.addEventListener("click", function (event) {
      var button = event.target.closest("[data-sign], [data-stay], [data-leave]");
      if (button && "sign" in button.dataset) {
        press(button);
      } else if (button) {
        ("stay" in button.dataset ? stay : wipe)();
      }
    });
    dialog.addEventListener("cancel", stay);
    // Not "scroll": a page that comes scrolls by itself, and that is nobody.
    ["pointerdown", "touchmove", "wheel", "keydown", "input"].forEach(function (name) {
      document.addEventListener(name, touch, { capture: true, passive: true });
    });
    document.addEventListener("htmx:afterSettle", function (event) {
      if (event.target.id === "main") {
        touch();
      }
    });
    window.addEventListener("afterprint", printed);
    // The first page has nothing to erase.
    if (document.getElementById("clear")) {
      setInterval(tick, TICK);
    }
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      document.getElementById("main").replaceChildren();
      leave();
    }
  });
})();
