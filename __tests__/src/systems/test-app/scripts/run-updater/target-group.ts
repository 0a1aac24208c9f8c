import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { parameterShortcut, plain, ROLE_ACCESS_KEY } from "../stand-ins";

/** Thrown where the role may not do it. */
export class Denied extends Error {}

/** A target group as Elastic Load Balancing's API shows and changes it. What throws has failed. */
export interface Targets {
  /** Whoever is registered or drains, with the state. */
  readonly list: () => ReadonlyMap<string, string>;
  readonly register: (id: string) => void;
  readonly deregister: (id: string) => void;
}

export const targetGroupArn =
  "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/test-app/0123456789abcdef";

/**
 * Elastic Load Balancing's query API for one target group.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/Welcome.html
 */
export function elasticLoadBalancing(targets: Targets) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await text(request));
    const action = form.get("Action") ?? "";
    const id = form.get("Targets.member.1.Id") ?? "";
    const isPlain = request.headers.accept === plain;
    const isOwn = request.headers.authorization?.includes(ROLE_ACCESS_KEY);
    try {
      if (form.get("TargetGroupArn") !== targetGroupArn || !(isPlain || isOwn))
        throw new Denied("not this target group, or not the role's credentials");
      if (action === "RegisterTargets") targets.register(id);
      if (action === "DeregisterTargets") targets.deregister(id);
      const listed = action === "DescribeTargetHealth" ? [...targets.list()] : [];
      response.end(
        isPlain ? listed.map((each) => `${each.join("\t")}\n`).join("") : xml(action, listed),
      );
    } catch (error) {
      const isDenied = error instanceof Denied;
      const code = isDenied ? "AccessDenied" : "ServiceUnavailable";
      const message = `<Code>${code}</Code><Message>${error}</Message>`;
      response
        .writeHead(isDenied ? 403 : 503)
        .end(`<ErrorResponse><Error>${message}</Error></ErrorResponse>`);
    }
  };
}

function xml(action: string, listed: readonly (readonly [string, string])[]): string {
  const members = listed.map(
    ([id, state]) =>
      `<member><Target><Id>${id}</Id></Target><TargetHealth><State>${state}</State></TargetHealth></member>`,
  );
  return `<${action}Response xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><${action}Result><TargetHealthDescriptions>${members.join("")}</TargetHealthDescriptions></${action}Result></${action}Response>`;
}

/** The AWS CLI's calls of a parameter and of Elastic Load Balancing without its start of a second or so. */
export const awsShortcut = `${parameterShortcut}if [[ " $* " == *" elbv2 "* ]]; then
  while [[ $1 != elbv2 ]]; do shift; done
  case $2 in
    describe-target-health) action=DescribeTargetHealth ;;
    register-targets) action=RegisterTargets ;;
    deregister-targets) action=DeregisterTargets ;;
    *) exit 2 ;;
  esac
  answer=$(curl --silent --show-error --fail-with-body --header 'Accept: ${plain}' --data-urlencode "Action=$action" \\
    --data-urlencode "TargetGroupArn=$4" --data-urlencode "Targets.member.1.Id=\${6#Id=}" "$AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2") ||
    { echo "$answer" >&2; exit 254; }
  echo "$answer"
  exit
fi`;

/**
 * What systemd does when a service is enabled or restarted: it names it among what a boot starts; it ends it, and
 * starts it outside whatever called it.
 */
export const systemctl = `if [[ $2 == enable ]]; then
  cd "$INSTANCE_ROOT/disk/units" && wanted=$(sed -n 's/^WantedBy=//p' "$3").wants
  mkdir -p "$wanted" && ln --force --symbolic "../$3" "$wanted/"
fi
if [[ $1 == restart ]]; then
  kill -KILL "-$(cat "$INSTANCE_ROOT/service")" 2>/dev/null
  command=$(sed -n 's/^ExecStart=//p' "$INSTANCE_ROOT/disk/units/$2")
  setsid --fork bash -c 'echo $$ >"$INSTANCE_ROOT/service"; exec "$@"' - $command </dev/null >>"$INSTANCE_ROOT/journal" 2>&1 8>&- 9>&-
fi`;
