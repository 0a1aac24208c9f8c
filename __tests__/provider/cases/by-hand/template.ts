import type { CaseGroup } from "../case";

/** On their own, because others follow from them. */
export const template: CaseGroup = {
  title: "by hand, with what follows",
  stack: "uat-us-east-1",
  verdict: "DRIFTED",
  cases: [
    {
      title: "a version of the launch template",
      byHand: (state) => {
        const { id, user_data } = state("aws_launch_template.launch-template_this");
        const given = {
          LaunchTemplateId: id,
          LaunchTemplateData: { UserData: user_data, InstanceType: "t3.micro" },
        };
        return [["ec2", "create_launch_template_version", given]];
      },
      findings: [
        "drift update aws_launch_template.launch-template_this: block_device_mappings[0].device_name, block_device_mappings[0].ebs[0].delete_on_termination, block_device_mappings[0].ebs[0].encrypted, block_device_mappings[0].ebs[0].kms_key_id, block_device_mappings[0].ebs[0].volume_size, block_device_mappings[0].ebs[0].volume_type, description, ebs_optimized, iam_instance_profile[0].arn, image_id, instance_type, metadata_options[0].http_endpoint, metadata_options[0].http_put_response_hop_limit, metadata_options[0].http_tokens, monitoring[0].enabled, network_interfaces[0].associate_public_ip_address, network_interfaces[0].delete_on_termination, network_interfaces[0].device_index, network_interfaces[0].security_groups, tag_specifications[resource_type=instance].resource_type, tag_specifications[resource_type=instance].tags.Environment, tag_specifications[resource_type=instance].tags.EnvironmentId, tag_specifications[resource_type=instance].tags.Name, tag_specifications[resource_type=instance].tags.ProjectId, tag_specifications[resource_type=volume].resource_type, tag_specifications[resource_type=volume].tags.Environment, tag_specifications[resource_type=volume].tags.EnvironmentId, tag_specifications[resource_type=volume].tags.Name, tag_specifications[resource_type=volume].tags.ProjectId, tag_specifications[resource_type=network-interface].resource_type, tag_specifications[resource_type=network-interface].tags.Environment, tag_specifications[resource_type=network-interface].tags.EnvironmentId, tag_specifications[resource_type=network-interface].tags.Name, tag_specifications[resource_type=network-interface].tags.ProjectId",
        "drift update aws_autoscaling_group.group_this: mixed_instances_policy[0].launch_template[0].launch_template_specification[0].version <- aws_launch_template.launch-template_this",
      ],
    },
  ],
};
