/** The steps that a Jenkinsfile may take. A step, or an argument, that isn't listed is a harness error. */
class StepScope {
  /** The first argument of each is the one that may stand without its name. */
  static final Map<String, Map<String, Class>> STEPS = [
    archiveArtifacts: [artifacts: String, allowEmptyArchive: Boolean, fingerprint: Boolean, excludes: String],
    catchError: [message: String, buildResult: String, stageResult: String, catchInterruptions: Boolean],
    checkout: [scm: Object],
    cleanWs: [deleteDirs: Boolean, notFailBuild: Boolean],
    echo: [message: String],
    error: [message: String],
    input: [message: String, id: String, ok: String, submitter: String, submitterParameter: String],
    junit: [testResults: String, allowEmptyResults: Boolean, keepLongStdio: Boolean],
    lock: [resource: String, extra: List, label: String, quantity: Integer, inversePrecedence: Boolean],
    node: [label: String],
    parallel: [:],
    readFile: [file: String, encoding: String],
    retry: [count: Integer],
    script: [:],
    sh: [script: String, returnStatus: Boolean, returnStdout: Boolean, label: String, encoding: String],
    sleep: [time: Integer, unit: String],
    stage: [name: String],
    stash: [name: String, includes: String, excludes: String, allowEmpty: Boolean, useDefaultExcludes: Boolean],
    timeout: [time: Integer, unit: String, activity: Boolean],
    unstable: [message: String],
    unstash: [name: String],
    warnError: [message: String, catchInterruptions: Boolean],
    withEnv: [overrides: List],
  ]
  static final List<String> WITH_BODY = ['catchError', 'lock', 'node', 'retry', 'script', 'stage', 'timeout', 'warnError', 'withEnv']
  static final List<String> ON_AGENT = ['archiveArtifacts', 'checkout', 'cleanWs', 'junit', 'readFile', 'sh', 'stash', 'unstash']

  private final Build build
  private final Script pipelineScript

  StepScope(Build build, Script script) {
    this.build = build
    this.pipelineScript = script
  }

  def methodMissing(String name, Object given) {
    Object[] arguments = (Object[]) given
    if (STEPS.containsKey(name)) return call(name, arguments)
    if (pipelineScript.metaClass.respondsTo(pipelineScript, name)) return pipelineScript.invokeMethod(name, arguments)
    throw build.refuse("there is no step ${name}")
  }

  /** Groovy's Object has a `sleep` of its own. */
  def sleep(Object time) {
    return call('sleep', [time] as Object[])
  }

  def propertyMissing(String name) {
    return pipelineScript.getProperty(name)
  }

  void propertyMissing(String name, Object value) {
    pipelineScript.setProperty(name, value)
  }

  Object runSteps(Closure steps) {
    steps.delegate = this
    steps.resolveStrategy = Closure.DELEGATE_ONLY
    return steps.call()
  }

  Object call(String name, Object[] given) {
    Closure body = given.length > 0 && given.last() instanceof Closure ? (Closure) given.last() : null
    List unbodied = body == null ? given.toList() : given.toList().dropRight(1)
    Map arguments = name == 'parallel' ? branchesOf(unbodied) : named(name, unbodied)
    if ((body != null) != WITH_BODY.contains(name)) throw build.refuse("${name} ${body == null ? 'needs a body' : 'takes no body'}")
    build.takeTurn()
    if (ON_AGENT.contains(name) && build.context.workspace == null) {
      build.record('step', [step: name, arguments: shown(arguments), problem: 'no agent'])
      throw new StepFailure("${name} needs an agent")
    }
    Closure inner = body == null ? null : { -> runSteps(body) }
    return this."do${name.capitalize()}"(arguments, inner)
  }

  private Map named(String step, List given) {
    Map<String, Class> known = STEPS[step]
    Map raw = [:]
    if (given.size() == 1 && given[0] instanceof Map) raw = (Map) given[0]
    else if (given.size() == 1 && !known.isEmpty()) raw = [(known.keySet().first()): given[0]]
    else if (!given.isEmpty()) throw build.refuse("${step} can't take ${given}")
    return raw.collectEntries { name, value ->
      Class type = known[(String) name]
      if (type == null) throw build.refuse("${step} has no argument ${name}")
      Object plain = value instanceof GString ? value.toString() : value
      if (plain != null && !type.isInstance(plain)) throw build.refuse("${step}: ${name} is ${plain.getClass().simpleName}, and must be ${type.simpleName}")
      return [name, plain]
    }
  }

  /** Branches by their names, and perhaps `failFast`. */
  private Map branchesOf(List given) {
    if (given.size() != 1 || !(given[0] instanceof Map)) throw build.refuse("parallel can't take ${given}")
    Map branches = ((Map) given[0]).collectEntries { name, value -> [name.toString(), value] }
    branches.each { name, value ->
      if (!(value instanceof Closure) && !(name == 'failFast' && value instanceof Boolean)) throw build.refuse("parallel: ${name} is no branch")
    }
    if (!branches.values().any { it instanceof Closure }) throw build.refuse('parallel has no branch')
    return branches
  }

  private static Map shown(Map arguments) {
    arguments.findAll { name, value -> !(name == 'scm') }
  }

  private Map record(String step, Map arguments, Map facts = [:]) {
    List<StackTraceElement> places = new Throwable().stackTrace.findAll { it.fileName == 'Jenkinsfile' }
    return build.record('step', [step: step, arguments: shown(arguments), lines: places*.lineNumber.unique()] + facts)
  }

  void doEcho(Map arguments, Closure body) { record('echo', arguments) }

  void doError(Map arguments, Closure body) {
    record('error', arguments)
    throw new StepFailure((String) arguments.message)
  }

  void doUnstable(Map arguments, Closure body) {
    record('unstable', arguments)
    becomeUnstable()
  }

  private void becomeUnstable() {
    build.worsen('UNSTABLE')
    build.context.outcome.result = Build.worse((String) build.context.outcome.result, 'UNSTABLE')
  }

  Object doScript(Map arguments, Closure body) { body.call() }

  /** Unlike a stage of the pipeline's own, it is never skipped, neither after a failure that was caught nor after UNSTABLE. */
  Object doStage(Map arguments, Closure body) {
    return build.within(stages: build.context.stages + (String) arguments.name) {
      build.record('stage')
      return body.call()
    }
  }

  /**
   * Of several failures one goes on, as in ParallelStep.ThrowableComparator: with failFast the first; else one that is no
   * interruption, and of those the first.
   */
  void doParallel(Map arguments, Closure body) {
    List<Closure> branches = arguments.values().findAll { it instanceof Closure }
    Context outer = build.context
    List<Exception> failures = []
    List<Throwable> ends = build.baton.run(branches.collect { Closure steps ->
      { Branch branch ->
        build.contexts.set(outer.with(branch: branch))
        try {
          runSteps(steps)
        } catch (Exception failure) {
          if (arguments.failFast && failures.isEmpty()) build.interruptOthers('failFast')
          failures << failure
          throw failure
        }
      }
    })
    Throwable error = ends.find { it instanceof Error }
    if (error != null) throw error
    if (failures.isEmpty()) return
    throw arguments.failFast ? failures.first() : failures.find { !(it instanceof Interruption) } ?: failures.first()
  }

  Object doWithEnv(Map arguments, Closure body) { body.call() }

  void doSleep(Map arguments, Closure body) { record('sleep', arguments) }

  Object doTimeout(Map arguments, Closure body) {
    return build.within(limits: build.context.limits + "${arguments.time} ${arguments.unit ?: 'MINUTES'}".toString()) { body.call() }
  }

  Object doRetry(Map arguments, Closure body) {
    for (int attempt = 1; ; attempt++) {
      try {
        return body.call()
      } catch (StepFailure failure) {
        if (attempt >= (int) arguments.count) throw failure
      }
    }
  }

  /** Its defaults: the build fails, the stage does not, and an abort is caught, too. */
  void doCatchError(Map arguments, Closure body) {
    try {
      body.call()
    } catch (Exception failure) {
      if (failure instanceof Interruption && arguments.catchInterruptions == false) throw failure
      build.worsen((String) arguments.get('buildResult', 'FAILURE'))
      build.context.outcome.result = Build.worse((String) build.context.outcome.result, (String) arguments.get('stageResult', 'SUCCESS'))
      record('caught', [message: failure.message])
    }
  }

  void doWarnError(Map arguments, Closure body) {
    doCatchError([buildResult: 'UNSTABLE', stageResult: 'UNSTABLE'] + arguments.subMap(['catchInterruptions']), body)
  }

  Object doNode(Map arguments, Closure body) { onAgent((String) arguments.label, body) }

  Object doLock(Map arguments, Closure body) { withLocks(arguments, body) }

  String doInput(Map arguments, Closure body) { ask(arguments) }

  void doCheckout(Map arguments, Closure body) { checkOut() }

  Object onAgent(String label, Closure body) {
    Map event = build.record('wait', [what: 'agent', label: label])
    boolean isAtEnd = build.context.stages == ['post always']
    List away = (List) (build.plan.offline ?: []) + (List) (isAtEnd ? build.plan.offlineAtEnd ?: [] : [])
    if (away.contains(label)) throw build.endlessWait("an agent ${label}")
    Workspace workspace = build.allocate(label)
    try {
      return build.within(workspace: workspace, body)
    } finally {
      workspace.used = false
    }
  }

  /** Each checkout may find a newer commit: the branch moves while a build runs. */
  void checkOut() {
    List<String> commits = (List) (build.plan.commits ?: ['commit-1'])
    String commit = commits[Math.min(build.checkouts++, commits.size() - 1)]
    Workspace workspace = build.context.workspace
    workspace.commit = commit
    ['package.json', 'bin/testapp', 'RUNBOOK-investigate.md', 'docs/setup-errors.md', 'docs/review.md'].each { workspace.files[it] = 'good' }
    build.record('checkout', [commit: commit])
  }

  /** All resources of one `lock` are had together or not at all. */
  Object withLocks(Map arguments, Closure body) {
    List<String> names = [arguments.resource] + ((List) (arguments.extra ?: []))*.resource
    if (names.any { !it }) throw build.refuse("lock needs names, not ${arguments}")
    if (names.any { build.context.locks.contains(it) }) throw build.refuse("${names} are locked already: the build would wait for itself")
    build.record('wait', [what: 'lock', names: names])
    if (names.any { ((List) (build.plan.lockedElsewhere ?: [])).contains(it) }) throw build.endlessWait("the lock of ${names}")
    return build.within([locks: build.context.locks + names], body)
  }

  String ask(Map question) {
    List answers = (List) (build.plan.answers ?: [])
    Map rule = (Map) answers.find { ((String) question.message) =~ ((String) it.match) }
    String answer = rule?.answer ?: 'approve'
    record('input', question, [answer: answer])
    if (answer == 'refuse') throw new Interruption('refused')
    if (answer == 'none') throw build.endlessWait('an approval')
    if (answer == 'abort') throw build.abort()
    if (answer != 'approve') throw build.refuse("there is no answer ${answer}")
    return question.submitterParameter == null ? null : 'a-person'
  }

  Object doSh(Map arguments, Closure body) {
    Map event = record('sh', arguments, [commit: build.context.workspace.commit])
    return new Shell(build).run(arguments, event)
  }

  void doStash(Map arguments, Closure body) {
    Map<String, String> files = build.context.workspace.matching((String) (arguments.includes ?: '**'))
    record('stash', arguments, [files: files.keySet() as List])
    if (files.isEmpty() && !arguments.allowEmpty) throw new StepFailure('No files included in stash')
    build.stashes[(String) arguments.name] = new LinkedHashMap(files)
  }

  void doUnstash(Map arguments, Closure body) {
    record('unstash', arguments)
    Map<String, String> files = build.stashes[(String) arguments.name]
    if (files == null) throw new StepFailure("No such saved stash ${arguments.name}")
    build.context.workspace.files.putAll(files)
  }

  void doArchiveArtifacts(Map arguments, Closure body) {
    Map<String, String> files = build.context.workspace.matching((String) arguments.artifacts)
    record('archiveArtifacts', arguments, [files: files.keySet() as List])
    if (files.isEmpty() && !arguments.allowEmptyArchive) throw new StepFailure("No artifacts found that match ${arguments.artifacts}")
  }

  void doJunit(Map arguments, Closure body) {
    Map<String, String> files = build.context.workspace.matching((String) arguments.testResults)
    record('junit', arguments, [files: files.keySet() as List])
    if (files.isEmpty() && !arguments.allowEmptyResults) throw new StepFailure('No test report files were found')
    if (files.values().contains('bad')) becomeUnstable()
  }

  void doCleanWs(Map arguments, Closure body) {
    record('cleanWs', arguments)
    build.context.workspace.files.clear()
  }

  String doReadFile(Map arguments, Closure body) {
    record('readFile', arguments)
    if (build.context.workspace.matching((String) arguments.file).isEmpty()) throw new StepFailure("no file ${arguments.file}")
    return build.context.workspace.texts[(String) arguments.file] ?: "what ${arguments.file} says\n".toString()
  }
}
