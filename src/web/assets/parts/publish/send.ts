const progress = document.querySelector<HTMLProgressElement>("#progress")!;

interface Answer {
  status: number;
  text: string;
}

/** Sends something and shows how far it is, which `fetch` cannot tell. */
function exchange(method: string, url: string, body: XMLHttpRequestBodyInit, headers: Record<string, string>) {
  return new Promise<Answer>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progress.hidden = false;
      progress.value = total > 0 ? loaded / total : 0;
    });
    request.addEventListener("load", () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener("error", () => reject(new Error(`${method} ${url} did not get through`)));
    request.send(body);
  });
}

const JSON_WANTED = { accept: "application/json" };

/** The whole form, file and all. */
export const sendForm = (form: HTMLFormElement, dryRun: boolean): Promise<void> =>
  guarded(async () => finish(await exchange("POST", form.action, dataOf(form, dryRun), JSON_WANTED)));

/** A module that is too large for a form: says what is to come, sends it to storage, and has it published. */
export const announce = (form: HTMLFormElement, file: File, dryRun: boolean): Promise<void> =>
  guarded(async () => {
    const data = dataOf(form, dryRun);
    data.delete("file");
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    data.set("checksum", [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    data.set("file_size", `${file.size}`);
    const announced = await exchange("POST", "/publish/uploads", data, JSON_WANTED);
    if (announced.status !== 202) return finish(announced);
    const ticket = JSON.parse(announced.text) as Ticket;
    // The browser itself says how long the body is.
    const { "content-length": _, ...headers } = ticket.upload_headers;
    const stored = await exchange("PUT", ticket.upload_url, file, headers);
    if (stored.status !== 200) throw new Error(`The storage answered ${stored.status}`);
    const token = new FormData();
    token.set("form_token", data.get("form_token") as string);
    finish(await exchange("POST", `/publish/uploads/${ticket.upload_id}/complete`, token, JSON_WANTED));
  });

interface Ticket {
  upload_id: string;
  upload_url: string;
  upload_headers: Record<string, string>;
}

function dataOf(form: HTMLFormElement, dryRun: boolean): FormData {
  const data = new FormData(form);
  if (dryRun) data.set("dry_run", "true");
  return data;
}

/** Published: goes there. Otherwise the answer is this page with a report, or an error's page. */
function finish({ status, text }: Answer): void {
  if (status === 201) return location.assign((JSON.parse(text) as { location: string }).location);
  const answered = new DOMParser().parseFromString(text, "text/html");
  const report = answered.querySelector("#report");
  if (report) show(report);
  else say(answered.querySelector(".problem .lead")?.textContent ?? `The registry answered ${status}`);
}

function say(text: string): void {
  const report = document.createElement("div");
  report.id = "report";
  report.setAttribute("role", "status");
  report.tabIndex = -1;
  const line = document.createElement("p");
  line.className = "form-problem";
  line.textContent = text;
  report.append(line);
  show(report);
}

function show(report: Element): void {
  document.querySelector("#report")!.replaceWith(report);
  (report as HTMLElement).focus();
}

async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}; try again.`);
  } finally {
    progress.hidden = true;
  }
}
