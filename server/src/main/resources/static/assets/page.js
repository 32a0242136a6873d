// Small helps on top of pages that work without them.
(function () {
  "use strict";

  // The answer to a form is an entry of the history that can be loaded again without sending it twice.
  var here = document.querySelector('meta[name="here"]');
  if (here) history.replaceState(null, "", here.content);

  // A form is sent once: its button says that it is under way.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method === "dialog") return;
    if (event.defaultPrevented || form.dataset.sent) {
      if (form.dataset.sent) event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    var button = event.submitter;
    if (button && button.classList.contains("visually-hidden")) {
      // The Enter key presses a hidden one: the form's own shows it.
      button = Array.from(form.querySelectorAll("button[type=submit]:not([formaction])")).pop();
    }
    if (button) {
      button.classList.add("btn-loading");
      button.setAttribute("aria-busy", "true");
    }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
    document.querySelectorAll(".btn-loading").forEach(function (button) {
      button.classList.remove("btn-loading");
      button.removeAttribute("aria-busy");
    });
  });

  // Counts down the seconds until another code may be asked for.
  function countDown(root) {
    root.querySelectorAll("[data-countdown]").forEach(function (element) {
      var seconds = Number(element.dataset.countdown);
      var number = element.querySelector("[data-countdown-number]");
      var button = document.getElementById("send-code");
      if (!number || !button || !(seconds > 0)) return;
      button.disabled = true;
      var timer = setInterval(function () {
        seconds -= 1;
        if (seconds > 0 && document.contains(element)) {
          number.textContent = String(seconds);
          return;
        }
        clearInterval(timer);
        if (!document.contains(element)) return;
        button.disabled = false;
        element.hidden = true;
      }, 1000);
    });
  }
  countDown(document);
  // After the request, not the swap: only then is the button given back.
  document.addEventListener("htmx:afterRequest", function () {
    countDown(document);
  });
  // What a script could not do, the form does.
  document.addEventListener("htmx:responseError", function (event) {
    var button = event.detail.elt;
    if (button.form) button.form.requestSubmit(button);
  });

  // What a link leads to is shown in front of the page, where the page has it already.
  document.querySelectorAll("a[data-dialog]").forEach(function (link) {
    var dialog = document.getElementById(link.dataset.dialog);
    if (!dialog || !dialog.showModal) return;
    link.addEventListener("click", function (event) {
      event.preventDefault();
      dialog.showModal();
    });
  });

  // Lists that filter by a choice do so at once. Who goes through the choices by keyboard presses the button.
  document.querySelectorAll("select[data-submits]").forEach(function (select) {
    var byKeyboard = false;
    select.addEventListener("keydown", function () {
      byKeyboard = true;
    });
    select.addEventListener("pointerdown", function () {
      byKeyboard = false;
    });
    select.addEventListener("change", function () {
      if (!byKeyboard) select.form.requestSubmit();
    });
  });

  // A form that only leads on is sent by itself; without this its button is pressed.
  var leading = document.querySelector("form[data-submit-now]");
  if (leading) leading.requestSubmit(leading.querySelector("button[type=submit]"));

  // What is wrong with a form is read first.
  var summary = document.getElementById("problems");
  if (summary) summary.focus();
})();
