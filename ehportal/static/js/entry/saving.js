// Keeps the draft on the server while somebody types: a pause after the last change, one request at
// a time. It says "saved" of nothing that the server did not answer for, and it tries again.

const PAUSE = 2000;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60000;
const PATIENCE = 20000;
const HEARTBEAT = 60000;
// A body that a browser still sends while its page goes away.
const LONGEST_FAREWELL = 60000;

export const FAILED = {
  OFFLINE: "Not saved: no connection. Keep this page open.",
  TROUBLE: "Not saved: the portal did not answer as it should. Keep this page open; it tries again.",
  GONE: "Not saved: you may not change this any more. Copy what you typed.",
};

export class Saver {
  // `tell` is given the state in a word, and what to say where the portal or this file has words.
  constructor({ address, rows, tell, answered, takeToken, pause = PAUSE }) {
    Object.assign(this, { address, rows, tell, answered, takeToken, pause });
    this.request = null;
    this.timer = null;
    this.retry = FIRST_RETRY;
    this.failure = "";
    this.isSignedOut = false;
    this.isStopped = false;
    this.lastActive = 0;
  }

  start() {
    window.addEventListener("online", () => this.comeBack());
    window.addEventListener("focus", () => this.comeBack());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") {
        this.sayFarewell();
      } else {
        this.comeBack();
      }
    });
    window.addEventListener("pagehide", () => this.sayFarewell());
    // Only while somebody works here: an open page alone keeps nobody signed in.
    setInterval(() => {
      if (document.visibilityState === "visible" && Date.now() - this.lastActive < 2 * HEARTBEAT) {
        this.lastActive = 0;
        this.save();
      }
    }, HEARTBEAT);
  }

  changed() {
    if (this.isStopped || this.isSignedOut) {
      return;
    }
    if (!this.failure) {
      this.tell("unsaved");
    }
    this.later(this.failure ? Math.max(this.pause, this.retry) : this.pause);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  comeBack() {
    if (this.isSignedOut) {
      this.signInAgain();
    } else if (this.failure && !this.request) {
      this.save();
    }
  }

  // The newest words go along with the page; a request under way is given up for them.
  sayFarewell() {
    if (this.isStopped || this.isSignedOut || !this.rows.hasNews) {
      return;
    }
    this.request?.abort();
    this.request = null;
    this.save({ isFarewell: true });
  }

  // Whether everything that could be sent was acknowledged.
  async save({ isFarewell = false } = {}) {
    clearTimeout(this.timer);
    if (this.isStopped) {
      return false;
    }
    if (this.request) {
      await this.underWay;
      return this.save();
    }
    const request = new AbortController();
    const patience = setTimeout(() => request.abort(), PATIENCE);
    this.request = request;
    this.tell("saving");
    this.underWay = this.send(request, isFarewell).finally(() => {
      clearTimeout(patience);
      if (this.request === request) {
        this.request = null;
      }
    });
    return this.underWay;
  }

  async send(request, isFarewell, isSecondTry = false) {
    const batch = this.rows.collect();
    let response;
    let answer;
    try {
      response = await fetch(this.address, {
        method: "POST",
        body: batch.body,
        redirect: "manual",
        cache: "no-store",
        keepalive: isFarewell && batch.body.toString().length < LONGEST_FAREWELL,
        signal: request.signal,
      });
      answer = await readJson(response);
    } catch {
      return this.request === request ? this.fail(FAILED.OFFLINE) : false;
    }
    if (this.request !== request) {
      // A newer request took its place; that one's answer counts.
      return false;
    }
    if (response.ok && answer?.saved) {
      return this.succeed(answer, batch);
    }
    if (response.status === 403 && !isSecondTry) {
      const outcome = await this.freshToken();
      return outcome === "fresh" ? this.send(request, isFarewell, true) : this.refused(outcome);
    }
    return this.refused(outcomeOf(response.status, answer), answer);
  }

  succeed(answer, batch) {
    this.retry = FIRST_RETRY;
    this.failure = "";
    this.rows.acknowledge(answer, batch);
    this.answered(answer);
    if (this.rows.hasNews) {
      // Words that the portal could not keep are sent again once they are changed, not before.
      const isSame = answer.left > 0;
      this.tell(isSame ? "partly" : "unsaved", answer);
      if (!isSame) {
        this.later(this.pause);
      }
      return false;
    }
    this.tell(this.rows.isDirty ? "partly" : "saved", answer);
    return true;
  }

  refused(outcome, answer) {
    if (outcome === "signed out") {
      this.isSignedOut = true;
      this.tell("signed out");
    } else if (outcome === "final") {
      this.isStopped = true;
      this.tell("failed", answer?.refused ? `Not saved. ${answer.refused}` : FAILED.GONE);
    } else {
      this.fail(outcome === "offline" ? FAILED.OFFLINE : FAILED.TROUBLE);
    }
    return false;
  }

  fail(words) {
    if (!this.rows.isDirty) {
      // A heartbeat that found nobody: nothing is lost by it.
      this.tell("quiet");
      return false;
    }
    this.failure = words;
    this.tell("failed", words);
    this.later(this.retry);
    this.retry = Math.min(this.retry * 2, LONGEST_RETRY);
    return false;
  }

  // ---- signing in again, in another tab ----

  async freshToken() {
    try {
      const response = await fetch(this.address, { redirect: "manual", cache: "no-store" });
      const answer = await readJson(response);
      if (response.ok && answer?.token) {
        this.takeToken(answer.token);
        return "fresh";
      }
      return outcomeOf(response.status, answer);
    } catch {
      return "offline";
    }
  }

  async signInAgain() {
    if ((await this.freshToken()) === "fresh") {
      this.isSignedOut = false;
      this.save();
    }
  }
}

function outcomeOf(status, answer) {
  if (status === 401) {
    return "signed out";
  }
  return [403, 404].includes(status) || answer?.refused ? "final" : "trouble";
}

async function readJson(response) {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? response.json() : null;
}
