"use strict";

// Sends a form of the page as the request that it describes, and shows the answer as text.

const LONGEST_SHOWN = 100000;

function addressOf(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  for (const input of form.querySelectorAll("[data-place]")) {
    if (input.dataset.place === "path") {
      path = path.replace(`{${input.name}}`, encodeURIComponent(input.value.trim()));
    } else if (input.value !== "") {
      query.append(input.name, input.value);
    }
  }
  return query.size ? `${path}?${query}` : path;
}

function requestOf(form) {
  const request = { method: form.dataset.method };
  const body = form.querySelector("textarea");
  const files = form.querySelector("[type=file]");
  if (body) {
    request.headers = { "Content-Type": "application/json" };
    request.body = body.value;
  } else if (files) {
    request.body = new FormData();
    for (const file of files.files) request.body.append("file", file);
  }
  return request;
}

async function shown(answer) {
  const text = await answer.text();
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(form) {
  const output = form.querySelector("output");
  const address = addressOf(form);
  output.hidden = false;
  output.querySelector("code").textContent = `${form.dataset.method} ${address}`;
  const pre = output.querySelector("pre");
  pre.textContent = "…";
  try {
    const answer = await fetch(address, requestOf(form));
    const text = await shown(answer);
    pre.textContent = `${answer.status} ${answer.statusText}\n${text.slice(0, LONGEST_SHOWN)}`;
  } catch (error) {
    pre.textContent = `The service did not answer: ${error.message}`;
  }
}

for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
