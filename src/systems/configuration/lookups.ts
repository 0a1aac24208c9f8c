/** Key types of certificates: every one that a load balancer can use. */
export const certificateKeyTypes = [
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "EC_prime256v1",
  "EC_secp384r1",
  "EC_secp521r1",
] as const;
