/** `env` */
class EnvironmentVariables {
  private final Build build

  EnvironmentVariables(Build build) {
    this.build = build
  }

  def propertyMissing(String name) {
    return build.environment[name]
  }

  void propertyMissing(String name, Object value) {
    build.environment[name] = "${value}".toString()
  }
}
