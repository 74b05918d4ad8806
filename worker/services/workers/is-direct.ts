import { lookup } from "node:dns/promises";
import pg from "pg";

/**
 * Whether the address at which we reach the database is the server's own. Then a refused connection means that
 * nobody listens there, for anybody. With a proxy or a translated address in between, it may be refused to
 * this machine alone.
 */
export async function isServerDirect(pool: pg.Pool, url: string): Promise<boolean> {
  const { host, port } = new pg.Client({ connectionString: url });
  if (host.startsWith("/")) return true;
  const { rows } = await pool.query<{ address: string | null; port: number | null }>(
    "SELECT host(inet_server_addr()) AS address, inet_server_port() AS port",
  );
  const [server] = rows;
  if (!server?.address || server.port !== port) return false;
  const addresses = await lookup(host, { all: true }).catch(() => []);
  return addresses.some(({ address }) => address === server.address);
}
