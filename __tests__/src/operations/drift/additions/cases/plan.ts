import type { Case } from "./case";

/** As much of a plan's JSON as says what there is in the cloud. */
export function planWith(resources: Case["resources"]): object {
  return {
    prior_state: {
      values: {
        root_module: {
          resources: Object.entries(resources).map(([address, values]) => {
            const [type, name] = address.split(".");
            return { address, mode: "managed", type, name, values };
          }),
        },
      },
    },
  };
}
