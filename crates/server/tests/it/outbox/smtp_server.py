"""A real SMTP server for tests (Debian's python3-aiosmtpd). It prints its port, then each message that it took, as JSON lines.

Arguments: the certificate and key for STARTTLS, or nothing for plain SMTP. With them it also asks for a sign-in.
What it does with a recipient is in the name: unknown@ 550, busy@ 451, later@ 451 once and then 250, silent@ never an answer.
It ends when its standard input does.
"""

import asyncio
import json
import os
import ssl
import sys
import threading
from email import policy
from email.parser import BytesParser

from aiosmtpd.smtp import SMTP, AuthResult


def say(value):
    print(json.dumps(value), flush=True)


class Handler:
    def __init__(self):
        self.seen = set()
        self.sessions = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "unknown":
            return "550 5.1.1 no such mailbox: " + address
        if name == "busy" or (name == "later" and address not in self.seen):
            self.seen.add(address)
            return "451 4.2.1 come back later: " + address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if session.peer not in self.sessions:
            self.sessions.append(session.peer)
        mail = BytesParser(policy=policy.default).parsebytes(envelope.content)
        say({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": {name.lower(): str(value) for name, value in mail.items()},
            "text": mail.get_body(("plain",)).get_content(),
            "html": mail.get_body(("html",)).get_content(),
            "encrypted": session.ssl is not None,
            "user": session.auth_data.login.decode() if session.authenticated else None,
            "connection": self.sessions.index(session.peer),
        })
        if envelope.rcpt_tos[0].startswith("silent@"):
            await asyncio.Event().wait()
        return "250 OK"


def sign_in(server, session, envelope, mechanism, data):
    good = data.login == b"kunci@nusa" and data.password == b"p:w/d%"
    return AuthResult(success=good, auth_data=data)


async def main():
    handler, options = Handler(), {}
    if len(sys.argv) > 1:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": sign_in}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="relay", loop=loop, **options), "127.0.0.1", 0)
    say({"port": server.sockets[0].getsockname()[1]})
    await server.serve_forever()


def end_with_input():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
asyncio.run(main())
