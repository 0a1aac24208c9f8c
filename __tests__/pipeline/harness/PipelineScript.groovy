/** What a Jenkinsfile is compiled to: names that it doesn't define are steps, or Jenkins' own variables. */
abstract class PipelineScript extends Script {
  private Build build

  void start(Build build) {
    this.build = build
    Build current = build
    getBinding().setVariable('env', new EnvironmentVariables(current))
    getBinding().setVariable('params', current.plan.parameters)
    getBinding().setVariable('scm', new Object())
    getBinding().setVariable('currentBuild', new CurrentBuild(current))
    run()
  }

  void pipeline(Closure body) {
    new Interpreter(build, this).run(new ModelReader(build, this).pipeline(body))
  }

  def sleep(Object time) {
    return new StepScope(build, this).call('sleep', [time] as Object[])
  }

  def methodMissing(String name, Object given) {
    if (StepScope.STEPS.containsKey(name)) return new StepScope(build, this).call(name, (Object[]) given)
    throw build.refuse("there is no step or method ${name}")
  }

  def propertyMissing(String name) {
    throw build.refuse("there is no variable ${name}")
  }
}
