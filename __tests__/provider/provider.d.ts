import type { ProviderMirror } from "../support/provider-mirror";

declare module "vitest" {
  interface ProvidedContext {
    /** AWS's provider, or why there is none. */
    provider: ProviderMirror | string;
  }
}
