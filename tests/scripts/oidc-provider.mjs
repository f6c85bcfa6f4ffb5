// A provider of sign-ins for tests (oidc-provider, certified for OpenID Connect). Whoever comes is who `login_hint` says, without a page:
// "SUBJECT|ADDRESS|yes or no: is it verified|NAME". The first line of standard output says on which ports it listens.
//
//   node oidc-provider.mjs FOLDER BACK     FOLDER holds node_modules; BACK is where browsers are led back to
//
// Beside it stands an impostor: it says that it is itself, and gives out what the real one signed.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [folder, back] = process.argv.slice(2);
const require = createRequire(join(folder, "x.js"));
const { Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));

const listening = (server) => new Promise((done) => server.listen(0, "127.0.0.1", () => done(server.address().port)));
const real = createServer((request, response) => answer(request, response));
const port = await listening(real);
const issuer = `http://localhost:${port}`;

// What is known of whoever came, by subject: what they last said.
const people = new Map();

const provider = new Provider(issuer, {
  clients: [{ client_id: "nabta", client_secret: "a secret of the test", redirect_uris: [back], grant_types: ["authorization_code"], response_types: ["code"] }],
  claims: { email: ["email", "email_verified"], profile: ["name"] },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["a key of the test"] },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
});
provider.on("server_error", (_context, error) => console.error(error));
const callback = provider.callback();

async function answer(request, response) {
  if (!request.url.startsWith("/interaction/")) return callback(request, response);
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    const [subject, email, verified, name] = params.login_hint.split("|");
    people.set(subject, email ? { email, email_verified: verified === "yes", name } : { name });
    return provider.interactionFinished(request, response, { login: { accountId: subject } });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid email profile");
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

let impostorPort;
const impostor = createServer(async (_request, response) => {
  const said = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  response.setHeader("content-type", "application/json").end(JSON.stringify({ ...said, issuer: `http://localhost:${impostorPort}` }));
});
impostorPort = await listening(impostor);

console.log(JSON.stringify({ port, impostor: impostorPort }));
// It ends with whoever started it.
process.stdin.on("end", () => process.exit(0)).resume();
