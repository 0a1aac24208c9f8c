"""What is in the account before the stacks are: what they look up, and the buckets that bootstrap makes."""

import json
import os
from pathlib import Path

from moto.acm import acm_backends
from moto.ec2 import ec2_backends
from moto.ec2.models.amis import Ami
from moto.s3 import s3_backends

account = os.environ["MOTO_ACCOUNT_ID"]


def put_in(synthesized):
    """Reads it from the stacks of a synthesized output. The default VPC and its subnets are moto's own."""
    for file in Path(synthesized).glob("stacks/*/cdk.tf.json"):
        stack = json.loads(file.read_text())
        region = stack["provider"]["aws"][0]["region"]
        data = stack["data"]
        for imported in stack.get("import", []):
            if imported["to"].startswith("aws_s3_bucket."):
                s3_backends[account]["aws"].create_bucket(imported["id"], region)
        for certificate in data.get("aws_acm_certificate", {}).values():
            add_certificate(region, certificate["domain"])
        for image in data.get("aws_ami", {}).values():
            filters = {each["name"]: each["values"][0] for each in image["filter"]}
            add_image(region, image["owners"][0], filters)


def add_certificate(region, domain):
    acm = acm_backends[account][region]
    certificate = acm._certificates[acm.request_certificate(domain, domain, [], [])]
    certificate.status = "ISSUED"


def add_image(region, owner, filters):
    ec2 = ec2_backends[account][region]
    identifier = f"ami-{len(ec2.amis):017x}"
    if any(image.name == filters["name"] for image in ec2.amis.values()):
        return
    ec2.amis[identifier] = Ami(
        ec2,
        identifier,
        name=filters["name"],
        architecture=filters["architecture"],
        owner_id=owner,
        public=True,
        virtualization_type="hvm",
        root_device_type="ebs",
        root_device_name="/dev/xvda",
        region_name=f"{region}a",
    )
