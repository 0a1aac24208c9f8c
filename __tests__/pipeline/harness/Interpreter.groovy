/** Runs the model as Jenkins would: https://www.jenkins.io/doc/book/pipeline/syntax/ and pipeline-model-definition's source. */
class Interpreter {
  private final Build build
  private final Script script
  private Section root

  Interpreter(Build build, Script script) {
    this.build = build
    this.script = script
  }

  void run(Section pipeline) {
    root = pipeline
    build.record('job', [parameters: root.parameters, triggers: root.triggers, options: root.options*.name, discards: root.option('buildDiscarder')?.arguments])
    // Parameters have their defaults from here on, not while the model is made: that shows in a job's first build.
    root.parameters.each { Map each ->
      Map given = each.arguments
      if (!build.plan.parameters.containsKey(given.name)) build.plan.parameters[given.name] = given.choices ? given.choices[0] : given.defaultValue
    }
    try {
      // As in Jenkins, the build's own options are around its post: once its time limit is over, post has a minute left.
      inOptions(root) { inAgent(root) { inEnvironment(root) { withPost(root) { runInTurn(root.stages) } } } }
    } catch (Exception failure) {
      build.worsen(Build.resultOf(failure))
    }
    build.result = build.result ?: 'SUCCESS'
  }

  private void runInTurn(List<Section> stages) {
    Exception first = null
    for (Section stage : stages) {
      String reason = first != null ? 'an earlier failure' : skipsAsUnstable() ? 'an unstable build' : null
      if (reason != null) {
        build.within(stages: build.context.stages + stage.name) { build.record('skipped', [reason: reason]) }
        continue
      }
      try {
        runStage(stage)
      } catch (Exception failure) {
        build.worsen(Build.resultOf(failure))
        first = failure
      }
    }
    if (first != null) throw first
  }

  private boolean skipsAsUnstable() {
    build.result == 'UNSTABLE' && root.option('skipStagesAfterUnstable') != null
  }

  /** options, input, agent, when, environment, steps, post: `when` comes earlier where a `before...` says so. */
  private void runStage(Section stage) {
    Map outcome = [result: 'SUCCESS']
    build.within(stages: build.context.stages + stage.name, outcome: outcome) {
      if (isLeftOut(stage, 'beforeOptions')) return
      inOptions(stage) {
        if (isLeftOut(stage, 'beforeInput')) return
        if (stage.input != null) askAsDirective(stage)
        if (isLeftOut(stage, 'beforeAgent')) return
        inAgent(stage) {
          if (isLeftOut(stage, null)) return
          build.record('stage')
          inEnvironment(stage) { withPost(stage) { runBody(stage) } }
        }
      }
    }
  }

  private boolean isLeftOut(Section stage, String flag) {
    Conditions conditions = stage.conditions
    if (conditions == null) return false
    String chosen = ['beforeOptions', 'beforeInput', 'beforeAgent'].find { conditions.getProperty(it) }
    if (chosen != flag) return false
    boolean isOut = !conditions.all.every { it.call() }
    if (isOut) build.record('skipped', [reason: 'when'])
    return isOut
  }

  private void runBody(Section stage) {
    if (stage.steps != null) new StepScope(build, script).runSteps(stage.steps)
    else if (stage.stages != null) runInTurn(stage.stages)
    else runBranches(stage)
  }

  private void runBranches(Section stage) {
    Context outer = build.context
    boolean stopsOthers = stage.failFast
    List<Throwable> failures = build.baton.run(stage.parallel.collect { Section child ->
      { Branch branch ->
        build.contexts.set(outer.with(branch: branch))
        try {
          runStage(child)
        } catch (Exception failure) {
          build.worsen(Build.resultOf(failure))
          // The first failure alone does so.
          if (stopsOthers) build.interruptOthers('failFast')
          stopsOthers = false
          throw failure
        }
      }
    })
    Throwable error = failures.find { it instanceof Error }
    if (error != null) throw error
    Throwable first = failures.find { it instanceof Interruption } ?: failures.find { it != null }
    if (first != null) throw first
  }

  /** Options that wrap do so in the order in which they are written. */
  private void inOptions(Section section, List<Map> left = section.options, Closure body) {
    if (left.isEmpty()) {
      body.call()
      return
    }
    Map option = left.first()
    Closure inner = { inOptions(section, left.tail(), body) }
    if (option.name == 'timeout') {
      build.within(limits: build.context.limits + "${option.arguments.time} ${option.arguments.unit ?: 'MINUTES'}".toString()) { inner.call() }
    } else if (option.name == 'lock') {
      new StepScope(build, script).withLocks(option.arguments, inner)
    } else {
      inner.call()
    }
  }

  private void inAgent(Section section, Closure body) {
    if (section.agent == null || section.agent == 'none') {
      // `agent none` at the top is what all stages have; a stage without an agent keeps the one around it.
      body.call()
      return
    }
    if (section.agent == 'any') throw build.refuse('agent any is not modelled: name a label')
    boolean checksOut = section.option('skipDefaultCheckout') == null && root.option('skipDefaultCheckout') == null
    new StepScope(build, script).onAgent((String) section.agent) {
      if (checksOut) new StepScope(build, script).checkOut()
      body.call()
    }
  }

  private void inEnvironment(Section section, Closure body) {
    Map before = new LinkedHashMap(build.environment)
    if (section.environment != null) {
      section.environment.delegate = new EnvironmentScope(build, script)
      section.environment.resolveStrategy = Closure.DELEGATE_ONLY
      section.environment.call()
      build.record('environment', [names: (build.environment.keySet() - before.keySet()) as List])
    }
    body.call()
  }

  private void withPost(Section section, Closure body) {
    Exception failure = null
    Map outcome = build.context.outcome
    try {
      body.call()
    } catch (Exception thrown) {
      failure = thrown
      outcome.result = Build.worse((String) outcome.result, Build.resultOf(thrown))
      if (section.kind == 'pipeline') build.worsen(Build.resultOf(thrown))
    }
    Exception afterwards = runPost(section, (String) outcome.result)
    if (failure != null) throw failure
    if (afterwards != null) throw afterwards
  }

  /** A condition that fails doesn't stop the others. Each looks at the worse of the build's and the stage's own result. */
  private Exception runPost(Section section, String own) {
    Exception first = null
    for (String condition : ModelReader.POST) {
      Closure steps = section.post[condition]
      if (steps == null || !holds(condition, Build.worse(build.result, own))) continue
      try {
        build.within(stages: build.context.stages + "post ${condition}".toString()) { new StepScope(build, script).runSteps(steps) }
      } catch (Exception failure) {
        build.worsen(Build.resultOf(failure))
        first = first ?: failure
      }
    }
    return first
  }

  private static boolean holds(String condition, String result) {
    switch (condition) {
      case ['always', 'cleanup']: return true
      case 'unsuccessful': return result != 'SUCCESS'
      default: return result == condition.toUpperCase()
    }
  }

  private void askAsDirective(Section stage) {
    Map question = [:]
    stage.input.delegate = new SectionScope(build, script, ['message', 'id', 'ok', 'submitter', 'submitterParameter'].collectEntries { name -> [name, { Object value -> question[name] = "${value}".toString() }] }, 'input')
    stage.input.resolveStrategy = Closure.DELEGATE_ONLY
    stage.input.call()
    new StepScope(build, script).ask(question)
  }
}
