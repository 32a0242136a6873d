"use strict";
// Shows that time is passing; without this the browser's own sign has to do.
document.getElementById("clock-form").addEventListener("submit", (event) => {
  document.getElementById("clock-working").hidden = false;
  // Later, so that the pressed button's value is still sent.
  setTimeout(() => {
    for (const button of event.target.querySelectorAll("button")) {
      button.disabled = true;
    }
  });
});
