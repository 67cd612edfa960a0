// A voice note: what the microphone hears becomes a file in the field beside the button. Without this file, or
// without a microphone, sounds are attached like any file.
(function () {
  "use strict";

  var LONGEST = 5 * 60 * 1000;
  var running = null;

  function canRecord() {
    return Boolean(window.MediaRecorder && navigator.mediaDevices && window.DataTransfer);
  }

  function offer() {
    document.querySelectorAll("[data-recorder]").forEach(function (place) {
      place.hidden = !canRecord();
    });
  }

  function say(place, words) {
    place.querySelector("[data-said]").textContent = words;
  }

  function mark(place, isRunning) {
    var words = place.querySelector("[data-words]");
    words.textContent = isRunning ? words.dataset.stop : words.dataset.start;
    place.querySelector("[data-record]").setAttribute("aria-pressed", String(isRunning));
  }

  // What was chosen before stays chosen.
  function attach(place, recording) {
    var field = document.getElementById(place.dataset.recorder);
    var chosen = new DataTransfer();
    Array.from(field.files).forEach(function (file) {
      chosen.items.add(file);
    });
    chosen.items.add(recording);
    field.files = chosen.files;
    say(place, place.querySelector("[data-said]").dataset.attached);
  }

  function begin(place, stream) {
    var heard = [];
    var recorder = new MediaRecorder(stream);
    var limit = setTimeout(stop, LONGEST);
    recorder.addEventListener("dataavailable", function (event) {
      heard.push(event.data);
    });
    recorder.addEventListener("stop", function () {
      clearTimeout(limit);
      stream.getTracks().forEach(function (track) {
        track.stop();
      });
      var type = recorder.mimeType.split(";")[0];
      var ending = type.indexOf("mp4") >= 0 ? "m4a" : type.indexOf("ogg") >= 0 ? "ogg" : "webm";
      attach(place, new File(heard, "voice-note." + ending, { type: type }));
      mark(place, false);
      running = null;
    });
    running = recorder;
    recorder.start();
    mark(place, true);
    say(place, "");
  }

  function stop() {
    if (running && running.state !== "inactive") {
      running.stop();
    }
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-record]");
    if (!button) {
      return;
    }
    if (running) {
      stop();
      return;
    }
    var place = button.closest("[data-recorder]");
    navigator.mediaDevices.getUserMedia({ audio: true }).then(
      function (stream) {
        begin(place, stream);
      },
      function () {
        say(place, place.querySelector("[data-said]").dataset.noMicrophone);
      }
    );
  });
  document.addEventListener("DOMContentLoaded", offer);
  document.addEventListener("htmx:afterSettle", offer);
})();
