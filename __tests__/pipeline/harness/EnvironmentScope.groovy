/** Inside `environment`: `NAME = 'value'`. */
class EnvironmentScope {
  private final Build build
  private final Script script

  EnvironmentScope(Build build, Script script) {
    this.build = build
    this.script = script
  }

  def methodMissing(String name, Object given) {
    if (name == 'credentials') throw build.refuse('the environment binds credentials')
    return script.invokeMethod(name, given)
  }

  def propertyMissing(String name) {
    return script.getProperty(name)
  }

  void propertyMissing(String name, Object value) {
    build.environment[name] = "${value}".toString()
  }
}
