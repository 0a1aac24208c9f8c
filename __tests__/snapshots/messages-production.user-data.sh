#!/bin/bash
set -euo pipefail
cat >/etc/ecs/ecs.config <<'END'
ECS_CLUSTER=messages-production
ECS_AWSVPC_BLOCK_IMDS=true
END
