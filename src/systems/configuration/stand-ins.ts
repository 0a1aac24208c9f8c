/**
 * Values that the client has not given yet, marked in this one place.
 *
 * Each is made so that it can't be mistaken for a real one (AWS's documentation account, a reserved
 * example domain) or is the default that a client would expect. Replace them here; a value that is
 * still listed here has not been decided by anybody.
 */
export const standIns = {
  /** The account id that AWS's own documentation uses. */
  accountId: "111122223333",
  /** RFC 2606 reserves example.com, so no certificate for it can exist. */
  domain: "test-app.example.com",
  /** Amazon Linux 2023 in its release of 2026-04-27, without the application in it. */
  machineImage: { owner: "137112412989", name: "al2023-ami-2023.11.20260427.1-kernel-6.1-x86_64" },
  /** Port on which the application answers the load balancer, over HTTP. */
  applicationPort: 80,
  healthCheckPath: "/health",
  /** Where this project is on GitHub, as the tokens of its jobs spell it (docs/github.md). */
  gitHubRepository: "example/infrastructure",
} as const;
