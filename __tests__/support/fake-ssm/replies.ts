import type { ServerResponse } from "node:http";
import { ec2Error, isEc2 } from "./ec2";
import { type Fault, inXml, type Operation } from "./faults";

/** Goes wrong on the wire as AWS, a proxy or the network would. */
export function fail(response: ServerResponse, fault: Fault, operation: Operation): void {
  switch (fault) {
    case "hangs":
      return;
    case "reset":
    case "reset after":
      response.socket?.destroy();
      return;
    case "html 503":
    case "html 503 after":
      reply(response, 503, "text/html", "<html><body>Service Unavailable</body></html>");
      return;
    case "unparsable after":
      reply(response, 200, "text/html", "<html>welcome to this network</html>");
      return;
    case "throttled":
      error(response, operation, 400, "ThrottlingException", "Rate exceeded");
      return;
    case "denied":
      error(response, operation, 400, "AccessDeniedException", "not authorized to perform");
      return;
    case "expired":
      error(response, operation, 400, "ExpiredTokenException", "the token has expired");
      return;
    case "invalid":
      error(response, operation, 400, "ValidationException", "1 validation error");
      return;
  }
}

/** An error of whichever protocol the operation has. */
export function error(
  response: ServerResponse,
  operation: Operation,
  status: number,
  name: string,
  message: string,
): void {
  if (isEc2(operation)) {
    const code =
      name === "AccessDeniedException" ? "UnauthorizedOperation" : name.replace(/Exception$/, "");
    reply(
      response,
      name === "AccessDeniedException" ? 403 : status,
      "text/xml",
      ec2Error(code, message),
    );
    return;
  }
  if (!inXml.has(operation)) {
    refuse(response, status, { __type: name, message });
    return;
  }
  const code = name.replace(/Exception$/, "");
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
  reply(response, status, "text/xml", body);
}

/** An error of Systems Manager. */
export function refuse(response: ServerResponse, status: number, body: object): void {
  reply(response, status, "application/x-amz-json-1.1", JSON.stringify(body));
}

export function reply(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type }).end(body);
}
