// Between the page's JSON, in which bytes are base64url, and what the browser takes and gives.

export type Options = PublicKeyCredentialCreationOptions | PublicKeyCredentialRequestOptions;

interface Listed {
  type: "public-key";
  id: string;
  transports: AuthenticatorTransport[];
}

interface Page {
  challenge: string;
  user?: { id: string; name: string; displayName: string };
  allowCredentials?: Listed[];
  excludeCredentials?: Listed[];
}

/** The options that a page carries. */
export function readOptions(json: string): Options {
  const page = JSON.parse(json) as Page;
  const list = (these: Listed[] | undefined) => these?.map(({ id, ...rest }) => ({ ...rest, id: bytes(id) }));
  return {
    ...page,
    challenge: bytes(page.challenge),
    ...(page.user && { user: { ...page.user, id: bytes(page.user.id) } }),
    ...(page.allowCredentials && { allowCredentials: list(page.allowCredentials) }),
    ...(page.excludeCredentials && { excludeCredentials: list(page.excludeCredentials) }),
  } as Options;
}

/** The browser's answer as the server reads it. */
export function readAnswer(credential: PublicKeyCredential): unknown {
  const { response, authenticatorAttachment } = credential;
  const answer = { id: text(credential.rawId), type: credential.type, authenticatorAttachment };
  const clientDataJSON = text(response.clientDataJSON);
  if ("attestationObject" in response) {
    const made = response as AuthenticatorAttestationResponse;
    return { ...answer, response: { clientDataJSON, attestationObject: text(made.attestationObject), transports: made.getTransports?.() ?? [] } };
  }
  const { authenticatorData, signature, userHandle } = response as AuthenticatorAssertionResponse;
  return {
    ...answer,
    response: { clientDataJSON, authenticatorData: text(authenticatorData), signature: text(signature), userHandle: userHandle && text(userHandle) },
  };
}

/** base64url, without padding. */
export function text(bytes: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function bytes(text: string): ArrayBuffer {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0)).buffer;
}
