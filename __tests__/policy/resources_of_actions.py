"""The resources that each action can be limited to, as JSON; null for an action that there isn't."""

import json
import sys

from policy_sentry.querying.actions import get_action_data


def resources_of(action):
    service, name = action.split(":")
    try:
        found = get_action_data(service, name)
    except KeyError:
        found = None
    return found and [each["resource_arn_format"] for each in found[service]]


print(json.dumps({action: resources_of(action) for action in sys.argv[1:]}))
