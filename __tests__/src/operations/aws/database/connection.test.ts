import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connect } from "../../../../../src/operations/aws/database/connection";
import { describeWithTools } from "../../../../support/external-tools";
import { MariaDb, newPassword } from "../../../../support/mariadb";

class SilentServer implements Disposable {
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => this.sockets.add(socket));
  readonly port: Promise<number>;

  constructor() {
    this.server.listen(0, "localhost");
    this.port = once(this.server, "listening").then(
      () => (this.server.address() as AddressInfo).port,
    );
  }

  [Symbol.dispose](): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

describeWithTools(
  "the password of the master user goes",
  ["mariadbd", "mariadb-install-db", "openssl"],
  () => {
    let server: MariaDb;
    beforeAll(async () => {
      server = await MariaDb.start();
    });
    afterAll(async () => {
      await server?.[Symbol.asyncDispose]();
    });

    it("to no server of another authority", async () => {
      await expect(connect(server, server.master)).rejects.toThrow(
        /^connecting to localhost:\d+ failed, HANDSHAKE_SSL_ERROR/,
      );
    });

    it("to no server with another name", async () => {
      await using other = await MariaDb.start({ tlsName: "database.example.com" });
      await expect(other.connection()).rejects.toThrow(/failed, HANDSHAKE_SSL_ERROR: Hostname/);
    });

    it("to no server without TLS", async () => {
      await using plain = await MariaDb.start({ tlsName: null });
      await expect(plain.connection()).rejects.toThrow(/failed, HANDSHAKE_NO_SSL_SUPPORT/);
    });

    it("to no server that takes the connection and says nothing", async () => {
      using silent = new SilentServer();
      await expect(
        connect({ host: "localhost", port: await silent.port }, server.master),
      ).rejects.toThrow(/failed, ETIMEDOUT.*security groups/);
    });

    it("into no error", async () => {
      const wrong = { username: "master", password: newPassword() };
      const error = await server.connection(wrong).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        message: expect.stringContaining("may just have been rotated"),
      });
      expect(JSON.stringify({ ...(error as Error), cause: (error as Error).cause })).toBe(
        '{"name":"DatabaseConnectionError"}',
      );
      expect((error as Error).stack).not.toMatch(new RegExp(`${wrong.password}|'master'`));
    });
  },
);
