// Requests to our own server. A failure is an Error with `status`, 0 when no answer came.

const PATIENCE = 20000;

export function makeWire({ charity, base }, store) {
  const chat = new URL(charity + "/", base).href;
  const hook = new URL("../hooks/" + charity + "/web", base).href;
  let opening = null;

  // One request for a session, however many ask; of two tabs that open at once the first one wins.
  async function token() {
    if (store.get("token")) return store.get("token");
    if (!opening) opening = request(chat + "session", { method: "POST" }).then(json);
    try {
      const session = await opening;
      if (!store.get("token")) store.set("token", session.token);
    } finally {
      opening = null;
    }
    return store.get("token");
  }

  async function signed(url, options) {
    const used = await token();
    const headers = Object.assign({ Authorization: "Bearer " + used }, options.headers);
    try {
      return await request(url, Object.assign({}, options, { headers }));
    } catch (error) {
      // A session that the server no longer knows (its secret was changed) is of no use to anybody.
      if ((error.status === 401 || error.status === 403) && store.get("token") === used) store.set("token", "");
      throw error;
    }
  }

  async function messages(after) {
    const query = after === undefined ? "" : "?after=" + after;
    return json(await signed(chat + "messages" + query, {}));
  }

  async function post(message) {
    await signed(hook, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message),
    });
  }

  // Not by fetch: only XMLHttpRequest tells how far an upload has come.
  async function upload(file, onProgress) {
    const bearer = await token();
    return new Promise((resolve, reject) => {
      const form = new FormData();
      form.append("file", file, file.name);
      const xhr = new XMLHttpRequest();
      xhr.open("POST", chat + "files");
      xhr.setRequestHeader("Authorization", "Bearer " + bearer);
      xhr.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
      xhr.onerror = () => reject(failure(0));
      xhr.onload = () => (xhr.status === 201 ? resolve(JSON.parse(xhr.responseText)) : reject(failure(xhr.status)));
      xhr.send(form);
    });
  }

  // Reads events until the connection ends. Returns false where this browser cannot read a body as it comes.
  async function events(after, onLine, onLife, signal) {
    const headers = { Accept: "text/event-stream", "Last-Event-ID": String(after) };
    const response = await signed(chat + "events", { headers, signal, cache: "no-store" });
    if (!response.body || !response.body.getReader) return false;
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let buffer = "";
    for (;;) {
      const part = await reader.read();
      if (part.done) return true;
      onLife();
      buffer = (buffer + decoder.decode(part.value, { stream: true })).replace(/\r\n/g, "\n");
      const blocks = buffer.split("\n\n");
      buffer = blocks.pop();
      blocks.forEach((block) => {
        const data = block.split("\n").filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
        if (data.length) onLine(JSON.parse(data.join("\n")));
      });
    }
  }

  return { messages, post, upload, events };
}

async function request(url, options) {
  // A dead mobile connection may never answer. The message has an id, so asking again does no harm.
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(failure(0)), PATIENCE);
  });
  try {
    const response = await Promise.race([fetch(url, options), late]);
    if (!response.ok) throw failure(response.status);
    return response;
  } catch (error) {
    throw error.status === undefined ? failure(0) : error;
  } finally {
    clearTimeout(timer);
  }
}

function json(response) {
  return response.json();
}

function failure(status) {
  const error = new Error("request failed: " + status);
  error.status = status;
  return error;
}
