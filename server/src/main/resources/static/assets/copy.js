// Buttons that copy the id beside them. Without this file they stay hidden.
(function () {
  "use strict";

  // What is said when something was copied, for those who do not see the button.
  var status = document.createElement("div");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  // Where the page is not served safely there is no clipboard but by selecting.
  function select(text) {
    var field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("not copied"));
  }

  function copy(text) {
    return navigator.clipboard ? navigator.clipboard.writeText(text) : select(text);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    copy(button.dataset.copy).then(
      function () {
        status.textContent = button.dataset.copied;
        button.classList.add("text-success");
        setTimeout(function () {
          button.classList.remove("text-success");
          status.textContent = "";
        }, 2000);
      },
      function () {
        button.hidden = true;
      },
    );
  });

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
  });
})();
