// A mail server for tests (smtp-server, by the makers of Nodemailer): STARTTLS, a name and a password, and addresses that tell it what to
// do. Each letter that it takes is one line of JSON on standard output; the first line says on which port it listens.
//
//   node smtp-sink.mjs FOLDER KEY CERTIFICATE [PORT [tls]]     FOLDER holds node_modules; tls: from the beginning
//
//   defer@…    is told to come back (451), twice; then it is taken
//   refuse@…   is refused for good (550)
//   hang@…     gets no answer to its text
//   cut@…      has the connection cut in the middle of its text
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, key, certificate, port, tls] = process.argv.slice(2);
const require = createRequire(join(folder, "x.js"));
const { SMTPServer } = require("smtp-server");
const { simpleParser } = require("mailparser");

const deferred = new Map();
const local = (session) => session.envelope.rcptTo[0].address.split("@")[0];
const said = (code, text) => Object.assign(new Error(text), { responseCode: code });

const server = new SMTPServer({
  secure: tls === "tls",
  key: readFileSync(key),
  cert: readFileSync(certificate),
  authOptional: false,
  allowInsecureAuth: false,
  closeTimeout: 200,
  onAuth(auth, _session, done) {
    const right = auth.username === "nabta" && auth.password === "a password of the test";
    done(right ? null : said(535, "no"), right ? { user: auth.username } : undefined);
  },
  onRcptTo(address, _session, done) {
    done(address.address.startsWith("refuse@") ? said(550, `nobody is called ${address.address}`) : null);
  },
  onData(stream, session, done) {
    const who = local(session);
    if (who === "cut") {
      stream.once("data", () => session.secureConnection || session);
      stream.on("data", () => {});
      for (const connection of server.connections) connection._socket.destroy();
      return;
    }
    simpleParser(stream).then((mail) => {
      if (who === "hang") return;
      const tries = (deferred.get(mail.messageId) ?? 0) + 1;
      deferred.set(mail.messageId, tries);
      if (who === "defer" && tries <= 2) return done(said(451, "come back"));
      const { subject, text, html, messageId } = mail;
      const to = session.envelope.rcptTo.map((rcpt) => rcpt.address);
      const headers = mail.headerLines.map((line) => line.key);
      console.log(JSON.stringify({ to, from: mail.from.text, subject, text, html, messageId, headers, secure: session.secure }));
      done(null);
    });
  },
});
server.on("error", () => {});
server.listen(Number(port ?? 0), "127.0.0.1", () => console.log(JSON.stringify({ port: server.server.address().port })));
process.stdin.on("end", () => process.exit(0)).resume();
