// Django's own widgets leave some of their parts without a name or out of the keyboard's reach: here they get both,
// after jQuery has made them.
"use strict";

function giveNames() {
  for (const chosen of document.querySelectorAll(".select2-selection__rendered")) {
    const select = document.getElementById(chosen.id.replace(/^select2-|-container$/g, ""));
    chosen.setAttribute("aria-label", select?.labels[0]?.textContent.trim() ?? "Chosen");
  }
  for (const tip of document.querySelectorAll(".help-tooltip[aria-label]")) tip.setAttribute("role", "img");
  for (const table of document.querySelectorAll(".inline-group")) table.tabIndex = 0;
}

window.addEventListener("load", () => django.jQuery(giveNames));
