// Strangers who guess a password, each from an address of their own: without a browser, and as fast as the server answers.
import { request } from "node:http";

export interface Answer {
  status: number;
  body: string;
  opened: boolean;
}

/** One guess. */
export function guess(url: string, name: string, password: string, from: string): Promise<Answer> {
  const form = new URLSearchParams({ name, password }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": form.length, "x-forwarded-for": from };
  return new Promise((done, failed) => {
    request(new URL("/signin", url), { method: "POST", headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => (body += part));
      response.on("end", () => done({ status: response.statusCode ?? 0, body, opened: `${response.headers["set-cookie"] ?? ""}`.includes("session") }));
    })
      .on("error", failed)
      .end(form);
  });
}

/** `tries` guesses from `places` addresses, eight at a time. */
export async function attack(url: string, name: string, tries: number, places: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const one = async () => {
    for (let n = next++; n < tries; n = next++) answers.push(await guess(url, name, `tebakan nomor ${n}`, `36.80.${n % places}.7`));
  };
  await Promise.all(Array.from({ length: 8 }, one));
  return answers;
}
