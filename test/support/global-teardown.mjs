export default async function globalTeardown() {
  await globalThis.verdictTestServers?.stop();
}
