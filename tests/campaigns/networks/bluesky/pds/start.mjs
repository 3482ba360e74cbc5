// Bluesky's own server on loopback, with a directory of identities in memory and a view that counts reactions. Ends when
// standard input is closed. Arguments: the port of each, and the folder for data. https://github.com/bluesky-social/atproto
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { argv, env as environment, exit, stdin } from "node:process";

import { Secp256k1Keypair } from "@atproto/crypto";
import { PDS, envToCfg, envToSecrets } from "@atproto/pds";
import plc from "@did-plc/server";

const [pdsPort, plcPort, viewPort, folder] = argv.slice(2);
const directory = plc.PlcServer.create({ db: plc.Database.mock(), port: Number(plcPort) });
await directory.start();

const rotation = await Secp256k1Keypair.create({ exportable: true });
const env = {
  devMode: true,
  hostname: "localhost",
  port: Number(pdsPort),
  dataDirectory: folder,
  blobstoreDiskLocation: `${folder}/blobs`,
  didPlcUrl: `http://localhost:${plcPort}`,
  bskyAppViewUrl: `http://localhost:${viewPort}`,
  bskyAppViewDid: "did:web:view.test",
  serviceHandleDomains: [".test"],
  inviteRequired: false,
  disableSsrfProtection: true,
  rateLimitsEnabled: environment.RATE_LIMITS === "1",
  jwtSecret: randomBytes(16).toString("hex"),
  adminPassword: randomBytes(16).toString("hex"),
  plcRotationKeyK256PrivateKeyHex: Buffer.from(await rotation.export()).toString("hex"),
};
const pds = await PDS.create(envToCfg(env), envToSecrets(env));
await pds.start();

// The real view reads all servers of the world into PostgreSQL. This one asks the only server there is.
const ask = async (method, query) => {
  const answer = await fetch(`http://localhost:${pdsPort}/xrpc/${method}?${new URLSearchParams(query)}`);
  return answer.json();
};
const recordsOf = async (repo, collection) =>
  (await ask("com.atproto.repo.listRecords", { repo, collection, limit: 100 })).records.map((one) => one.value);
const view = createServer(async (request, response) => {
  const { repos } = await ask("com.atproto.sync.listRepos", {});
  const all = async (name) => (await Promise.all(repos.map(({ did }) => recordsOf(did, `app.bsky.feed.${name}`)))).flat();
  const [likes, reposts, posts] = await Promise.all(["like", "repost", "post"].map(all));
  const posted = new URL(request.url, "http://view.test").searchParams.getAll("uris").map((uri) => ({
    uri,
    cid: "bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a",
    author: { did: uri.split("/")[2], handle: "somebody.test" },
    record: { $type: "app.bsky.feed.post", text: "", createdAt: "2026-01-01T00:00:00Z" },
    indexedAt: "2026-01-01T00:00:00Z",
    likeCount: likes.filter(({ subject }) => subject.uri === uri).length,
    repostCount: reposts.filter(({ subject }) => subject.uri === uri).length,
    quoteCount: posts.filter(({ embed }) => embed?.record?.uri === uri).length,
    replyCount: posts.filter(({ reply }) => reply?.parent.uri === uri).length,
  }));
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ posts: posted }));
});
view.listen(Number(viewPort), "localhost");
console.log("READY");
stdin.on("end", () => exit(0)).resume();
