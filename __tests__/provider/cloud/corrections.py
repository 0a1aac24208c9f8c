"""Where moto 5.2.5 answers otherwise than AWS: an entry each, which says what AWS answers. Importing it corrects moto.

Nothing is here to make a test easier: an entry goes as soon as moto answers as AWS does.
"""

import json
from copy import deepcopy
from functools import wraps
from inspect import signature
from urllib.parse import unquote

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.autoscaling.models import FakeAutoScalingGroup, FakeScalingPolicy
from moto.autoscaling.responses import AutoScalingResponse
from moto.awslambda.exceptions import UnknownPolicyException
from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.awslambda.responses import LambdaResponse
from moto.budgets.responses import BudgetsResponse
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult
from moto.ec2.models.launch_templates import LaunchTemplateBackend
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.responses.flow_logs import FlowLogs
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.logs.responses import LogsResponse
from moto.moto_api._internal import mock_random
from moto.rds.models import DBInstance, DBParameterGroup, OptionGroup, RDSBackend
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response
from moto.sqs.models import Queue


def instead_of(owner, name):
    """Puts a function in the place of a method; it gets that method first."""

    def replace(correction):
        real = getattr(owner, name)

        @wraps(real)
        def corrected(*args, **kwargs):
            return correction(real, *args, **kwargs)

        setattr(owner, name, corrected)
        return correction

    return replace


# S3


@instead_of(FakeBucket, "get_permission")
def get_permission(_, bucket, action, resource):
    """A statement of a bucket's policy is about a request only if its principal and all its conditions match:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html. Requests here come from
    the account itself, and count as made over TLS, as all of Terraform's to AWS are. moto refuses whatever a statement
    with a condition names."""
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    statements = [
        {key: value for key, value in statement.items() if key not in ("Principal", "Condition")}
        for statement in json.loads(bucket.policy)["Statement"]
        if is_about_the_account(statement)
    ]
    document = json.dumps({"Statement": statements})
    return IAMPolicy(document).is_action_permitted(action, resource)


def is_about_the_account(statement):
    if statement["Principal"] != "*" and "AWS" not in statement["Principal"]:
        return False
    # Those that the stacks' statements for everybody have.
    condition = statement.get("Condition", {})
    if condition == {"Bool": {"aws:SecureTransport": "false"}}:
        return False
    if condition:
        raise NotImplementedError(condition)
    return True


@instead_of(FakeBucket, "_log_permissions_enabled_policy")
def log_permissions(real, _, target_bucket, target_prefix):
    """`Principal: "*"` is allowed: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html.
    moto takes every principal for an object."""
    policy = target_bucket.policy
    if not policy:
        return real(target_bucket, target_prefix)
    document = json.loads(policy)
    services = [each for each in document["Statement"] if isinstance(each.get("Principal"), dict)]
    target_bucket.policy = json.dumps({**document, "Statement": services}).encode()
    try:
        return real(target_bucket, target_prefix)
    finally:
        target_bucket.policy = policy


@instead_of(S3Response, "serialized")
def get_bucket_logging(real, response, result):
    """GetBucketLogging says how the keys of the log objects are made:
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_LoggingEnabled.html. moto keeps that and doesn't say it."""
    if response.data.get("Action") == "GetBucketLogging" and "LoggingEnabled" in result.result:
        logging = response.backend.get_bucket_logging(response.bucket_name)
        format = logging.get("TargetObjectKeyFormat")
        if format is not None:
            result.result["LoggingEnabled"]["TargetObjectKeyFormat"] = format
    return real(response, result)


# CloudWatch Logs


@instead_of(LogsResponse, "describe_resource_policies")
def describe_resource_policies(real, response):
    """A policy is the account's or one log group's, and a call asks for one of both kinds:
    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeResourcePolicies.html. moto has
    the account's only."""
    if response._get_param("policyScope") == "RESOURCE":
        return json.dumps({"resourcePolicies": []})
    return real(response)


# RDS


@instead_of(RDSBackend, "create_option_group")
def create_option_group(real, rds, kwargs):
    """MySQL 8.4 has option groups: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.html."""
    if (kwargs["engine_name"], kwargs["major_engine_version"]) != ("mysql", "8.4"):
        return real(rds, kwargs)
    group = OptionGroup(rds, **kwargs)
    rds.option_groups[group.name] = group
    return group


@instead_of(DBInstance, "__init__")
def database(real, instance, *args, **kwargs):
    """Every database has a resource id of its own, which IAM's policies name:
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html. moto's all have one.
    And the default certificate authority is said by its own name:
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html."""
    kwargs.setdefault("ca_certificate_identifier", "rds-ca-rsa2048-g1")
    real(instance, *args, **kwargs)
    instance.dbi_resource_id = f"db-{mock_random.get_random_string(26).upper()}"
    keep_insights(instance, kwargs)


@instead_of(RDSBackend, "modify_db_instance")
def modify_database(real, rds, identifier, kwargs):
    """As above, and below."""
    given = dict(kwargs)
    instance = real(rds, identifier, kwargs)
    keep_insights(instance, given)
    return instance


def keep_insights(instance, given):
    """A database has Database Insights and Performance Insights:
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html."""
    if given.get("enable_performance_insights") is not None:
        instance.performance_insights_enabled = given["enable_performance_insights"]
    for name in (
        "performance_insights_kms_key_id",
        "performance_insights_retention_period",
        "database_insights_mode",
    ):
        if given.get(name) is not None:
            setattr(instance, name, given[name])


@instead_of(DBParameterGroup, "update_parameters")
def update_parameters(real, group, parameters):
    """Of a parameter that somebody has set, the source is the user:
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Parameter.html."""
    real(group, [{**parameter, "Source": "user"} for parameter in parameters])


# Lambda


@instead_of(LambdaFunction, "__init__")
def function(real, function, **given):
    """A function has a logging configuration: https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html."""
    real(function, **given)
    function.logging_config = given["spec"].get("LoggingConfig") or {
        "LogFormat": "Text",
        "LogGroup": f"/aws/lambda/{function.function_name}",
    }


@instead_of(LambdaFunction, "get_configuration")
def get_configuration(real, function, *args, **kwargs):
    """As above."""
    return {**real(function, *args, **kwargs), "LoggingConfig": function.logging_config}


@instead_of(LambdaFunction, "update_configuration")
def update_configuration(real, function, updates):
    """As above; and UpdateFunctionConfiguration changes these, too:
    https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html."""
    function.logging_config = updates.get("LoggingConfig", function.logging_config)
    function.tracing_config = updates.get("TracingConfig", function.tracing_config)
    function.kms_key_arn = updates.get("KMSKeyArn", function.kms_key_arn)
    return real(function, updates)


@instead_of(LambdaBackend, "put_function_event_invoke_config")
def put_event_invoke_config(real, backend, function_name, config):
    """A put overwrites what was there: https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html."""
    backend.get_function(function_name).event_invoke_config = []
    return real(backend, function_name, config)


@instead_of(LambdaResponse, "list_function_event_invoke_configs")
def list_event_invoke_configs(_, response):
    """When one was modified last is a number: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionEventInvokeConfig.html.
    moto says so where it is asked for one, and not in the list."""
    name = unquote(response.path.rsplit("/", 3)[1])
    return ActionResult(response.backend.list_function_event_invoke_configs(name))


@instead_of(LambdaBackend, "get_policy")
def get_policy(real, backend, function_name, qualifier=None):
    """A version or an alias has a policy of its own: https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html.
    moto's have the function's."""
    answer = json.loads(real(backend, function_name, qualifier))
    policy = json.loads(answer["Policy"])
    behind = "" if qualifier in (None, "$LATEST") else f":{qualifier}"
    end = f":function:{function_name}{behind}"
    statements = [each for each in policy["Statement"] if each["Resource"].endswith(end)]
    if not statements:
        raise UnknownPolicyException()
    return json.dumps({**answer, "Policy": json.dumps({**policy, "Statement": statements})})


# EC2


def rule_description(rule):
    """A rule whose peer is a security group or a prefix list has a description, too:
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html."""
    peers = (rule.ip_range, rule.source_group, rule.prefix_list)
    return next((peer["Description"] for peer in peers if peer and "Description" in peer), None)


@instead_of(SecurityGroupRule, "__init__")
def keep_prefix_list(real, rule, *args, **kwargs):
    """As above: moto keeps no more of a prefix list than its id."""
    rule.prefix_list = signature(real).bind(rule, *args, **kwargs).arguments.get("prefix_list_id")
    real(rule, *args, **kwargs)


SecurityGroupRule.description = property(rule_description)


@instead_of(FlowLogs, "create_flow_logs")
def create_flow_logs(real, response):
    """A flow log to S3 has destination options:
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DestinationOptionsResponse.html."""
    there = set(response.ec2_backend.flow_logs)
    answer = real(response)
    for identifier in set(response.ec2_backend.flow_logs) - there:
        options = response._get_param("DestinationOptions")
        response.ec2_backend.flow_logs[identifier].destination_options = options
    return answer


@instead_of(LaunchTemplateBackend, "create_launch_template")
def create_launch_template(real, ec2, name, description, template_data, tag_spec):
    """A launch template's own tags are no part of what it says of instances:
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html."""
    specifications = template_data.get("TagSpecifications", [])
    of_instances = [each for each in specifications if each["ResourceType"] != "launch-template"]
    template_data["TagSpecifications"] = of_instances
    return real(ec2, name, description, template_data, tag_spec)


# Auto Scaling


@instead_of(FakeScalingPolicy, "__init__")
def scaling_policy(real, policy, *args, **kwargs):
    """A scaling policy says whether it is enabled, and is at first; and it has no configuration of another type's:
    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScalingPolicy.html."""
    real(policy, *args, **kwargs)
    policy.enabled = True
    policy.predictive_scaling_configuration = policy.predictive_scaling_configuration or None


def keep_settings(real, response):
    """A group has a default warm-up and a maintenance policy:
    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html."""
    answer = real(response)
    name = response._get_param("AutoScalingGroupName")
    group = response.autoscaling_backend.autoscaling_groups[name]
    warmup = response._get_int_param("DefaultInstanceWarmup")
    if warmup is not None:
        group.default_instance_warmup = warmup
    policy = response._get_param("InstanceMaintenancePolicy")
    if policy is not None:
        group.instance_maintenance_policy = policy
    return answer


instead_of(AutoScalingResponse, "create_auto_scaling_group")(keep_settings)
instead_of(AutoScalingResponse, "update_auto_scaling_group")(keep_settings)


@instead_of(FakeAutoScalingGroup, "update")
def update_group(real, group, *args, mixed_instances_policy=None, **kwargs):
    """An update changes what it names, and nothing else:
    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html. moto forgets the mixed
    instances policy."""
    if mixed_instances_policy is None and group.mixed_instances_policy is not None:
        mixed_instances_policy = deepcopy(group.mixed_instances_policy)
        # It says both, and takes one.
        mixed_instances_policy["LaunchTemplate"]["LaunchTemplateSpecification"].pop("LaunchTemplateName", None)
    real(group, *args, mixed_instances_policy=mixed_instances_policy, **kwargs)


# CloudWatch


def put_composite_alarm(response):
    """PutCompositeAlarm: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html.
    moto's PutMetricAlarm takes a rule, too, and nothing leads there."""
    return response.put_metric_alarm()


CloudWatchResponse.put_composite_alarm = put_composite_alarm


# Budgets


def budget_of(response, name):
    return response.backend.budgets[response.current_account][name]


@instead_of(BudgetsResponse, "create_budget")
def create_budget(real, response):
    """A budget has tags:
    https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html."""
    answer = real(response)
    budget_of(response, response._get_param("Budget")["BudgetName"]).tags = response._get_param("ResourceTags", [])
    return answer


def list_tags_for_resource(response):
    """ListTagsForResource, as above:
    https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_ListTagsForResource.html."""
    name = response._get_param("ResourceARN").rpartition("/")[2]
    return json.dumps({"ResourceTags": budget_of(response, name).tags})


BudgetsResponse.list_tags_for_resource = list_tags_for_resource


def describe_subscribers_for_notification(response):
    """DescribeSubscribersForNotification, of whom moto keeps and doesn't say them:
    https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_DescribeSubscribersForNotification.html."""
    asked = response._get_param("Notification")
    same = ("NotificationType", "ComparisonOperator", "Threshold", "ThresholdType")
    found = [
        subscriber
        for notification in budget_of(response, response._get_param("BudgetName")).notifications
        if all(notification.details.get(key) == asked.get(key) for key in same)
        for subscriber in notification.subscribers
    ]
    return json.dumps({"Subscribers": found})


BudgetsResponse.describe_subscribers_for_notification = describe_subscribers_for_notification


# Application Auto Scaling


@instead_of(ApplicationAutoScalingResponse, "register_scalable_target")
def register_scalable_target(register, response):
    """A target keeps its tags: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html.
    moto forgets them, and doesn't know the call that lists them."""
    answer = register(response)
    tags = response._get_param("Tags")
    if tags is not None:
        SCALABLE_TARGETS_TAGS[json.loads(answer)["ScalableTargetARN"]] = tags
    return answer


def list_tags_of_target(response):
    """https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html"""
    return json.dumps({"Tags": SCALABLE_TARGETS_TAGS.get(response._get_param("ResourceARN"), {})})


SCALABLE_TARGETS_TAGS = {}
ApplicationAutoScalingResponse.list_tags_for_resource = list_tags_of_target


# ECS


@instead_of(EC2ContainerServiceResponse, "create_service")
def create_service(real, response):
    """A service has these properties, which moto forgets:
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html."""
    answer = real(response)
    service = answer.result["service"]
    service.availability_zone_rebalancing = response._get_param("availabilityZoneRebalancing")
    service.enable_ecs_managed_tags = response._get_param("enableECSManagedTags")
    service.health_check_grace_period_seconds = response._get_param("healthCheckGracePeriodSeconds")
    service.capacity_provider_strategy = response._get_param("capacityProviderStrategy")
    service.placement_strategy = response._get_param("placementStrategy")
    return answer


# SQS


@instead_of(Queue, "_set_attributes")
def set_attributes(real, queue, attributes, *args):
    """What isn't named stays as it is:
    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"""
    return real(queue, {"Policy": getattr(queue, "policy", None), **attributes}, *args)


# Which queues' messages may come to one is an attribute like others.
Queue.redrive_allow_policy = None
Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]


def with_compact_redrive_policy(queue, real=Queue.attributes.fget):
    """AWS writes it without spaces, as the provider does."""
    attributes = real(queue)
    if queue.redrive_policy:
        attributes["RedrivePolicy"] = json.dumps(queue.redrive_policy, separators=(",", ":"))
    return attributes


Queue.attributes = property(with_compact_redrive_policy)
