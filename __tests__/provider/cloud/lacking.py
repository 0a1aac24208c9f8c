"""Reading calls that moto 5.2.5 doesn't know. Nobody can make such things there either, so that AWS's answer would be
what stands here: that there are none. What hangs on them is held by tests with scripted answers instead.

Nothing is here to make a test easier: an entry goes as soon as moto knows the call.
"""

import io
import json
import re

from werkzeug.wrappers import Request, Response

# https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeNotificationConfigurations.html
# https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListAssociations.html
BY_NAME = {
    "DescribeNotificationConfigurations": "<DescribeNotificationConfigurationsResponse>"
    "<DescribeNotificationConfigurationsResult><NotificationConfigurations/>"
    "</DescribeNotificationConfigurationsResult></DescribeNotificationConfigurationsResponse>",
    "ListAssociations": {"Associations": []},
}

# https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html
# https://docs.aws.amazon.com/lambda/latest/api/API_ListProvisionedConcurrencyConfigs.html
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketAnalyticsConfigurations.html
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketMetricsConfigurations.html
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketIntelligentTieringConfigurations.html
BY_PLACE = (
    (r"/2021-10-31/functions/[^/]+/urls", {"FunctionUrlConfigs": []}),
    (r"/2019-09-30/functions/[^/]+/provisioned-concurrency", {"ProvisionedConcurrencyConfigs": []}),
    (r"/[^/]+/?\?(.+&)?analytics", "<ListBucketAnalyticsConfigurationResult/>"),
    (r"/[^/]+/?\?(.+&)?metrics", "<ListMetricsConfigurationsResult/>"),
    (r"/[^/]+/?\?(.+&)?intelligent-tiering", "<ListBucketIntelligentTieringConfigurationsOutput/>"),
)


def answer_of(environ):
    """AWS's answer to a call that moto doesn't know; None where it knows it."""
    answer = of_place(environ) if environ["REQUEST_METHOD"] == "GET" else BY_NAME.get(name_of(environ))
    if answer is None:
        return None
    if isinstance(answer, str):
        return Response(answer, content_type="text/xml")
    return Response(json.dumps(answer), content_type="application/json")


def of_place(environ):
    place = f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
    return next((answer for pattern, answer in BY_PLACE if re.match(pattern, place)), None)


def name_of(environ):
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target is not None:
        return target.rpartition(".")[2]
    if not environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return None
    body = Request(environ).get_data()
    environ["wsgi.input"] = io.BytesIO(body)
    return Request({**environ, "wsgi.input": io.BytesIO(body)}).form.get("Action")
